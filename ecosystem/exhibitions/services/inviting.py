"""Inviting by e-mail: to exhibit, or into an exhibitor's team."""

import secrets

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import hash_of
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.domain.details import ExhibitorDetails
from ecosystem.exhibitions.models import Exhibition, ExhibitionState, Exhibitor, ExhibitorInvitation
from ecosystem.exhibitions.queries.exhibitors import pending_invitations
from ecosystem.exhibitions.services.exhibitors import decide, enter, join
from ecosystem.startups.domain.invitations import InvitationState, can_be_answered, expiry, masked_address
from ecosystem.startups.models import Startup

MOST_PENDING = 500


def invite(
    exhibition: Exhibition,
    *,
    email: str,
    by: Account,
    name: str = "",
    words: str = "",
    exhibitor: Exhibitor | None = None,
) -> ExhibitorInvitation:
    """Invite `email` to exhibit, or into the team of `exhibitor`; the mail holds the only copy of the link.

    Raises Refused when that address is invited already, or there are too many open invitations.
    """
    with transaction():
        present = locked(Exhibition, exhibition.id)
        key = address_key(email)
        pending = [each for each in pending_invitations(present) if each.expires_at > clock.now()]
        target = exhibitor.id if exhibitor else None
        if any(each.email_key == key and each.exhibitor_id == target for each in pending):
            raise Refused(_l("This address is invited already and has not answered yet."))
        if len(pending) >= MOST_PENDING:
            raise Refused(_l("There are too many open invitations. Please wait for answers or withdraw some."))
        token = secrets.token_urlsafe(32)
        invitation = ExhibitorInvitation(
            exhibition=present,
            exhibitor=exhibitor,
            email=email.strip(),
            email_key=key,
            name=name,
            words=words,
            token_hash=hash_of(token),
            invited_by=by,
            expires_at=expiry(clock.now()),
        )
        session().add(invitation)
        session().flush()
        note = masked_address(email)
        record("exhibitor.invited", invitation, by=by.id, scope=present.event.organiser, note=note)
        notices.invited(invitation, token, str(get_locale() or "vi"))
        return invitation


def withdraw_invitation(invitation: ExhibitorInvitation, *, by: Account) -> None:
    """Take an invitation back; its link is dead. Again, nothing changes."""
    with transaction():
        present = locked(ExhibitorInvitation, invitation.id)
        if present.state is InvitationState.PENDING:
            present.state, present.answered_at = InvitationState.WITHDRAWN, clock.now()


def accept_to_exhibit(
    invitation: ExhibitorInvitation, details: ExhibitorDetails, *, startup: Startup | None, by: Account
) -> Exhibitor:
    """Accept an invitation to exhibit: the exhibitor is in at once. Raises Refused, AlreadyTaken."""
    with transaction():
        present = _answerable(invitation)
        if present.exhibition.state is not ExhibitionState.PUBLISHED:
            raise Refused(_l("The exhibition takes no more exhibitors."))
        exhibitor = enter(present.exhibition, details, startup=startup, by=by)
        _answer(present, InvitationState.ACCEPTED)
        decide(exhibitor, "accept", words="", by=present.invited_by)
        return exhibitor


def accept_to_join(invitation: ExhibitorInvitation, *, by: Account) -> Exhibitor:
    """Join the exhibitor's team. Raises Refused when the link is dead."""
    with transaction():
        present = _answerable(invitation)
        if present.exhibitor is None:
            raise Refused(_l("This invitation is not into a team."))
        _answer(present, InvitationState.ACCEPTED)
        join(present.exhibitor, account=by)
        return present.exhibitor


def decline(invitation: ExhibitorInvitation) -> None:
    """Say no, with or without an account. Raises Refused when the link is dead."""
    with transaction():
        _answer(_answerable(invitation), InvitationState.DECLINED)


def _answer(invitation: ExhibitorInvitation, state: InvitationState) -> None:
    invitation.state, invitation.answered_at = state, clock.now()
    session().flush()


def _answerable(invitation: ExhibitorInvitation) -> ExhibitorInvitation:
    present = locked(ExhibitorInvitation, invitation.id)
    if not can_be_answered(present.state, present.expires_at, clock.now()):
        raise Refused(_l("This invitation was answered or withdrawn, or it has run out."))
    return present
