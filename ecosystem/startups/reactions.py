"""What startups answer the features below them."""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import hash_of
from ecosystem.accounts.signals import AccountErased, ErasureObstacles, InvitedAddress, PersonalData, PersonalRecords
from ecosystem.core import clock
from ecosystem.core.database import scalars, session
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.signals import announce, reacts_to
from ecosystem.startups.domain.invitations import InvitationState, can_be_answered, masked_address
from ecosystem.startups.models import Startup, StartupInvitation, StartupMember
from ecosystem.startups.queries import invitation_by_token_hash
from ecosystem.startups.signals import MemberLeft

INVITATION_PATH = "/startups/invitations/"
ERASED_ADDRESS = "erased"


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The person's places in teams, and the invitations sent to or by them."""
    memberships = [
        {"startup": each.startup.name, "role": each.title, "owner": each.is_owner, "since": each.created_at.isoformat()}
        for each in _memberships(question.account_id)
    ]
    own = session().scalar(select(Account.email_key).where(Account.id == question.account_id))
    invitations = [
        # An address the person wrote to is somebody else's.
        {
            "startup": each.startup.name,
            "to": each.email if each.email_key == own else masked_address(each.email),
            "sent": each.created_at.isoformat(),
            "state": each.state.value,
        }
        for each in _invitations(question.account_id)
    ]
    yield PersonalRecords("startups", memberships)
    yield PersonalRecords("startup_invitations", invitations)


@reacts_to(ErasureObstacles)
def obstacles(question: ErasureObstacles) -> Iterator[str]:
    """A startup with other members needs another owner first."""
    for membership in _memberships(question.account_id):
        others = [each for each in membership.startup.members if each.account_id != question.account_id]
        if membership.is_owner and others and not any(each.is_owner for each in others):
            yield _(
                "You are the only owner of “%(startup)s”. Please hand it over first.", startup=membership.startup.name
            )


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """Leave all teams; a startup whose only member this was is put away; addresses in invitations go."""
    for membership in _memberships(fact.account_id):
        if len(membership.startup.members) == 1:
            membership.startup.archived_at = clock.now()
            membership.startup.is_public = False
        startup_id = membership.startup_id
        session().execute(delete(StartupMember).where(StartupMember.id == membership.id))
        session().expire(membership.startup, ["members"])
        announce(MemberLeft(startup_id, fact.account_id))
    _forget_address(fact.account_id)


def _forget_address(account_id: int) -> None:
    key = session().scalar(select(Account.email_key).where(Account.id == account_id))
    theirs = update(StartupInvitation).where(StartupInvitation.email_key == key)
    open_ones = theirs.where(StartupInvitation.state == InvitationState.PENDING)
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


def _memberships(account_id: int) -> list[StartupMember]:
    statement = (
        select(StartupMember)
        .where(StartupMember.account_id == account_id)
        .options(joinedload(StartupMember.startup).selectinload(Startup.members))
        .order_by(StartupMember.id)
    )
    return list(scalars(statement))


def _invitations(account_id: int) -> list[StartupInvitation]:
    key = select(Account.email_key).where(Account.id == account_id).scalar_subquery()
    statement = (
        select(StartupInvitation)
        .where((StartupInvitation.email_key == key) | (StartupInvitation.invited_by_id == account_id))
        .options(joinedload(StartupInvitation.startup))
        .order_by(StartupInvitation.id)
    )
    return list(scalars(statement))
