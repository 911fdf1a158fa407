"""What organisers and events answer the features below them."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import hash_of
from ecosystem.accounts.signals import AccountErased, ErasureObstacles, InvitedAddress, PersonalData, PersonalRecords
from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.core import clock
from ecosystem.core.database import scalars, session
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.signals import reacts_to
from ecosystem.events.models import (
    Event,
    EventState,
    InvitationState,
    Organiser,
    ProgrammeItem,
    StaffInvitation,
    StaffMember,
    StaffRole,
)
from ecosystem.events.queries import invitation_by_token_hash
from ecosystem.startups.domain.invitations import can_be_answered

INVITATION_PATH = "/organise/invitations/"
ERASED_ADDRESS = "erased"
PROGRAMME = register(CalendarKind("programme", _l("Programme of events"), "calendar-days", 1))


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The person's roles on staffs."""
    roles = [
        {"organiser": each.organiser.name, "role": each.role.value, "since": each.created_at.isoformat()}
        for each in _memberships(question.account_id)
    ]
    yield PersonalRecords("staff_roles", roles)


@reacts_to(ErasureObstacles)
def obstacles(question: ErasureObstacles) -> Iterator[str]:
    """An organiser needs another owner first: its events and contests must stay in somebody's hands."""
    for own in _memberships(question.account_id):
        others = [each for each in own.organiser.staff if each.account_id != question.account_id]
        if own.role is StaffRole.OWNER and not any(each.role is StaffRole.OWNER for each in others):
            yield _(
                "You are the only owner of “%(name)s”. Please make somebody else an owner first.",
                name=own.organiser.name,
            )


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """Leave all staffs; the address goes from invitations."""
    session().execute(delete(StaffMember).where(StaffMember.account_id == fact.account_id))
    key = session().scalar(select(Account.email_key).where(Account.id == fact.account_id))
    theirs = update(StaffInvitation).where(StaffInvitation.email_key == key)
    open_ones = theirs.where(StaffInvitation.state == InvitationState.PENDING)
    session().execute(open_ones.values(state=InvitationState.WITHDRAWN))
    session().execute(theirs.values(email=ERASED_ADDRESS, email_key=ERASED_ADDRESS))


@reacts_to(InvitedAddress)
def invited_address(question: InvitedAddress) -> Iterator[str]:
    """The address an open invitation went to."""
    if not question.path.startswith(INVITATION_PATH):
        return
    token = question.path.removeprefix(INVITATION_PATH).split("?")[0].strip("/")
    try:
        invitation = invitation_by_token_hash(hash_of(token))
    except NoSuchRecord:
        return
    if can_be_answered(invitation.state, invitation.expires_at, clock.now()):
        yield invitation.email


@reacts_to(CalendarAsked)
def programme(question: CalendarAsked) -> Iterator[CalendarItem]:
    """The programme of the events on whose staff the person is; what is cancelled says so."""
    items = scalars(
        select(ProgrammeItem)
        .join(ProgrammeItem.event)
        .join(StaffMember, StaffMember.organiser_id == Event.organiser_id)
        .where(
            StaffMember.account_id == question.account_id,
            Event.state != EventState.DRAFT,
            ProgrammeItem.starts_at < question.until,
            ProgrammeItem.ends_at > question.since,
        )
        .options(joinedload(ProgrammeItem.event), joinedload(ProgrammeItem.room))
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.id)
    )
    for each in items:
        yield CalendarItem(
            kind=PROGRAMME.name,
            uid=f"programme-{each.public_id}",
            title=each.title,
            title_en=each.title_en,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            where=", ".join(part for part in (each.room.name if each.room else "", each.event.venue_name) if part),
            address=f"/events/{each.event.slug}",
            timezone=each.event.timezone,
            is_cancelled=each.event.state is EventState.CANCELLED,
            sequence=each.version,
            changed_at=each.updated_at,
        )


def _memberships(account_id: int) -> list[StaffMember]:
    statement = (
        select(StaffMember)
        .where(StaffMember.account_id == account_id)
        .options(joinedload(StaffMember.organiser).selectinload(Organiser.staff))
        .order_by(StaffMember.id)
    )
    return list(scalars(statement))
