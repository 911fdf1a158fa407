"""The team of an entry: members, co-editors, invitations, the consent of guardians."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.applications import notices
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.applications.queries.entries import members_of
from ecosystem.applications.services.editing import index, open_entry, touch
from ecosystem.applications.signals import TeamChanged
from ecosystem.audit.services import assign, record
from ecosystem.core.database import check_version, locked, one_or_missing, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, NoSuchRecord, Refused
from ecosystem.core.signals import announce

INVITATION_LASTS = timedelta(days=14)
LARGEST_TEAM = 50


@dataclass(frozen=True)
class MemberDetails:
    """A member as typed. The guardian's details matter for somebody under 16 only."""

    name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    organisation: str = ""
    may_edit: bool = False
    is_under_16: bool = False
    guardian_name: str = ""
    guardian_contact: str = ""
    guardian_consents: bool = False


def add_member(
    *, application: Application, details: MemberDetails, invite: bool, by: Account, at: datetime
) -> ApplicationMember:
    """Put a person on the team; with `invite` they get a link to join with an account of their own.

    Raises Invalid (no address to invite to, team too large), AlreadyTaken for an address that is on the team,
    Refused after the deadline.
    """
    with transaction() as current:
        entry = open_entry(application, at=at).application
        present = members_of(entry.id)
        if len(present) >= LARGEST_TEAM:
            raise Invalid(_l("A team has at most %(most)d members.", most=LARGEST_TEAM))
        _check_address(details, present)
        last = current.scalar(
            select(func.max(ApplicationMember.position)).where(ApplicationMember.application_id == entry.id)
        )
        member = ApplicationMember(application_id=entry.id, position=(last or 0) + 1, **_columns(details, None, at))
        current.add(member)
        current.flush()
        _note(entry, member, "application.add_member", by=by, at=at)
        if invite:
            _invite(entry, member, by=by, at=at)
        return member


def edit_member(
    *, member: ApplicationMember, details: MemberDetails, shown_version: int | None, by: Account, at: datetime
) -> ApplicationMember:
    """Change what is told of a member. The lead always may edit; a consent that was recorded keeps its time.

    Raises StaleEdit, AlreadyTaken, Refused after the deadline.
    """
    with transaction():
        entry = open_entry(member.application, at=at).application
        row = locked(ApplicationMember, member.id)
        check_version(row, shown_version)
        _check_address(details, [other for other in members_of(entry.id) if other.id != row.id])
        columns = _columns(details, row.guardian_consented_at, at)
        if row.is_lead:
            columns["may_edit"] = True
        if row.account_id is not None:
            columns.pop("email")  # it is the account's
        changes = assign(row, columns)
        if changes:
            session().flush()
            told = {name: change for name, change in changes.items() if name not in ("phone", "guardian_contact")}
            record("application.edit_member", entry, by=by.id, scope=entry.contest, changes=told, note=row.name)
            _changed(entry, at=at)
        return row


def remove_member(*, member: ApplicationMember, by: Account, at: datetime) -> None:
    """Take a person off the team; their invitation is void. Raises Refused for the lead, and after the deadline."""
    with transaction() as current:
        entry = open_entry(member.application, at=at).application
        row = locked(ApplicationMember, member.id)
        if row.is_lead:
            raise Refused(_l("The team leader cannot be taken off the entry. Hand the lead over first."))
        name = row.name
        current.delete(row)
        current.flush()
        record("application.remove_member", entry, by=by.id, scope=entry.contest, note=name)
        _changed(entry, at=at)


def leave(*, application: Application, by: Account, at: datetime) -> None:
    """Leave the team of an entry oneself, at any time. Raises Refused for the lead."""
    with transaction() as current:
        entry = locked(Application, application.id)
        row = _own_row(entry, by)
        if row.is_lead:
            raise Refused(_l("Hand the lead over before you leave, or withdraw the entry."))
        current.delete(row)
        current.flush()
        record("application.leave", entry, by=by.id, scope=entry.contest)
        _changed(entry, at=at)


def hand_over_lead(*, member: ApplicationMember, by: Account, at: datetime) -> None:
    """Make another member with an account the lead; the former lead stays a co-editor."""
    with transaction() as current:
        entry = open_entry(member.application, at=at).application
        row = locked(ApplicationMember, member.id)
        if row.account_id is None:
            raise Refused(_l("Only somebody who joined with an account can lead the entry."))
        for other in members_of(entry.id):
            other.is_lead = other.id == row.id
        row.may_edit = True
        current.flush()
        record("application.hand_over_lead", entry, by=by.id, scope=entry.contest, note=row.name)
        _changed(entry, at=at)


