"""The other side of the table, for wishes: light rows, searched without diacritics."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.investors.domain.profile import fit
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
    profile_id: str = ""
    fits: bool = False


class Show(StrEnum):
    """Which of the others to show."""

    ALL = ""
    FIT = "fit"  # their sectors and stages are those looked for
    OPEN = "open"  # nothing wished yet
    WISHED = "wished"


@dataclass(frozen=True)
class Browse:
    """What somebody looks for among the others; an unknown sector finds nothing."""

    query: str = ""
    sector: str = ""
    show: Show = Show.ALL


def browse(participant: Participant, wanted: Browse, wished: Collection[int]) -> list[Other]:
    """Return those of the other side that are looked for; those that fit first, then by name. One statement.

    `wished` are the ids of those about whom the participant said something.
    """
    others = [_compared(participant, other) for other in other_side(participant, wanted.query)]
    shown = [other for other in others if _is_shown(other, wanted, wished)]
    return sorted(shown, key=lambda other: not other.fits)


def _is_shown(other: Other, wanted: Browse, wished: Collection[int]) -> bool:
    if wanted.sector and wanted.sector not in other.sectors:
        return False
    if wanted.show is Show.FIT:
        return other.fits
    return wanted.show is Show.ALL or (other.id in wished) is (wanted.show is Show.WISHED)


def _compared(participant: Participant, other: Other) -> Other:
    """Whether the investor of the two looks for what the startup does, as far as either said."""
    investor, startup = participant.investor, participant.startup
    if investor is not None:
        said = bool(investor.sectors or investor.stages)
        matching = fit(investor.sectors, investor.stages, sectors=other.sectors, stage="".join(other.stages))
    else:
        said = startup is not None and bool(other.sectors or other.stages)
        sectors, stage = (startup.sectors, startup.stage.value) if startup is not None else ([], "")
        matching = fit(other.sectors, other.stages, sectors=sectors, stage=stage)
    return replace(other, fits=said and all(matching))


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
            investor.public_id,
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
