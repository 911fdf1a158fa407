"""Entries that resemble each other: what is compared, the list of pairs, one pair side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only

from ecosystem.applications.domain.content import Content
from ecosystem.applications.domain.life_cycle import IN_CONTEST, ApplicationState
from ecosystem.applications.domain.prose import Part, SideBySide, prose_of, side_by_side
from ecosystem.applications.models import (
    Application,
    Comparison,
    GalleryState,
    Resemblance,
    SimilarPair,
    Submission,
)
from ecosystem.applications.queries.dossiers import last_submission
from ecosystem.contests.models import Contest
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event
from ecosystem.startups.models import Startup

_BATCH = 500


@dataclass(frozen=True)
class Compared:
    """An entry as it is compared. `is_own`: it stands in the contest whose entries are compared."""

    id: int
    contest_id: int
    first_submitted_at: datetime
    fingerprint: str
    parts: Sequence[Part]
    is_own: bool


def compared_entries(contest: Contest) -> Iterator[Compared]:
    """Go through what is compared for a contest, oldest first, in batches.

    All entries of the organiser's contests that were handed in (the withdrawn and the refused too: ideas come back),
    and of other organisers' contests those in a public gallery, of which only title and summary are read.
    """
    reached = 0
    while True:
        rows = session().execute(_batch(contest, reached)).all()
        for entry_id, contest_id, at, fingerprint, organiser_id, content in rows:
            is_foreign = organiser_id != contest.event.organiser_id
            yield Compared(entry_id, contest_id, at, fingerprint, _parts(content, is_foreign), contest_id == contest.id)
        if len(rows) < _BATCH:
            return
        reached = rows[-1][0]


def _batch(contest: Contest, after: int) -> Select[Any]:
    later = aliased(Submission)
    last = select(func.max(later.number)).where(later.application_id == Application.id).scalar_subquery()
    columns = (
        Application.id,
        Application.contest_id,
        Application.first_submitted_at,
        Application.content_hash,
        Event.organiser_id,
        Submission.content,
    )
    return (
        select(*columns)
        .select_from(Application)
        .join(Submission, and_(Submission.application_id == Application.id, Submission.number == last))
        .join(Contest, Contest.id == Application.contest_id)
        .join(Event, Event.id == Contest.event_id)
        .where(Application.id > after, Application.is_test.is_(False), _may_be_compared(contest))
        .order_by(Application.id)
        .limit(_BATCH)
    )


def _may_be_compared(contest: Contest) -> ColumnElement[bool]:
    is_public = and_(
        Application.gallery == GalleryState.SHOWN,
        Application.announced_state.in_(IN_CONTEST),
        Contest.has_gallery.is_(True),
    )
    return or_(Event.organiser_id == contest.event.organiser_id, is_public)


def _parts(content: Content, is_foreign: bool) -> list[Part]:
    if is_foreign:
        content = {"title": content.get("title", ""), "summary": content.get("summary", "")}
    return prose_of(content)


def similar_pairs(contest: Contest, *, state: Resemblance | None = None, words: str = "") -> Select[Any]:
    """Statement: the pairs of a contest, strongest first, with both entries, their boards, contests and startups.

    `words` are looked for in either entry: code, title, startup, names.
    """
    statement = (
        select(SimilarPair)
        .where(SimilarPair.contest_id == contest.id)
        .options(*_with_entry(SimilarPair.entry), *_with_entry(SimilarPair.other))
        .order_by(SimilarPair.strength.desc(), SimilarPair.id)
    )
    if words:
        entry, other = aliased(Application), aliased(Application)
        statement = (
            statement.join(entry, entry.id == SimilarPair.entry_id)
            .join(other, other.id == SimilarPair.other_id)
            .where(or_(matches(entry.search_text, words), matches(other.search_text, words)))
        )
    return statement if state is None else statement.where(SimilarPair.state == state)


def _with_entry(side: Any) -> tuple[Any, ...]:
    entry = joinedload(side)
    return (
        entry.load_only(
            Application.public_id,
            Application.code,
            Application.title,
            Application.state,
            Application.contest_id,
            Application.startup_id,
            Application.created_by_id,
        ),
        entry.joinedload(Application.board),
        entry.joinedload(Application.startup).load_only(Startup.name),
        entry.joinedload(Application.contest).options(
            load_only(Contest.title, Contest.title_en, Contest.slug, Contest.event_id),
            joinedload(Contest.event).load_only(Event.organiser_id),
        ),
    )


def pairs_by_state(contest_id: int) -> dict[Resemblance, int]:
    """Return how many pairs of the contest are in each state."""
    rows = session().execute(
        select(SimilarPair.state, func.count()).where(SimilarPair.contest_id == contest_id).group_by(SimilarPair.state)
    )
    return {row[0]: row[1] for row in rows}


def pairs_of(application: Application) -> int:
    """Return how many entries resemble this one and were not found to be different."""
    mine = or_(SimilarPair.entry_id == application.id, SimilarPair.other_id == application.id)
    return session().scalar(select(func.count()).where(mine, SimilarPair.state != Resemblance.DIFFERENT)) or 0


def pair_in_contest(slug: str, public_id: str) -> SimilarPair:
    """Return one pair of a contest. Raises NoSuchRecord."""
    statement = (
        select(SimilarPair)
        .join(Contest, Contest.id == SimilarPair.contest_id)
        .where(Contest.slug == slug, SimilarPair.public_id == public_id)
        .options(joinedload(SimilarPair.contest), joinedload(SimilarPair.judged_by))
    )
    return one_or_missing(session().scalar(statement))


def is_public_only(pair: SimilarPair, entry: Application) -> bool:
    """Tell whether of `entry` only what its gallery shows may be read: it is another organiser's."""
    return bool(entry.contest.event.organiser_id != pair.contest.event.organiser_id)


def passages_of(pair: SimilarPair) -> SideBySide:
    """Return both entries as last handed in, their common passages marked."""
    return side_by_side(_prose(pair, pair.entry), _prose(pair, pair.other))


def _prose(pair: SimilarPair, entry: Application) -> list[Part]:
    submission = last_submission(entry.id)
    return [] if submission is None else _parts(submission.content, is_public_only(pair, entry))


def comparison_of(contest_id: int) -> Comparison | None:
    """Return when the contest's entries were last compared, None if never."""
    return session().scalar(select(Comparison).where(Comparison.contest_id == contest_id))


def contests_to_compare() -> Sequence[int]:
    """Return the contests in which something was handed in since the last comparison, fictional entries apart."""
    newest = func.max(Application.submitted_at)
    rows = session().scalars(
        select(Application.contest_id)
        .outerjoin(Comparison, Comparison.contest_id == Application.contest_id)
        .where(
            Application.number.is_not(None),
            Application.is_test.is_(False),
            Application.state != ApplicationState.WITHDRAWN,
        )
        .group_by(Application.contest_id, Comparison.compared_at)
        .having(or_(Comparison.compared_at.is_(None), newest > Comparison.compared_at))
        .order_by(Application.contest_id)
    )
    return rows.all()