def invite_again(*, member: ApplicationMember, by: Account, at: datetime) -> None:
    """Send a new link to a member without an account; the old link is void. Raises Refused, Invalid without address."""
    with transaction():
        entry = open_entry(member.application, at=at).application
        row = locked(ApplicationMember, member.id)
        if row.account_id is not None:
            raise Refused(_l("This member has joined already."))
        _invite(entry, row, by=by, at=at)


def member_invited_by(token: str, *, at: datetime) -> ApplicationMember:
    """Return the member a link invites, with the entry. Raises NoSuchRecord for a link that is void or expired."""
    row = session().scalar(
        select(ApplicationMember)
        .where(ApplicationMember.invitation_hash == _hash(token))
        .options(joinedload(ApplicationMember.application).joinedload(Application.contest))
    )
    if row is None or row.invitation_expires_at is None or row.invitation_expires_at < at:
        raise NoSuchRecord(_l("This invitation is no longer good. Please ask the team leader for a new one."))
    return row


def accept_invitation(*, token: str, by: Account, at: datetime) -> Application:
    """Join the team with the account `by`; the link is used up.

    Joining is possible after the deadline too: it changes who sees the entry, not what was handed in.
    Raises NoSuchRecord, AlreadyTaken when the account is on the team already.
    """
    with transaction():
        invited = member_invited_by(token, at=at)
        entry = locked(Application, invited.application_id)
        row = locked(ApplicationMember, invited.id)
        if row.invitation_hash != _hash(token):
            raise NoSuchRecord(_l("This invitation is no longer good. Please ask the team leader for a new one."))
        with unique_or(_l("You are on this team already.")):
            row.account_id, row.email = by.id, by.email
            row.invitation_hash, row.invitation_expires_at = None, None
            session().flush()
        record("application.join", entry, by=by.id, scope=entry.contest)
        announce(TeamChanged(entry.id))
        return entry


def decline_invitation(*, token: str, at: datetime) -> None:
    """Void the link; the person stays named on the team until the lead takes them off."""
    with transaction():
        row = locked(ApplicationMember, member_invited_by(token, at=at).id)
        row.invitation_hash, row.invitation_expires_at = None, None
        record("application.decline_invitation", row.application, by=None, scope=row.application.contest, note=row.name)


def member_of(application: Application, ident: int) -> ApplicationMember:
    """Return the member of this entry. Raises NoSuchRecord."""
    statement = select(ApplicationMember).where(
        ApplicationMember.application_id == application.id, ApplicationMember.id == ident
    )
    return one_or_missing(session().scalar(statement.options(joinedload(ApplicationMember.application))))


def _own_row(entry: Application, by: Account) -> ApplicationMember:
    statement = select(ApplicationMember).where(
        ApplicationMember.application_id == entry.id, ApplicationMember.account_id == by.id
    )
    return one_or_missing(session().scalar(statement))


def _columns(details: MemberDetails, consented_at: datetime | None, at: datetime) -> dict[str, object]:
    minor = details.is_under_16
    if not minor or not details.guardian_consents:
        consented_at = None
    elif consented_at is None:
        consented_at = at
    return {
        "name": details.name,
        "email": details.email,
        "phone": details.phone,
        "role": details.role,
        "organisation": details.organisation,
        "may_edit": details.may_edit,
        "is_under_16": minor,
        "guardian_name": details.guardian_name if minor else "",
        "guardian_contact": details.guardian_contact if minor else "",
        "guardian_consented_at": consented_at,
    }


def _check_address(details: MemberDetails, others: Sequence[ApplicationMember]) -> None:
    if details.is_under_16 and details.guardian_consents and not details.guardian_name:
        raise Invalid(_l("Please name the guardian."), details={"guardian_name": str(_l("Please name the guardian."))})
    wanted = details.email.casefold()
    if wanted and any(other.email.casefold() == wanted for other in others):
        raise AlreadyTaken(_l("Somebody with this e-mail address is on the team already."))


def _invite(entry: Application, member: ApplicationMember, *, by: Account, at: datetime) -> None:
    if not member.email:
        message = _l("Please give an e-mail address to send the invitation to.")
        raise Invalid(message, details={"email": str(message)})
    token = secrets.token_urlsafe(32)
    member.invitation_hash, member.invitation_expires_at = _hash(token), at + INVITATION_LASTS
    session().flush()
    notices.invited_to_team(entry, member, token=token, by=by)
    record("application.invite", entry, by=by.id, scope=entry.contest, note=member.name)


def _note(entry: Application, member: ApplicationMember, action: str, *, by: Account, at: datetime) -> None:
    record(action, entry, by=by.id, scope=entry.contest, note=member.name)
    _changed(entry, at=at)


def _changed(entry: Application, *, at: datetime) -> None:
    touch(entry, at=at)
    index(entry, members_of(entry.id))
    announce(TeamChanged(entry.id))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
