"""Which message goes to whom when something happens in a startup's team."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import account_by_email, recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send
from ecosystem.startups.models import Startup, StartupInvitation

register_topic(_l("Startups"), "startup_")
INVITATION = register(NoticeKind("startup_invitation", _l("Invitation into a startup's team"), duty=True, secret=True))
ANSWERED = register(NoticeKind("startup_invitation_answered", _l("Answer to your invitation")))
EXPIRED = register(NoticeKind("startup_invitation_expired", _l("Invitation that nobody answered")))
OWNERSHIP = register(NoticeKind("startup_ownership", _l("A startup was handed over to you"), duty=True))
REMOVED = register(NoticeKind("startup_removed", _l("You are no longer in a startup's team"), duty=True))


def invitation_sent(invitation: StartupInvitation, token: str, language: str) -> None:
    """Send the link; whoever has an account finds the invitation in the inbox too."""
    account = account_by_email(invitation.email)
    to = recipient_of(account) if account else Recipient(invitation.email, invitation.email, language)
    context = {
        "startup": invitation.startup.name,
        "inviter": invitation.invited_by.name,
        "role": invitation.title,
        "expires_at": invitation.expires_at,
        "link": absolute(f"/startups/invitations/{token}"),
    }
    send(INVITATION, to, context, url=absolute(f"/startups/invited/{invitation.public_id}"))


def invitation_answered(invitation: StartupInvitation, *, accepted: bool, name: str) -> None:
    """Tell who invited what the answer was."""
    _tell_inviter(ANSWERED, invitation, {"accepted": accepted, "name": name})


def invitation_expired(invitation: StartupInvitation) -> None:
    """Tell who invited, once, that nobody answered in time."""
    _tell_inviter(EXPIRED, invitation, {}, dedup_key=f"startup_invitation_expired:{invitation.id}")


def ownership_received(startup: Startup, heir: Account, *, giver: Account) -> None:
    """Tell the new owner."""
    context = {"startup": startup.name, "giver": giver.name}
    send(OWNERSHIP, recipient_of(heir), context, url=absolute(f"/startups/{startup.slug}"))


def removed_from_team(startup: Startup, member: Account) -> None:
    """Tell somebody that an owner took them out of the team."""
    send(REMOVED, recipient_of(member), {"startup": startup.name}, url=absolute("/startups/mine"))


def _tell_inviter(
    kind: NoticeKind, invitation: StartupInvitation, context: dict[str, object], *, dedup_key: str | None = None
) -> None:
    inviter = invitation.invited_by
    if inviter.erased_at is not None:
        return
    values = {"startup": invitation.startup.name, "email": invitation.email} | context
    url = absolute(f"/startups/{invitation.startup.slug}/team")
    send(kind, recipient_of(inviter), values, url=url, dedup_key=dedup_key)
