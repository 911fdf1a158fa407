"""Reading exhibitors: the organiser's list, a person's own, invitations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.web.formatting import format_datetime
from ecosystem.events.models import Event
from ecosystem.exhibitions.kinds import EXHIBITOR_STATES
from ecosystem.exhibitions.models import (
    BoothClaim,
    ClaimState,
    Exhibition,
    Exhibitor,
    ExhibitorInvitation,
    ExhibitorMember,
    ExhibitorState,
    Zone,
)
from ecosystem.exhibitions.policies import own_exhibitors
from ecosystem.startups.domain.invitations import InvitationState
from ecosystem.startups.domain.taxonomy import SECTORS

ORDERS: dict[str, Any] = {"name": Exhibitor.sort_key, "applied": Exhibitor.applied_at, "state": Exhibitor.state}


@dataclass(frozen=True)
class ExhibitorFilter:
    """What is looked for in the organiser's list; `state` also "without": accepted, no booth yet."""

    query: str = ""
    state: str = ""
    zone: str = ""
    sort: str = "-applied"


def exhibitors_in(exhibition: Exhibition, wanted: ExhibitorFilter) -> Select[Any]:
    """Statement: the exhibitors that fit, with claims, booths, contact and wish."""
    statement = (
        select(Exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id)
        .options(
            joinedload(Exhibitor.contact),
            joinedload(Exhibitor.wish_zone),
            joinedload(Exhibitor.startup),
            selectinload(Exhibitor.claims).joinedload(BoothClaim.booth),
        )
    )
    if wanted.query:
        statement = statement.where(matches(Exhibitor.search_text, wanted.query))
    if wanted.zone:
        statement = statement.join(Exhibitor.wish_zone).where(Zone.public_id == wanted.zone)
    statement = statement.where(*_in_state(wanted.state))
    column = ORDERS.get(wanted.sort.lstrip("-"), Exhibitor.applied_at)
    return statement.order_by(column.desc() if wanted.sort.startswith("-") else column, Exhibitor.id)


def _in_state(state: str) -> list[Any]:
    if state == "without":
        has = select(BoothClaim.id).where(BoothClaim.exhibitor_id == Exhibitor.id).exists()
        return [Exhibitor.state == ExhibitorState.ACCEPTED, ~has]
    return [Exhibitor.state == each for each in ExhibitorState if each.value == state]


def counts_by_state(exhibition: Exhibition) -> dict[str, int]:
    """Return how many exhibitors stand in each state."""
    rows = session().execute(
        select(Exhibitor.state, func.count()).where(Exhibitor.exhibition_id == exhibition.id).group_by(Exhibitor.state)
    )
    return {row[0].value: row[1] for row in rows}


def chosen_exhibitors(exhibition: Exhibition, public_ids: Sequence[str]) -> Sequence[Exhibitor]:
    """Return the exhibitors of an exhibition with these public ids."""
    return scalars(
        select(Exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id, Exhibitor.public_id.in_(public_ids[:500]))
        .options(joinedload(Exhibitor.contact))
        .order_by(Exhibitor.id)
    )


def exported_rows(exhibition: Exhibition, wanted: ExhibitorFilter) -> Iterator[Sequence[Any]]:
    """Yield the head and one row an exhibitor, for spreadsheets."""
    yield [
        _("Exhibitor"),
        _("State"),
        _("Booths"),
        _("Contact"),
        _("E-mail address"),
        _("Telephone"),
        _("Sector"),
        _("What they show"),
        _("Needs"),
        _("Applied on"),
    ]
    for each in scalars(exhibitors_in(exhibition, wanted)):
        confirmed = [claim.booth.number for claim in each.claims if claim.state is ClaimState.CONFIRMED]
        yield [
            each.name,
            str(EXHIBITOR_STATES[each.state][0]),
            ", ".join(confirmed),
            each.contact.name,
            each.email,
            each.phone,
            ", ".join(str(SECTORS[code]) for code in each.sectors if code in SECTORS),
            each.shows,
            each.needs,
            format_datetime(each.applied_at, exhibition.event.timezone),
        ]


