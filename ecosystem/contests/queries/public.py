"""What the public pages of contests show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import get_locale, gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.contests.domain.schedule import Moment, Stretch, next_change, timeline
from ecosystem.contests.models import Amendment, Board, Contest, ContestQuery, Prize, Round
from ecosystem.contests.policies import public_contests
from ecosystem.core.database import scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.windows import Phase
from ecosystem.events.models import Event, Organiser, Partner


@dataclass(frozen=True)
class PrizeGroup:
    """The prizes of a board, of the whole contest when `board` is None."""

    board: Board | None
    prizes: Sequence[Prize]


@dataclass(frozen=True)
class ContestPage:
    """Everything the contest's public page shows besides the contest itself."""

    boards: Sequence[Board]
    rounds: Sequence[Round]
    prize_groups: Sequence[PrizeGroup]
    amendments: Sequence[Amendment]
    questions: Sequence[ContestQuery]
    partners: Sequence[Partner]
    moments: Sequence[Moment]
    changes_at: datetime | None


def contest_page(contest: Contest, now: datetime) -> ContestPage:
    """Return what the public page shows, in six statements whatever the size of the contest."""
    boards, rounds = _children(Board, contest), _children(Round, contest)
    stretches = stretches_of(contest, rounds)
    return ContestPage(
        boards=boards,
        rounds=rounds,
        prize_groups=grouped(_children(Prize, contest), boards),
        amendments=amendments_of(contest),
        questions=scalars(public_questions(contest)),
        partners=scalars(_partners(contest)),
        moments=timeline(stretches, now),
        changes_at=next_change(stretches, now),
    )


def stretches_of(contest: Contest, rounds: Sequence[Round]) -> list[Stretch]:
    """Return the contest's time in order: entries, the rounds, the results once they are out."""
    stretches = [Stretch("entries", gettext("Taking entries"), contest.opens_at, contest.closes_at)]
    stretches += [Stretch(each.public_id, _named(each), each.opens_at, each.closes_at) for each in rounds]
    if contest.results_published_at is not None:
        stretches.append(Stretch("results", gettext("Results published"), contest.results_published_at, None))
    return stretches


def amendments_of(contest: Contest) -> Sequence[Amendment]:
    """Return the amendments, the latest first. One statement."""
    return scalars(select(Amendment).where(Amendment.contest_id == contest.id).order_by(Amendment.number.desc()))


def public_questions(contest: Contest) -> Select[Any]:
    """Statement: the answered questions everybody may read, in order."""
    return (
        select(ContestQuery)
        .where(ContestQuery.contest_id == contest.id, ContestQuery.is_public, ContestQuery.answered_at.is_not(None))
        .order_by(ContestQuery.position, ContestQuery.id)
    )


def grouped(prizes: Sequence[Prize], boards: Sequence[Board]) -> list[PrizeGroup]:
    """Return the prizes by board, those of the whole contest last; groups without prizes are left out."""
    groups = [PrizeGroup(board, [p for p in prizes if p.board_id == board.id]) for board in boards]
    groups.append(PrizeGroup(None, [p for p in prizes if p.board_id is None]))
    return [group for group in groups if group.prizes]


def contest_list(
    now: datetime, *, phase: Phase | None = None, query: str = "", province: str = "", organiser: str = ""
) -> Select[Any]:
    """Statement: public contests in a phase of their entries, with event and organiser loaded.

    Open ones by deadline, those to come by opening, past ones and all by deadline, latest first.
    """
    statement = (
        select(Contest)
        .join(Contest.event)
        .join(Event.organiser)
        .options(contains_eager(Contest.event).contains_eager(Event.organiser), joinedload(Contest.cover))
        .where(public_contests(), *_in_phase(phase, now))
    )
    if query.strip():
        statement = statement.where(matches(Contest.search_text, query))
    if province:
        statement = statement.where(Event.province_code == province)
    if organiser:
        statement = statement.where(Organiser.slug == organiser)
    return statement.order_by(_order(phase), Contest.id.desc())


def provinces_of_contests() -> list[str]:
    """Return the codes of the provinces in which public contests are held. One statement."""
    codes = select(Event.province_code).join(Contest, Contest.event_id == Event.id)
    return list(session().scalars(codes.where(public_contests(), Event.province_code != "").distinct()))


def _in_phase(phase: Phase | None, now: datetime) -> list[Any]:
    if phase is Phase.OPEN:
        return [Contest.opens_at <= now, Contest.closes_at > now, Contest.state == "published"]
    if phase is Phase.UPCOMING:
        return [Contest.opens_at > now, Contest.state == "published"]
    if phase is Phase.CLOSED:
        return [(Contest.closes_at <= now) | (Contest.state != "published")]
    return []


def _order(phase: Phase | None) -> Any:
    if phase is Phase.OPEN:
        return Contest.closes_at.asc()
    if phase is Phase.UPCOMING:
        return Contest.opens_at.asc()
    return Contest.closes_at.desc()


def _children(kind: Any, contest: Contest) -> Sequence[Any]:
    return scalars(select(kind).where(kind.contest_id == contest.id).order_by(kind.position, kind.id))


def _partners(contest: Contest) -> Select[Any]:
    return (
        select(Partner)
        .where(Partner.event_id == contest.event_id, Partner.is_listed)
        .options(joinedload(Partner.logo))
        .order_by(Partner.position, Partner.id)
    )


def _named(round_: Round) -> str:
    english = str(get_locale()) == "en"
    return round_.name_en if english and round_.name_en else round_.name
