"""Who is on an organiser's staff, with which role."""

import secrets

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import hash_of
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import NoSuchRecord, Refused
from ecosystem.core.signals import announce
from ecosystem.events import notices, queries
from ecosystem.events.models import InvitationState, Organiser, StaffInvitation, StaffMember, StaffRole
from ecosystem.events.signals import StaffChanged
from ecosystem.startups.domain.invitations import (
    MOST_MEMBERS,
    MOST_PENDING,
    can_be_answered,
    expiry,
    masked_address,
    stays_owned,
)


def invite(organiser: Organiser, *, email: str, role: StaffRole, by: Account) -> StaffInvitation:
    """Invite `email` onto the staff; the mail holds the only copy of the link.

    Raises Refused when that person is on it or invited already, or when there are too many.
    """
    with transaction():
        current = locked(Organiser, organiser.id)
        key = address_key(email)
        _ensure_new(current, key)
        token = secrets.token_urlsafe(32)
        invitation = StaffInvitation(
            organiser=current,
            email=email.strip(),
            email_key=key,
            role=role,
            token_hash=hash_of(token),
            invited_by=by,
            expires_at=expiry(clock.now()),
        )
        session().add(invitation)
        session().flush()
        record(
            "staff.invited",
            invitation,
            by=by.id,
            scope=current,
            changes={"role": (None, role)},
            note=masked_address(email),
        )
        notices.invitation_sent(invitation, token, _language())
        return invitation


def resend(invitation: StaffInvitation, *, by: Account) -> None:
    """Send a new link that lives anew; the old one is dead. Raises Refused when it was answered."""
    with transaction():
        current = _pending(invitation)
        token = secrets.token_urlsafe(32)
        current.token_hash, current.expires_at = hash_of(token), expiry(clock.now())
        record(
            "staff.invitation_resent", current, by=by.id, scope=current.organiser, note=masked_address(current.email)
        )
        notices.invitation_sent(current, token, _language())


def withdraw(invitation: StaffInvitation, *, by: Account) -> None:
    """Take an invitation back; its link is dead. Raises Refused when it was answered."""
    with transaction():
        current = _pending(invitation)
        current.state, current.answered_at = InvitationState.WITHDRAWN, clock.now()
        record(
            "staff.invitation_withdrawn", current, by=by.id, scope=current.organiser, note=masked_address(current.email)
        )


def accept(invitation: StaffInvitation, *, by: Account) -> Organiser:
    """Join the staff; whoever is on it already keeps the role they have.

    Raises Refused when it was answered, withdrawn or has expired.
    """
    with transaction():
        organiser = locked(Organiser, invitation.organiser_id)
        current = _answerable(invitation)
        current.state, current.answered_at = InvitationState.ACCEPTED, clock.now()
        if all(member.account_id != by.id for member in organiser.staff):
            _join(organiser, current, by)
        notices.invitation_answered(current, accepted=True, name=by.name)
        return organiser


def decline(invitation: StaffInvitation, *, by: Account | None) -> None:
    """Say no, with or without an account. Raises Refused when it was answered, withdrawn or has expired."""
    with transaction():
        current = _answerable(invitation)
        current.state, current.answered_at = InvitationState.DECLINED, clock.now()
        record(
            "staff.invitation_declined",
            current,
            by=by.id if by else None,
            scope=current.organiser,
            note=masked_address(current.email),
        )
        notices.invitation_answered(current, accepted=False, name=by.name if by else current.email)


def change_role(organiser: Organiser, member_id: int, role: StaffRole, *, by: Account) -> None:
    """Give a member of the staff another role. Raises Refused when nobody would be an owner any more."""
    with transaction():
        current = locked(Organiser, organiser.id)
        member = _member(current, member_id)
        if member.role is role:
            return
        if member.role is StaffRole.OWNER:
            _ensure_owned(current, without=member.account_id)
        before, member.role = member.role, role
        changes = {"role": (before, role)}
        record("staff.role_changed", member, by=by.id, scope=current, changes=changes, note=member.account.name)


def remove_staff(organiser: Organiser, member_id: int, *, by: Account) -> None:
    """Take somebody off the staff and tell them. Raises Refused for the last owner."""
    with transaction():
        current = locked(Organiser, organiser.id)
        member = _member(current, member_id)
        _take_off(current, member, action="staff.removed", by=by)
        if member.account_id != by.id:
            notices.removed_from_staff(current, member.account)


def leave_staff(organiser: Organiser, *, by: Account) -> None:
    """Leave the staff. Raises Refused for the last owner, NoSuchRecord for a stranger."""
    with transaction():
        current = locked(Organiser, organiser.id)
        own = next((member for member in current.staff if member.account_id == by.id), None)
        if own is None:
            raise NoSuchRecord(_l("This person is no longer on the staff."))
        _take_off(current, own, action="staff.left", by=by)


def _take_off(organiser: Organiser, member: StaffMember, *, action: str, by: Account) -> None:
    if member.role is StaffRole.OWNER:
        _ensure_owned(organiser, without=member.account_id)
    account_id = member.account_id
    record(action, member, by=by.id, scope=organiser, changes={"account": (member.account.name, None)})
    session().delete(member)
    session().flush()
    session().expire(organiser, ["staff"])
    announce(StaffChanged(organiser.id, account_id))


def _ensure_owned(organiser: Organiser, *, without: int) -> None:
    owners = [member.account_id for member in organiser.staff if member.role is StaffRole.OWNER]
    if not stays_owned(owners, without=without):
        raise Refused(_l("An organiser needs an owner. Please make somebody else an owner first."))


def _member(organiser: Organiser, member_id: int) -> StaffMember:
    found = next((member for member in organiser.staff if member.id == member_id), None)
    if found is None:
        raise NoSuchRecord(_l("This person is no longer on the staff."))
    return found


def _ensure_new(organiser: Organiser, key: str) -> None:
    if any(member.account.email_key == key for member in organiser.staff):
        raise Refused(_l("This person is on the staff already."))
    pending = [each for each in queries.pending_invitations(organiser.id) if each.expires_at > clock.now()]
    if any(each.email_key == key for each in pending):
        raise Refused(_l("This person is invited already. You can send the invitation again from the list."))
    if len(pending) >= MOST_PENDING or len(organiser.staff) >= MOST_MEMBERS:
        raise Refused(_l("There are too many open invitations. Please wait for answers or withdraw some."))


def _join(organiser: Organiser, invitation: StaffInvitation, account: Account) -> None:
    member = StaffMember(organiser_id=organiser.id, account_id=account.id, role=invitation.role)
    try:
        with session().begin_nested():
            session().add(member)
    except IntegrityError:
        return  # joined by another invitation at the same moment
    session().expire(organiser, ["staff"])
    changes = {"account": (None, account.name), "role": (None, invitation.role)}
    record("staff.joined", member, by=account.id, scope=organiser, changes=changes)
    announce(StaffChanged(organiser.id, account.id))


def _pending(invitation: StaffInvitation) -> StaffInvitation:
    current = locked(StaffInvitation, invitation.id)
    if current.state is not InvitationState.PENDING:
        raise Refused(_l("This invitation has been answered or withdrawn."))
    return current


def _answerable(invitation: StaffInvitation) -> StaffInvitation:
    current = _pending(invitation)
    if not can_be_answered(current.state, current.expires_at, clock.now()):
        raise Refused(_l("This invitation has expired. Please ask for a new one."))
    return current


def _language() -> str:
    locale = get_locale()
    return str(locale.language) if locale else "vi"