def own(actor: Actor) -> Sequence[Exhibitor]:
    """Return the exhibitors the actor acts for, newest first, with claims and booths."""
    return scalars(
        select(Exhibitor)
        .where(own_exhibitors(actor))
        .options(
            joinedload(Exhibitor.exhibition).joinedload(Exhibition.event),
            selectinload(Exhibitor.claims).joinedload(BoothClaim.booth),
        )
        .order_by(Exhibitor.id.desc())
    )


def own_in(actor: Actor, exhibition: Exhibition) -> Sequence[Exhibitor]:
    """Return the exhibitors of an exhibition the actor acts for."""
    if actor.id is None:
        return []
    return scalars(
        select(Exhibitor).where(Exhibitor.exhibition_id == exhibition.id, own_exhibitors(actor)).order_by(Exhibitor.id)
    )


def exhibitor_with_key(exhibition: Exhibition, key: str) -> Exhibitor | None:
    """Return the exhibitor of a party, with its people."""
    return session().scalar(
        select(Exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id, Exhibitor.party_key == key)
        .options(selectinload(Exhibitor.members))
    )


def members_of(exhibitor: Exhibitor) -> Sequence[ExhibitorMember]:
    """Return the people listed with an exhibitor, with their accounts."""
    return scalars(
        select(ExhibitorMember)
        .where(ExhibitorMember.exhibitor_id == exhibitor.id)
        .options(joinedload(ExhibitorMember.account))
        .order_by(ExhibitorMember.id)
    )


def pending_invitations(exhibition: Exhibition, exhibitor: Exhibitor | None = None) -> Sequence[ExhibitorInvitation]:
    """Return the open invitations of an exhibition (of one exhibitor's team), newest first."""
    statement = select(ExhibitorInvitation).where(
        ExhibitorInvitation.exhibition_id == exhibition.id, ExhibitorInvitation.state == InvitationState.PENDING
    )
    if exhibitor is not None:
        statement = statement.where(ExhibitorInvitation.exhibitor_id == exhibitor.id)
    return scalars(statement.order_by(ExhibitorInvitation.id.desc()))


def invitation_in(slug: str, invitation_id: str) -> ExhibitorInvitation:
    """Return an invitation of the exhibition `slug`. Raises NoSuchRecord."""
    statement = _invitations().join(ExhibitorInvitation.exhibition)
    found: ExhibitorInvitation | None = session().scalar(
        statement.where(Exhibition.slug == slug, ExhibitorInvitation.public_id == invitation_id)
    )
    return one_or_missing(found)


def invitation_by_hash(token_hash: str) -> ExhibitorInvitation:
    """Return the invitation a link belongs to. Raises NoSuchRecord."""
    found: ExhibitorInvitation | None = session().scalar(
        _invitations().where(ExhibitorInvitation.token_hash == token_hash)
    )
    return one_or_missing(found)


def _invitations() -> Select[Any]:
    return select(ExhibitorInvitation).options(
        joinedload(ExhibitorInvitation.exhibition).joinedload(Exhibition.event).joinedload(Event.organiser),
        joinedload(ExhibitorInvitation.exhibitor),
        joinedload(ExhibitorInvitation.invited_by),
    )


def names_for_choice(exhibition: Exhibition) -> list[tuple[str, str]]:
    """Return (public id, name) of accepted exhibitors, by name, for a field."""
    rows = session().execute(
        select(Exhibitor.public_id, Exhibitor.name)
        .where(Exhibitor.exhibition_id == exhibition.id, Exhibitor.state == ExhibitorState.ACCEPTED)
        .order_by(Exhibitor.sort_key, Exhibitor.id)
    )
    return [(row[0], row[1]) for row in rows]
