"""Reading programmes and who takes part in them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.accounts.models import Account
from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Event, Organiser
from ecosystem.mentoring.domain.life_cycle import MentorshipState, MentorState, ParticipantState, ProgrammeState
from ecosystem.mentoring.models import MentorProfile, Mentorship, Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import startup_ids

IN_PLAY = (MentorState.INVITED, MentorState.APPLIED, MentorState.ACCEPTED)


def programme_by_slug(programme_slug: str) -> Programme:
    """Return a programme with its organiser and event. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(_programmes().where(Programme.slug == programme_slug)))


def _programmes() -> Select[Programme]:
    return select(Programme).options(joinedload(Programme.organiser), joinedload(Programme.event))


def events_of(organiser: Organiser) -> Sequence[Event]:
    """Return the events a programme of the organiser can belong to, the latest first."""
    statement = select(Event).where(Event.organiser_id == organiser.id)
    return scalars(statement.order_by(Event.starts_on.desc(), Event.id.desc()))


def public_programmes() -> Sequence[Programme]:
    """Return the programmes everybody may see: open ones, those that close first before the others."""
    statement = (
        select(Programme)
        .join(Programme.organiser)
        .options(contains_eager(Programme.organiser), joinedload(Programme.event))
        .where(Programme.state == ProgrammeState.OPEN, Organiser.approved_at.is_not(None))
    )
    return scalars(statement.order_by(Programme.closes_at, Programme.id))


def mentor_in(programme_slug: str, place_id: str) -> ProgrammeMentor:
    """Return a mentor's place in a programme, with profile and account. Raises NoSuchRecord."""
    statement = _mentor_places().where(Programme.slug == programme_slug, ProgrammeMentor.public_id == place_id)
    return one_or_missing(session().scalar(statement))


def startup_in(programme_slug: str, place_id: str) -> ProgrammeStartup:
    """Return a startup's place in a programme, with the startup. Raises NoSuchRecord."""
    statement = _startup_places().where(Programme.slug == programme_slug, ProgrammeStartup.public_id == place_id)
    return one_or_missing(session().scalar(statement))


def mentor_place(place_id: str) -> ProgrammeMentor:
    """Return a mentor's place in whatever programme. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(_mentor_places().where(ProgrammeMentor.public_id == place_id)))


def startup_place(place_id: str) -> ProgrammeStartup:
    """Return a startup's place in whatever programme. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(_startup_places().where(ProgrammeStartup.public_id == place_id)))


def _mentor_places() -> Select[ProgrammeMentor]:
    return (
        select(ProgrammeMentor)
        .join(ProgrammeMentor.programme)
        .join(ProgrammeMentor.profile)
        .join(MentorProfile.account)
        .options(
            contains_eager(ProgrammeMentor.programme).joinedload(Programme.organiser),
            contains_eager(ProgrammeMentor.programme).joinedload(Programme.event),
            contains_eager(ProgrammeMentor.profile).contains_eager(MentorProfile.account),
        )
    )


def _startup_places() -> Select[ProgrammeStartup]:
    return (
        select(ProgrammeStartup)
        .join(ProgrammeStartup.programme)
        .join(ProgrammeStartup.startup)
        .options(
            contains_eager(ProgrammeStartup.programme).joinedload(Programme.organiser),
            contains_eager(ProgrammeStartup.programme).joinedload(Programme.event),
            contains_eager(ProgrammeStartup.startup),
            joinedload(ProgrammeStartup.contact),
        )
    )


def mentors_of(programme: Programme, *states: MentorState) -> Sequence[ProgrammeMentor]:
    """Return the places of mentors in a programme in these states (in play unless named), by name."""
    statement = _mentor_places().where(
        ProgrammeMentor.programme_id == programme.id, ProgrammeMentor.state.in_(states or IN_PLAY)
    )
    return scalars(statement.order_by(MentorProfile.sort_key, ProgrammeMentor.id))


def startups_of(programme: Programme, *states: ParticipantState) -> Sequence[ProgrammeStartup]:
    """Return the places of startups in a programme in these states (joined unless named), by name."""
    statement = _startup_places().where(
        ProgrammeStartup.programme_id == programme.id,
        ProgrammeStartup.state.in_(states or (ParticipantState.JOINED,)),
    )
    return scalars(statement.order_by(Startup.sort_key, ProgrammeStartup.id))


def places_as_mentor(actor: Actor) -> Sequence[ProgrammeMentor]:
    """Return the actor's places as a mentor that are in play, the latest programme first."""
    statement = _mentor_places().where(MentorProfile.account_id == actor.id, ProgrammeMentor.state.in_(IN_PLAY))
    return scalars(statement.order_by(Programme.opens_at.desc(), ProgrammeMentor.id))


def places_as_startup(actor: Actor) -> Sequence[ProgrammeStartup]:
    """Return the places of the actor's startups in programmes, the latest programme first."""
    statement = _startup_places().where(
        ProgrammeStartup.startup_id.in_(startup_ids(actor)),
        ProgrammeStartup.state.in_((ParticipantState.APPLIED, ParticipantState.JOINED)),
    )
    return scalars(statement.order_by(Programme.opens_at.desc(), ProgrammeStartup.id))


def own_place_as_mentor(programme: Programme, actor: Actor) -> ProgrammeMentor | None:
    """Return the actor's place as a mentor in a programme, in whatever state."""
    statement = _mentor_places().where(
        ProgrammeMentor.programme_id == programme.id, MentorProfile.account_id == actor.id
    )
    return session().scalar(statement)


def own_places_as_startup(programme: Programme, actor: Actor) -> Sequence[ProgrammeStartup]:
    """Return the places of the actor's startups in a programme, in whatever state."""
    statement = _startup_places().where(
        ProgrammeStartup.programme_id == programme.id, ProgrammeStartup.startup_id.in_(startup_ids(actor))
    )
    return scalars(statement.order_by(Startup.sort_key, ProgrammeStartup.id))


def active_by_mentor(programme_id: int) -> dict[int, int]:
    """Count the active matches of each mentor's place in a programme; one statement."""
    return _counted(Mentorship.programme_mentor_id, programme_id)


def active_by_startup(programme_id: int) -> dict[int, int]:
    """Count the active matches of each startup's place in a programme; one statement."""
    return _counted(Mentorship.programme_startup_id, programme_id)


def _counted(column: Any, programme_id: int) -> dict[int, int]:
    rows = session().execute(
        select(column, func.count())
        .where(Mentorship.programme_id == programme_id, Mentorship.state == MentorshipState.ACTIVE)
        .group_by(column)
    )
    return {row[0]: row[1] for row in rows}


def account_with_address(email_key: str) -> Account | None:
    """Return the account with this address, erased ones apart."""
    return session().scalar(select(Account).where(Account.email_key == email_key, Account.erased_at.is_(None)))
