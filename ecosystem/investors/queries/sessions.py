"""Reading sessions: their slots and tables, who takes part, who wants to meet whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event
from ecosystem.investors.models import (
    ChangeRequest,
    InvestorProfile,
    InvestorSession,
    Participant,
    ParticipantState,
    RequestState,
    SessionSlot,
    SessionTable,
    Side,
    Wish,
)
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import startup_ids


def session_by_public_id(session_id: str) -> InvestorSession:
    """Return the session with its event and organiser. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(_sessions().where(InvestorSession.public_id == session_id)))


def _sessions() -> Select[InvestorSession]:
    return select(InvestorSession).options(joinedload(InvestorSession.event).joinedload(Event.organiser))


def sessions_of(event: Event) -> Sequence[InvestorSession]:
    """Return the sessions of an event in the order of their days."""
    return scalars(_sessions().where(InvestorSession.event_id == event.id).order_by(InvestorSession.held_on))


def slots_of(session_: InvestorSession) -> Sequence[SessionSlot]:
    """Return slots and breaks in order."""
    return scalars(select(SessionSlot).where(SessionSlot.session_id == session_.id).order_by(SessionSlot.position))


def tables_of(session_: InvestorSession) -> Sequence[SessionTable]:
    """Return the tables in the order of the hall, spare ones last."""
    return scalars(select(SessionTable).where(SessionTable.session_id == session_.id).order_by(SessionTable.number))


def table_name(table: SessionTable) -> str:
    """Return what a table is called."""
    return table.label or str(_("Table %(number)s", number=table.number))


def table_by_public_id(table_id: str) -> SessionTable:
    """Return a table with its session, for its QR code. Raises NoSuchRecord."""
    statement = (
        select(SessionTable)
        .where(SessionTable.public_id == table_id)
        .options(
            joinedload(SessionTable.session).joinedload(InvestorSession.event).joinedload(Event.organiser),
        )
    )
    return one_or_missing(session().scalar(statement))


def participant_of_session(session_id: str, participant_id: str) -> Participant:
    """Return a participant of that session, with everything they are called by. Raises NoSuchRecord."""
    statement = whole_participants().where(
        Participant.public_id == participant_id,
        Participant.session.has(InvestorSession.public_id == session_id),
    )
    return one_or_missing(session().scalar(statement))


def whole_participants() -> Select[Participant]:
    """Statement: participants with their session, person and profile."""
    return select(Participant).options(
        joinedload(Participant.session).joinedload(InvestorSession.event).joinedload(Event.organiser),
        joinedload(Participant.account),
        joinedload(Participant.startup),
        joinedload(Participant.investor),
    )


def part_of(actor: Actor, session_: InvestorSession) -> Participant | None:
    """Return the actor's own part in a session, else that of a startup in whose team the actor is."""
    if actor.id is None:
        return None
    teams = startup_ids(actor)
    condition = Participant.account_id == actor.id
    if teams:
        condition = or_(condition, Participant.startup_id.in_(teams))
    statement = (
        whole_participants()
        .where(Participant.session_id == session_.id, condition)
        .order_by(Participant.account_id != actor.id, Participant.id)
        .limit(1)
    )
    return session().scalar(statement)


def parts_of(actor: Actor) -> Sequence[Participant]:
    """Return the actor's parts in all sessions, the latest day first."""
    teams = startup_ids(actor)
    condition = Participant.account_id == actor.id
    if teams:
        condition = or_(condition, Participant.startup_id.in_(teams))
    statement = (
        whole_participants()
        .join(Participant.session)
        .where(condition, Participant.state != ParticipantState.DECLINED)
        .order_by(InvestorSession.held_on.desc(), Participant.id)
    )
    return scalars(statement)


@dataclass(frozen=True)
class People:
    """What is looked for among the participants of a session; "" for all."""

    query: str = ""
    side: str = ""
    state: str = ""
    wishes: str = ""  # "none": those who have not said whom they want to meet
    sort: str = "name"


