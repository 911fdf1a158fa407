"""Inviting people by e-mail, and their answers."""

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
from ecosystem.core.errors import Refused
from ecosystem.core.signals import announce
from ecosystem.startups import notices, queries
from ecosystem.startups.domain.invitations import MOST_MEMBERS, MOST_PENDING, can_be_answered, expiry, masked_address
from ecosystem.startups.models import InvitationState, Startup, StartupInvitation, StartupMember
from ecosystem.startups.signals import MemberJoined


def invite(startup: Startup, *, email: str, title: str, is_owner: bool, by: Account) -> StartupInvitation:
    """Invite `email` into the team; the mail holds the only copy of the link.

    Raises Refused when that person is in the team or invited already, or when there are too many.
    """
    with transaction():
        current = locked(Startup, startup.id)
        key = address_key(email)
        _ensure_new(current, key)
        now, token = clock.now(), secrets.token_urlsafe(32)
        invitation = StartupInvitation(
            startup=current,
            email=email.strip(),
            email_key=key,
            title=title,
            is_owner=is_owner,
            token_hash=hash_of(token),
            invited_by=by,
            expires_at=expiry(now),
        )
        session().add(invitation)
        session().flush()
        record("startup.invited", invitation, by=by.id, scope=current, note=masked_address(email))
        notices.invitation_sent(invitation, token, _language())
        return invitation


def resend(invitation: StartupInvitation, *, by: Account) -> None:
    """Send a new link that lives anew; the old one is dead. Raises Refused when it was answered."""
    with transaction():
        current = _pending(invitation)
        token = secrets.token_urlsafe(32)
        current.token_hash, current.expires_at = hash_of(token), expiry(clock.now())
        record("startup.invitation_resent", current, by=by.id, scope=current.startup)
        notices.invitation_sent(current, token, _language())


def withdraw(invitation: StartupInvitation, *, by: Account) -> None:
    """Take an invitation back; its link is dead. Raises Refused when it was answered."""
    with transaction():
        current = _pending(invitation)
        current.state, current.answered_at = InvitationState.WITHDRAWN, clock.now()
        record("startup.invitation_withdrawn", current, by=by.id, scope=current.startup)


def accept(invitation: StartupInvitation, *, by: Account) -> Startup:
    """Join the team; whoever is in it already just uses the invitation up.

    Raises Refused when it was answered, withdrawn or has expired, or when the startup is archived.
    """
    with transaction():
        startup = locked(Startup, invitation.startup_id)
        current = _answerable(invitation)
        if startup.archived_at is not None:
            raise Refused(_l("This startup is archived, so nobody can join it at present."))
        current.state, current.answered_at = InvitationState.ACCEPTED, clock.now()
        if all(member.account_id != by.id for member in startup.members):
            _join(startup, current, by)
        notices.invitation_answered(current, accepted=True, name=by.name)
        return startup


def decline(invitation: StartupInvitation, *, by: Account | None) -> None:
    """Say no, with or without an account. Raises Refused when it was answered, withdrawn or has expired."""
    with transaction():
        current = _answerable(invitation)
        current.state, current.answered_at = InvitationState.DECLINED, clock.now()
        record("startup.invitation_declined", current, by=by.id if by else None, scope=current.startup)
        notices.invitation_answered(current, accepted=False, name=by.name if by else current.email)


def tell_expired(invitation: StartupInvitation) -> None:
    """Tell who invited that nobody answered in time; a second call writes nothing."""
    with transaction():
        current = locked(StartupInvitation, invitation.id)
        if current.state is InvitationState.PENDING and current.expires_at <= clock.now():
            notices.invitation_expired(current)


def _ensure_new(startup: Startup, key: str) -> None:
    if any(member.account.email_key == key for member in startup.members):
        raise Refused(_l("This person is in the team already."))
    pending = [each for each in queries.pending_invitations(startup.id) if each.expires_at > clock.now()]
    if any(each.email_key == key for each in pending):
        raise Refused(_l("This person is invited already. You can send the invitation again from the list."))
    if len(pending) >= MOST_PENDING or len(startup.members) >= MOST_MEMBERS:
        raise Refused(_l("There are too many open invitations. Please wait for answers or withdraw some."))


def _join(startup: Startup, invitation: StartupInvitation, account: Account) -> None:
    member = StartupMember(
        startup_id=startup.id, account_id=account.id, title=invitation.title, is_owner=invitation.is_owner
    )
    try:
        with session().begin_nested():
            session().add(member)
    except IntegrityError:
        return  # joined by another invitation at the same moment
    session().expire(startup, ["members"])
    record("startup.joined", member, by=account.id, scope=startup, changes={"account": (None, account.name)})
    announce(MemberJoined(startup.id, account.id))


def _pending(invitation: StartupInvitation) -> StartupInvitation:
    current = locked(StartupInvitation, invitation.id)
    if current.state is not InvitationState.PENDING:
        raise Refused(_l("This invitation has been answered or withdrawn."))
    return current


def _answerable(invitation: StartupInvitation) -> StartupInvitation:
    current = _pending(invitation)
    if not can_be_answered(current.state, current.expires_at, clock.now()):
        raise Refused(_l("This invitation has expired. Please ask for a new one."))
    return current


def _language() -> str:
    locale = get_locale()
    return str(locale.language) if locale else "vi"
