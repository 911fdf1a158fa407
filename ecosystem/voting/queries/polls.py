"""Polls, and the entries that stand for election in them."""

from collections.abc import Collection, Sequence
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from ecosystem.applications.domain.life_cycle import IN_CONTEST
from ecosystem.applications.models import Application, ApplicationFile, GalleryState
from ecosystem.contests.models import Board, Contest, Question, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.events.models import Event
from ecosystem.judging.models import RoundRubric, RubricVersion
from ecosystem.uploads.models import StoredFile
from ecosystem.voting.models import BallotRequest, Poll, Voter


def poll_in_contest(slug: str, poll_id: str) -> Poll:
    """Return a poll with its contest, boards, event and organiser. Raises NoSuchRecord."""
    return _poll(Poll.public_id == poll_id, Contest.slug == slug)


def _poll(*conditions: object) -> Poll:
    statement = (
        select(Poll)
        .join(Poll.contest)
        .where(*conditions)  # type: ignore[arg-type]
        .options(
            contains_eager(Poll.contest).joinedload(Contest.event).joinedload(Event.organiser),
            contains_eager(Poll.contest).joinedload(Contest.boards),
        )
    )
    return one_or_missing(session().scalars(statement).unique().one_or_none())


def polls_of(contest: Contest) -> Sequence[Poll]:
    """Return the polls of a contest, the latest first."""
    statement = select(Poll).where(Poll.contest_id == contest.id).order_by(Poll.closes_at.desc(), Poll.id.desc())
    return session().scalars(statement).all()


def polls_to_watch() -> Sequence[Poll]:
    """Return the announced polls whose people are not forgotten yet."""
    statement = (
        select(Poll)
        .where(Poll.announced_at.is_not(None), Poll.erased_at.is_(None))
        .options(joinedload(Poll.contest))
        .order_by(Poll.id)
    )
    return session().scalars(statement).all()


def candidates(poll: Poll, public_ids: Collection[str] | None = None) -> Sequence[Application]:
    """Return the entries that can be voted for: those of the gallery, on the poll's boards; one statement."""
    statement = (
        select(Application)
        .join(Board, Board.id == Application.board_id)
        .where(
            Application.contest_id == poll.contest_id,
            Application.gallery == GalleryState.SHOWN,
            Application.announced_state.in_(IN_CONTEST),
        )
        .options(
            load_only(
                Application.public_id,
                Application.title,
                Application.summary,
                Application.code,
                Application.board_id,
                Application.version,
            ),
            contains_eager(Application.board),
        )
        .order_by(Board.position, Application.code)
    )
    if poll.board_ids:
        statement = statement.where(Application.board_id.in_(poll.board_ids))
    if public_ids is not None:
        statement = statement.where(Application.public_id.in_(public_ids))
    return session().scalars(statement).all()


def pictures_of(entries: Sequence[Application]) -> dict[int, str]:
    """Map entries to the public id of their first picture in the gallery; one statement."""
    rows = session().execute(
        select(ApplicationFile.application_id, StoredFile.public_id)
        .join(StoredFile, StoredFile.id == ApplicationFile.file_id)
        .join(Question, Question.id == ApplicationFile.question_id)
        .where(
            ApplicationFile.application_id.in_([entry.id for entry in entries]),
            ApplicationFile.removed_at.is_(None),
            Question.is_in_gallery,
            StoredFile.media_type.startswith("image/"),
        )
        .order_by(ApplicationFile.id.desc())
    )
    return {row[0]: row[1] for row in rows}


def request_by_token(token: str) -> BallotRequest:
    """Return the ballot a link belongs to, with voter, poll and contest. Raises NoSuchRecord for any other token."""
    statement = (
        select(BallotRequest)
        .where(BallotRequest.token_hash == token_hash(token))
        .options(
            joinedload(BallotRequest.voter)
            .joinedload(Voter.poll)
            .joinedload(Poll.contest)
            .joinedload(Contest.event)
            .joinedload(Event.organiser)
        )
    )
    return one_or_missing(session().scalars(statement).one_or_none())


def token_hash(token: str) -> str:
    """Return what is stored of a link's token."""
    return sha256(token.encode()).hexdigest()


def components_of(contest: Contest) -> list[tuple[str, str]]:
    """Return the parts of the score that votes can be for, as ("round id:key", name); one statement."""
    rows = session().execute(
        select(Round.id, Round.name, RubricVersion.components)
        .join(RoundRubric, RoundRubric.round_id == Round.id)
        .join(RubricVersion, RubricVersion.id == RoundRubric.rubric_version_id)
        .where(Round.contest_id == contest.id)
        .order_by(Round.position, Round.id)
    )
    found = {
        f"{round_id}:{part['key']}": f"{name} · {part.get('name') or part['key']}"
        for round_id, name, parts in rows
        for part in parts or ()
        if part.get("formula") == "votes"
    }
    return list(found.items())