def participants_of(session_: InvestorSession, wanted: People) -> Select[Any]:
    """Statement: the participants that fit, with person and profile."""
    statement = (
        select(Participant)
        .outerjoin(Participant.startup)
        .outerjoin(Participant.investor)
        .options(
            contains_eager(Participant.startup),
            contains_eager(Participant.investor),
            joinedload(Participant.account),
        )
        .where(Participant.session_id == session_.id)
    )
    if wanted.query:
        statement = statement.where(
            or_(matches(Startup.search_text, wanted.query), matches(InvestorProfile.search_text, wanted.query))
        )
    if wanted.side in {each.value for each in Side}:
        statement = statement.where(Participant.side == Side(wanted.side))
    if wanted.state in {each.value for each in ParticipantState}:
        statement = statement.where(Participant.state == ParticipantState(wanted.state))
    if wanted.wishes == "none":
        statement = statement.where(Participant.wished_at.is_(None), Participant.state == ParticipantState.APPROVED)
    return statement.order_by(*_order(wanted.sort))


def _order(sort: str) -> tuple[Any, ...]:
    name = func.coalesce(InvestorProfile.sort_key, Startup.sort_key)
    orders = {
        "name": (name, Participant.id),
        "-name": (name.desc(), Participant.id),
        "side": (Participant.side, name, Participant.id),
        "state": (Participant.state, name, Participant.id),
    }
    return orders.get(sort, orders["name"])


def counts_of(session_: InvestorSession) -> dict[tuple[Side, ParticipantState], tuple[int, int]]:
    """Return by side and state how many there are, and how many of them said whom they want to meet."""
    rows = session().execute(
        select(Participant.side, Participant.state, func.count(), func.count(Participant.wished_at))
        .where(Participant.session_id == session_.id)
        .group_by(Participant.side, Participant.state)
    )
    return {(side, state): (number, wished) for side, state, number, wished in rows}


def wish_counts(participant_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return for each participant how many wishes they made and how many were made for them; one statement each."""
    made = dict(_counted(Wish.from_id, participant_ids))
    got = dict(_counted(Wish.to_id, participant_ids))
    return {ident: (made.get(ident, 0), got.get(ident, 0)) for ident in participant_ids}


def _counted(column: Any, idents: Sequence[int]) -> list[tuple[int, int]]:
    wanted = Wish.kind != "no_thanks"
    rows = session().execute(select(column, func.count()).where(column.in_(idents), wanted).group_by(column))
    return [(ident, number) for ident, number in rows]


def wishes_from(participant: Participant) -> dict[int, Wish]:
    """Return a participant's wishes by the id of whom they are about."""
    rows = session().scalars(select(Wish).where(Wish.from_id == participant.id))
    return {wish.to_id: wish for wish in rows}


def wish_totals(session_: InvestorSession) -> dict[str, int]:
    """Return how many wishes there are of each kind, and how many pairs want each other ("mutual")."""
    rows = session().execute(select(Wish.kind, func.count()).where(Wish.session_id == session_.id).group_by(Wish.kind))
    totals = {kind.value: number for kind, number in rows}
    other = aliased(Wish)
    mutual = session().scalar(
        select(func.count())
        .select_from(Wish)
        .join(other, and_(other.from_id == Wish.to_id, other.to_id == Wish.from_id))
        .where(Wish.session_id == session_.id, Wish.kind != "no_thanks", other.kind != "no_thanks")
    )
    return totals | {"mutual": (mutual or 0) // 2}


def open_requests(session_: InvestorSession) -> Sequence[ChangeRequest]:
    """Return what participants ask to be changed and nobody answered, the oldest first."""
    statement = (
        select(ChangeRequest)
        .where(ChangeRequest.session_id == session_.id, ChangeRequest.state == RequestState.OPEN)
        .options(
            joinedload(ChangeRequest.participant).joinedload(Participant.startup),
            joinedload(ChangeRequest.participant).joinedload(Participant.investor),
        )
        .order_by(ChangeRequest.id)
    )
    return scalars(statement)


def requests_of(participant: Participant) -> Sequence[ChangeRequest]:
    """Return what a participant asked to be changed, the newest first."""
    statement = select(ChangeRequest).where(ChangeRequest.participant_id == participant.id)
    return scalars(statement.order_by(ChangeRequest.id.desc()))


def request_of_session(session_id: str, request_id: str) -> ChangeRequest:
    """Return a request of that session. Raises NoSuchRecord."""
    statement = (
        select(ChangeRequest)
        .where(
            ChangeRequest.public_id == request_id,
            ChangeRequest.session.has(InvestorSession.public_id == session_id),
        )
        .options(
            joinedload(ChangeRequest.session).joinedload(InvestorSession.event).joinedload(Event.organiser),
            joinedload(ChangeRequest.participant),
        )
    )
    return one_or_missing(session().scalar(statement))
