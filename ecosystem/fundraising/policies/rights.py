"""Which investors may read what a startup raises."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import aliased

from ecosystem.core.database import session
from ecosystem.events.models import Event
from ecosystem.fundraising.domain.pitch import Audience
from ecosystem.fundraising.models import ConfidentialDocument
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import (
    InvestorSession,
    InvestorVerification,
    Participant,
    ParticipantState,
    Side,
    VerificationState,
    Veto,
    Wish,
    WishKind,
)

SHARING = frozenset(SessionState) - {SessionState.DRAFT, SessionState.CANCELLED}
WANTED = (WishKind.MUST, WishKind.MEET)

Founder, Reader = aliased(Participant), aliased(Participant)


@dataclass(frozen=True)
class Reading:
    """A right to read: as which participant, for which investor, in which session; whether both want to meet."""

    reader_id: int
    investor_id: int
    session_id: int
    is_mutual: bool


def reading_of(account_id: int, founder: Participant) -> Reading | None:
    """Return the account's right to read what this participant's startup raises; None without one."""
    return _first(_readings(account_id).where(Founder.id == founder.id))


def reading_of_document(account_id: int, document: ConfidentialDocument) -> Reading | None:
    """Return the account's right to open the document, through any session; None without one."""
    if document.withdrawn_at is not None:
        return None
    statement = _readings(account_id).where(Founder.startup_id == document.startup_id)
    if document.audience is Audience.MUTUAL:
        statement = statement.where(_mutual())
    return _first(statement.order_by(InvestorSession.held_on.desc(), InvestorSession.id.desc()))


def readable_founders(account_id: int, session_id: int) -> Select[int]:
    """Statement: the ids of the founders' participants in a session whose pitch the account may read."""
    return _joined(select(Founder.id), account_id).where(Founder.session_id == session_id)


def _readings(account_id: int) -> Select[Any]:
    columns: Any = select(Reader.id, Reader.investor_id, Founder.session_id, _mutual())
    return _joined(columns, account_id)


def _joined(statement: Select[Any], account_id: int) -> Select[Any]:
    """Both take part and are approved, the organiser verified the investor, the founders did not say no."""
    return (
        statement.select_from(Founder)
        .join(Reader, Reader.session_id == Founder.session_id)
        .join(InvestorSession, InvestorSession.id == Founder.session_id)
        .join(Event, Event.id == InvestorSession.event_id)
        .where(
            Founder.side == Side.FOUNDER,
            Founder.state == ParticipantState.APPROVED,
            Reader.side == Side.INVESTOR,
            Reader.state == ParticipantState.APPROVED,
            Reader.account_id == account_id,
            InvestorSession.state.in_(SHARING),
            _verified(),
            ~_wished(Founder, Reader, WishKind.NO_THANKS),
            ~exists().where(Veto.founder_id == Founder.id, Veto.investor_id == Reader.id),
        )
    )


def _verified() -> ColumnElement[bool]:
    return exists().where(
        InvestorVerification.investor_id == Reader.investor_id,
        InvestorVerification.organiser_id == Event.organiser_id,
        InvestorVerification.state == VerificationState.VERIFIED,
    )


def _wished(giver: Any, target: Any, *kinds: WishKind) -> ColumnElement[bool]:
    return exists().where(Wish.from_id == giver.id, Wish.to_id == target.id, Wish.kind.in_(kinds))


def _mutual() -> ColumnElement[bool]:
    return and_(_wished(Founder, Reader, *WANTED), _wished(Reader, Founder, *WANTED))


def _first(statement: Select[Any]) -> Reading | None:
    row = session().execute(statement.limit(1)).first()
    return None if row is None else Reading(row[0], row[1], row[2], bool(row[3]))
