"""Reading organisers and events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ecosystem.accounts.models import Account
from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.signals import ask
from ecosystem.events.domain.programme import Day, by_days
from ecosystem.events.models import (
    Event,
    EventState,
    InvitationState,
    Organiser,
    Partner,
    ProgrammeItem,
    Room,
    Speaker,
    StaffInvitation,
    StaffMember,
)
from ecosystem.events.policies import PUBLIC_STATES, own_organisers
from ecosystem.events.signals import Held, HeldInEvent
from ecosystem.uploads.models import FileState, StoredFile


@dataclass(frozen=True)
class EventFilter:
    """What is looked for in the public list; `past` turns from what comes to what was."""

    query: str = ""
    province: str = ""
    past: bool = False


# --- organisers -----------------------------------------------------------------------------------


def organiser_by_slug(organiser_slug: str) -> Organiser:
    """Return the organiser with its logo. Raises NoSuchRecord."""
    found = session().scalar(
        select(Organiser).where(Organiser.slug == organiser_slug).options(joinedload(Organiser.logo))
    )
    return one_or_missing(found)


def organiser_by_logo(public_id: str) -> Organiser:
    """Return the organiser whose logo the file `public_id` is. Raises NoSuchRecord."""
    found = session().scalar(
        select(Organiser).join(Organiser.logo).where(*_served(public_id)).options(contains_eager(Organiser.logo))
    )
    return one_or_missing(found)


def organisers_of(actor: Actor) -> Select[Any]:
    """Statement: the organisers the actor works for, those waiting for approval first; for operators all."""
    return (
        select(Organiser)
        .where(own_organisers(actor))
        .options(joinedload(Organiser.logo))
        .order_by(Organiser.approved_at.is_not(None), Organiser.sort_key, Organiser.id)
    )


def staff_of(organiser: Organiser) -> Sequence[StaffMember]:
    """Return the staff with their accounts, in the order they joined."""
    return scalars(
        select(StaffMember)
        .where(StaffMember.organiser_id == organiser.id)
        .options(joinedload(StaffMember.account))
        .order_by(StaffMember.id)
    )


def pending_invitations(organiser_id: int) -> Sequence[StaffInvitation]:
    """Return the invitations that wait for an answer, expired ones too, newest first."""
    return scalars(
        select(StaffInvitation)
        .where(StaffInvitation.organiser_id == organiser_id, StaffInvitation.state == InvitationState.PENDING)
        .order_by(StaffInvitation.created_at.desc(), StaffInvitation.id.desc())
    )


def pending_invitation(organiser: Organiser, public_id: str) -> StaffInvitation:
    """Return an invitation of this organiser that waits for an answer. Raises NoSuchRecord."""
    found: StaffInvitation | None = session().scalar(
        _invitations().where(
            StaffInvitation.organiser_id == organiser.id,
            StaffInvitation.public_id == public_id,
            StaffInvitation.state == InvitationState.PENDING,
        )
    )
    return one_or_missing(found)


def invitations_for(account: Account, now: datetime) -> Sequence[StaffInvitation]:
    """Return the open invitations to the account's address, if that was proved to be theirs."""
    if not account.is_verified:
        return []
    return scalars(
        _invitations().where(
            StaffInvitation.email_key == account.email_key,
            StaffInvitation.state == InvitationState.PENDING,
            StaffInvitation.expires_at > now,
        )
    )


def invitation_by_token_hash(token_hash: str) -> StaffInvitation:
    """Return the invitation of a link. Raises NoSuchRecord."""
    found: StaffInvitation | None = session().scalar(_invitations().where(StaffInvitation.token_hash == token_hash))
    return one_or_missing(found)


def invitation_by_public_id(public_id: str) -> StaffInvitation:
    """Return the invitation. Raises NoSuchRecord."""
    found: StaffInvitation | None = session().scalar(_invitations().where(StaffInvitation.public_id == public_id))
    return one_or_missing(found)


def _invitations() -> Select[Any]:
    return (
        select(StaffInvitation)
        .options(joinedload(StaffInvitation.organiser), joinedload(StaffInvitation.invited_by))
        .order_by(StaffInvitation.id)
    )


# --- events ---------------------------------------------------------------------------------------


def event_by_slug(event_slug: str) -> Event:
    """Return the event with its organiser and cover. Raises NoSuchRecord."""
    found: Event | None = session().scalar(_whole_event().where(Event.slug == event_slug))
    return one_or_missing(found)


def event_of_organiser(organiser_slug: str, event_slug: str) -> Event:
    """Return the event with its organiser and cover, if it is that organiser's. Raises NoSuchRecord."""
    found: Event | None = session().scalar(
        _whole_event().where(
            Event.slug == event_slug,
            Event.organiser_id == select(Organiser.id).where(Organiser.slug == organiser_slug).scalar_subquery(),
        )
    )
    return one_or_missing(found)


def event_by_cover(public_id: str) -> Event:
    """Return the event whose cover the file `public_id` is. Raises NoSuchRecord."""
    found = session().scalar(
        select(Event).join(Event.cover).where(*_served(public_id)).options(contains_eager(Event.cover))
    )
    return one_or_missing(found)


