"""Decisions that are held, what an announcement would say, what was published."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.models import Contest, Prize, Round
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import Award, Publication, RoundEntry
from ecosystem.judging.queries.rounds import takes_part


@dataclass(frozen=True)
class Decided:
    """An entry of a round with its decision, pending while none was made."""

    entry: Application
    place: RoundEntry | None

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return self.place.decision if self.place is not None else Decision.PENDING

    @property
    def is_announced(self) -> bool:
        """Whether people have been told."""
        return self.place is not None and self.place.announced_at is not None


def is_published(round_: Round) -> bool:
    """Tell whether results of the round are public now."""
    return publication_of(round_) is not None


def publication_of(round_: Round) -> Publication | None:
    """Return the publication of the round that stands, None before it and after it was withdrawn."""
    return session().scalar(
        select(Publication)
        .where(Publication.round_id == round_.id, Publication.withdrawn_at.is_(None))
        .order_by(Publication.number.desc())
        .limit(1)
    )


def publications_in(contest: Contest) -> Sequence[Publication]:
    """Return all publications of the contest, withdrawn ones too, newest first, with their rounds."""
    return (
        session()
        .scalars(
            select(Publication)
            .where(Publication.contest_id == contest.id)
            .options(joinedload(Publication.round))
            .order_by(Publication.number.desc())
        )
        .all()
    )


def decided_in(round_: Round, *, board_id: int | None = None) -> list[Decided]:
    """Return the entries of the round with their decisions, in order of their numbers; one statement."""
    statement = (
        select(Application, RoundEntry)
        .outerjoin(RoundEntry, and_(RoundEntry.application_id == Application.id, RoundEntry.round_id == round_.id))
        .where(takes_part(round_))
        .options(joinedload(Application.board))
        .order_by(Application.number, Application.id)
    )
    if board_id is not None:
        statement = statement.where(Application.board_id == board_id)
    return [Decided(entry, place) for entry, place in session().execute(statement).unique()]


def stopped_in(round_: Round) -> set[int]:
    """Return the ids of the entries that do not go on from the round, announced or not; one statement."""
    statement = select(RoundEntry.application_id).where(
        RoundEntry.round_id == round_.id, RoundEntry.decision == Decision.STOP
    )
    return set(session().scalars(statement))


def people_of(application_ids: Sequence[int]) -> dict[int, tuple[Account, list[int]]]:
    """Map each account on the teams of these entries to itself and its entries; one statement. One person, one mail."""
    rows = session().execute(
        select(Account, ApplicationMember.application_id)
        .join(ApplicationMember, ApplicationMember.account_id == Account.id)
        .where(ApplicationMember.application_id.in_(application_ids), Account.erased_at.is_(None))
        .order_by(Account.id, ApplicationMember.application_id)
    )
    found: dict[int, tuple[Account, list[int]]] = {}
    for account, application_id in rows:
        found.setdefault(account.id, (account, []))[1].append(application_id)
    return found


def awards_in(contest: Contest) -> Sequence[Award]:
    """Return the awards of the contest with prize, board and entry, best prize first."""
    return (
        session()
        .scalars(
            select(Award)
            .join(Award.prize)
            .where(Award.contest_id == contest.id)
            .options(
                contains_eager(Award.prize).joinedload(Prize.board),
                joinedload(Award.application).joinedload(Application.board),
                joinedload(Award.application).joinedload(Application.startup),
                joinedload(Award.application).selectinload(Application.members),
            )
            .order_by(
                Prize.board_id.is_(None), Prize.board_id, func.coalesce(Prize.rank, 1_000), Prize.position, Award.number
            )
        )
        .unique()
        .all()
    )


def prizes_of(contest: Contest) -> Sequence[Prize]:
    """Return the prizes of the contest in order, with their boards."""
    return (
        session()
        .scalars(
            select(Prize)
            .where(Prize.contest_id == contest.id)
            .options(joinedload(Prize.board))
            .order_by(
                Prize.board_id.is_(None), Prize.board_id, func.coalesce(Prize.rank, 1_000), Prize.position, Prize.id
            )
        )
        .all()
    )
