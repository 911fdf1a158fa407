"""The other side of the table, for wishes: light rows, searched without diacritics."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.investors.models import InvestorProfile, Participant, ParticipantState, Side
from ecosystem.startups.models import Startup


@dataclass(frozen=True)
class Other:
    """Somebody of the other side, as the list of wishes shows them."""

    id: int
    public_id: str
    name: str
    about: str
    sectors: Sequence[str]
    stages: Sequence[str]
    ticket_min: int | None = None
    ticket_max: int | None = None


def other_side(participant: Participant, query: str = "") -> list[Other]:
    """Return everybody of the other side who takes part, by name; one statement."""
    if participant.side is Side.FOUNDER:
        return [Other(*row) for row in session().execute(_investors(participant, query))]
    rows = session().execute(_startups(participant, query))
    return [
        Other(ident, public, name, about, sectors, [stage.value]) for ident, public, name, about, sectors, stage in rows
    ]


def _investors(participant: Participant, query: str) -> Any:
    investor = InvestorProfile
    statement = (
        select(
            Participant.id,
            Participant.public_id,
            investor.name,
            investor.thesis,
            investor.sectors,
            investor.stages,
            investor.ticket_min,
            investor.ticket_max,
        )
        .join(investor, investor.id == Participant.investor_id)
        .where(*_there(participant, Side.INVESTOR))
        .order_by(investor.sort_key, Participant.id)
    )
    return statement.where(matches(investor.search_text, query)) if query else statement


def _startups(participant: Participant, query: str) -> Any:
    statement = (
        select(Participant.id, Participant.public_id, Startup.name, Startup.one_liner, Startup.sectors, Startup.stage)
        .join(Startup, Startup.id == Participant.startup_id)
        .where(*_there(participant, Side.FOUNDER))
        .order_by(Startup.sort_key, Participant.id)
    )
    return statement.where(matches(Startup.search_text, query)) if query else statement


def _there(participant: Participant, side: Side) -> tuple[Any, ...]:
    return (
        Participant.session_id == participant.session_id,
        Participant.side == side,
        Participant.state == ParticipantState.APPROVED,
    )
