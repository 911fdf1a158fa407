"""The deliberation of a round: its table, the discussion, the proposal, what keeps results from being published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.errors import Text
from ecosystem.core.finding import matches
from ecosystem.core.search import fold
from ecosystem.events.models import Event
from ecosystem.judging.domain.committee import DeliberationState
from ecosystem.judging.domain.life_cycle import AssignmentState, Decision
from ecosystem.judging.domain.results.snapshot import fingerprint
from ecosystem.judging.models import Assignment, Award, CommitteeMember, Deliberation, Panelist, Remark
from ecosystem.judging.queries.bars import stands_between
from ecosystem.judging.queries.decisions import Decided, awards_in, decided_in
from ecosystem.judging.queries.rounds import next_round, takes_part


@dataclass(frozen=True)
class Proposal:
    """What the committee is asked to approve: every entry with what is to become of it."""

    lines: Sequence[dict[str, Any]]
    open_entries: Sequence[str]

    @property
    def hash(self) -> str:
        """The fingerprint of the lines; another decision or prize has another one."""
        return fingerprint({"lines": list(self.lines)})


def deliberation_of(round_: Round) -> Deliberation | None:
    """Return the deliberation of the round with its members, None where there is none."""
    statement = select(Deliberation).where(Deliberation.round_id == round_.id)
    return session().scalar(statement.options(selectinload(Deliberation.members)))


def deliberation_by_public_id(public_id: str) -> Deliberation:
    """Return a deliberation with members, round, contest and organiser. Raises NoSuchRecord."""
    statement = (
        select(Deliberation)
        .where(Deliberation.public_id == public_id)
        .options(
            selectinload(Deliberation.members),
            joinedload(Deliberation.round)
            .joinedload(Round.contest)
            .joinedload(Contest.event)
            .joinedload(Event.organiser),
        )
    )
    return one_or_missing(session().scalar(statement))


def proposal_of(round_: Round) -> Proposal:
    """Return what stands decided in the round now, in order of entry numbers.

    After the last round an entry nobody decided about follows its prize, as at the publication.
    """
    entries = decided_in(round_)
    awards = awards_in(round_.contest) if next_round(round_) is None else ()
    prizes: dict[int, list[str]] = {}
    for award in awards:
        prizes.setdefault(award.application_id, []).append(award.prize.name)
    lines = [_line(each, prizes.get(each.entry.id, []), awards) for each in entries]
    return Proposal(lines, [line["code"] for line in lines if line["decision"] == Decision.PENDING.value])


def _line(decided: Decided, prizes: Sequence[str], awards: Sequence[Award]) -> dict[str, Any]:
    decision = decided.decision
    if decision is Decision.PENDING and awards:
        decision = Decision.ADVANCE if prizes else Decision.STOP
    entry = decided.entry
    board = entry.board.name if entry.board else ""
    return {
        "code": entry.code,
        "title": entry.title,
        "board": board,
        "decision": decision.value,
        "prizes": list(prizes),
    }


def obstacles_to_publishing(round_: Round) -> list[Text]:
    """Return what the committee still has to do; nothing for a round without a deliberation."""
    found = deliberation_of(round_)
    if found is None:
        return []
    if found.state is not DeliberationState.APPROVED:
        return [_l("The committee has not approved the results yet.")]
    if proposal_of(round_).hash != found.proposal_hash:
        return [_l("Decisions or prizes changed after the committee approved them: put them to the vote again.")]
    return []


def remarks_on(deliberation: Deliberation, application_id: int) -> Sequence[Remark]:
    """Return what was said about an entry, oldest first, with who said it."""
    statement = (
        select(Remark)
        .where(Remark.deliberation_id == deliberation.id, Remark.application_id == application_id)
        .options(joinedload(Remark.account))
        .order_by(Remark.id)
    )
    return session().scalars(statement).all()


def remark_by_public_id(public_id: str) -> Remark:
    """Return a remark with its deliberation and round. Raises NoSuchRecord."""
    statement = (
        select(Remark)
        .where(Remark.public_id == public_id)
        .options(joinedload(Remark.deliberation).joinedload(Deliberation.round).joinedload(Round.contest))
    )
    return one_or_missing(session().scalar(statement))


def entry_public_id(remark: Remark) -> str:
    """Return the public id of the entry a remark is about."""
    return session().scalars(select(Application.public_id).where(Application.id == remark.application_id)).one()


def remark_counts(deliberation: Deliberation) -> dict[int, int]:
    """Return how many remarks stand about each entry, by its id."""
    rows = session().execute(
        select(Remark.application_id, func.count())
        .where(Remark.deliberation_id == deliberation.id, Remark.taken_back_at.is_(None))
        .group_by(Remark.application_id)
    )
    return {row[0]: row[1] for row in rows}


def round_to_discuss(public_id: str) -> Round:
    """Return a judged round with what its rules need, by public id. Raises NoSuchRecord."""
    return one_or_missing(_round_with_contest(Round.public_id == public_id))


def round_of_remark(public_id: str) -> Round:
    """Return the round in whose discussion a remark stands. Raises NoSuchRecord."""
    place = select(Deliberation.round_id).join(Remark, Remark.deliberation_id == Deliberation.id)
    return one_or_missing(_round_with_contest(Round.id == place.where(Remark.public_id == public_id).scalar_subquery()))


def _round_with_contest(condition: ColumnElement[bool]) -> Round | None:
    statement = (
        select(Round)
        .where(condition)
        .options(
            joinedload(Round.contest).joinedload(Contest.event).joinedload(Event.organiser),
            joinedload(Round.contest).selectinload(Contest.rounds),
        )
    )
    found = session().scalar(statement)
    return found if found is not None and found.kind.is_judged else None


def entries_to_discuss(round_: Round, deliberation: Deliberation, account_id: int, *, text: str = "") -> Select[Any]:
    """Statement: the entries of the round an account may talk about, those talked about most first, then by number."""
    said = (
        select(func.count())
        .where(
            Remark.application_id == Application.id,
            Remark.deliberation_id == deliberation.id,
            Remark.taken_back_at.is_(None),
        )
        .scalar_subquery()
    )
    statement = (
        select(Application)
        .where(takes_part(round_), ~stands_between(account_id, Application.id))
        .options(load_only(Application.public_id, Application.code, Application.title), joinedload(Application.board))
        .order_by(said.desc(), Application.number, Application.id)
    )
    if not text:
        return statement
    # Names of people stand in `search_text`; whoever judges blind must not find an entry by them.
    words = fold(text)
    return statement.where(
        or_(Application.code.icontains(text, autoescape=True), matches(Application.gallery_text, words))
    )


def own_charge(round_: Round, application_id: int, account_id: int) -> str | None:
    """Return the public id of the account's own score sheet for the entry, None where it has none."""
    return session().scalar(
        select(Assignment.public_id)
        .join(Assignment.panelist)
        .where(
            Assignment.round_id == round_.id,
            Assignment.application_id == application_id,
            Assignment.state == AssignmentState.ACTIVE,
            Panelist.account_id == account_id,
        )
    )


def own_place(deliberation: Deliberation, account: Account) -> CommitteeMember | None:
    """Return the account's place in the committee, by its confirmed address."""
    if not account.is_verified:
        return None
    return next((member for member in deliberation.members if member.email == account.email_key), None)