def speaker_by_photo(public_id: str) -> Speaker:
    """Return the speaker on the photo `public_id`, with their event. Raises NoSuchRecord."""
    statement = select(Speaker).join(Speaker.photo).where(*_served(public_id))
    pictured = statement.options(contains_eager(Speaker.photo), joinedload(Speaker.event))
    return one_or_missing(session().scalar(pictured))


def partner_by_logo(public_id: str) -> Partner:
    """Return the partner with the logo `public_id`, with its event. Raises NoSuchRecord."""
    statement = select(Partner).join(Partner.logo).where(*_served(public_id))
    pictured = statement.options(contains_eager(Partner.logo), joinedload(Partner.event))
    return one_or_missing(session().scalar(pictured))


def events_of(organiser: Organiser) -> Select[Any]:
    """Statement: the organiser's events, latest first, archived ones last."""
    return (
        select(Event)
        .where(Event.organiser_id == organiser.id)
        .options(joinedload(Event.cover))
        .order_by(Event.state == EventState.ARCHIVED, Event.starts_on.desc(), Event.id.desc())
    )


def public_events(wanted: EventFilter, today: date) -> Select[Any]:
    """Statement: what everybody may see and fits; what comes in order of time, what was latest first."""
    statement = (
        select(Event)
        .where(Event.state.in_(PUBLIC_STATES), Event.published_at.is_not(None))
        .options(joinedload(Event.organiser), joinedload(Event.cover))
    )
    if wanted.query:
        statement = statement.where(matches(Event.search_text, wanted.query))
    if wanted.province:
        statement = statement.where(Event.province_code == wanted.province)
    if wanted.past:
        return statement.where(Event.ends_on < today).order_by(Event.starts_on.desc(), Event.id.desc())
    coming = statement.where(Event.ends_on >= today, Event.state != EventState.ARCHIVED)
    return coming.order_by(Event.starts_on, Event.sort_key, Event.id)


def provinces_of_events() -> Sequence[str]:
    """Return the codes of the provinces in which public events are held, most events first."""
    statement = (
        select(Event.province_code)
        .where(Event.state.in_(PUBLIC_STATES), Event.published_at.is_not(None), Event.province_code != "")
        .group_by(Event.province_code)
        .order_by(func.count().desc(), Event.province_code)
    )
    return session().scalars(statement).all()


def held_in(event: Event, *, for_staff: bool = False) -> Sequence[Held]:
    """Return the contests and the like that are held in the event, in the order of the features."""
    return ask(HeldInEvent(event.id, for_staff=for_staff))


def rooms_of(event: Event) -> Sequence[Room]:
    """Return the rooms of the venue, by name."""
    return scalars(select(Room).where(Room.event_id == event.id).order_by(Room.position, Room.name, Room.id))


def room_of(event: Event, room_id: int) -> Room:
    """Return a room of the event's venue. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(select(Room).where(Room.id == room_id, Room.event_id == event.id)))


def programme_of(event: Event) -> Sequence[ProgrammeItem]:
    """Return the programme with rooms and speakers, in order of time, in two statements."""
    return scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.event_id == event.id)
        .options(joinedload(ProgrammeItem.room), selectinload(ProgrammeItem.speakers).joinedload(Speaker.photo))
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.ends_at, ProgrammeItem.id)
    )


def programme_by_days(event: Event) -> list[Day[ProgrammeItem]]:
    """Return the programme by the days of the event's zone."""
    return by_days(programme_of(event), event.timezone)


def session_of(event: Event, public_id: str) -> ProgrammeItem:
    """Return an entry of the event's programme. Raises NoSuchRecord."""
    found = session().scalar(
        select(ProgrammeItem)
        .where(ProgrammeItem.public_id == public_id, ProgrammeItem.event_id == event.id)
        .options(joinedload(ProgrammeItem.room), selectinload(ProgrammeItem.speakers))
    )
    return one_or_missing(found)


def speakers_of(event: Event) -> Sequence[Speaker]:
    """Return the speakers with their photos, sorted as people are."""
    return scalars(
        select(Speaker)
        .where(Speaker.event_id == event.id)
        .options(joinedload(Speaker.photo))
        .order_by(Speaker.sort_key, Speaker.id)
    )


def speaker_of(event: Event, public_id: str) -> Speaker:
    """Return a speaker of the event. Raises NoSuchRecord."""
    statement = select(Speaker).where(Speaker.public_id == public_id, Speaker.event_id == event.id)
    return one_or_missing(session().scalar(statement.options(joinedload(Speaker.photo))))


def partners_of(event: Event, *, listed_only: bool = False) -> Sequence[Partner]:
    """Return the partners with their logos, the highest level first."""
    statement = select(Partner).where(Partner.event_id == event.id).options(joinedload(Partner.logo))
    if listed_only:
        statement = statement.where(Partner.is_listed)
    return scalars(statement.order_by(Partner.position, Partner.id))


def partner_of(event: Event, public_id: str) -> Partner:
    """Return a partner of the event. Raises NoSuchRecord."""
    statement = select(Partner).where(Partner.public_id == public_id, Partner.event_id == event.id)
    return one_or_missing(session().scalar(statement.options(joinedload(Partner.logo))))


def _whole_event() -> Select[Any]:
    return select(Event).options(joinedload(Event.organiser).joinedload(Organiser.logo), joinedload(Event.cover))


def _served(public_id: str) -> tuple[Any, Any]:
    return StoredFile.public_id == public_id, StoredFile.state == FileState.STORED
