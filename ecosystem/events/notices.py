"""Which message goes to whom when something happens on an organiser's staff."""

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import account_by_email, recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.events.kinds import ROLE_TITLES
from ecosystem.events.models import Organiser, StaffInvitation, StaffRole
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send

register_topic(_l("Organisers"), "staff_", "organiser_")
INVITATION = register(
    NoticeKind("staff_invitation", _l("Invitation onto an organiser's staff"), duty=True, secret=True)
)
ANSWERED = register(NoticeKind("staff_invitation_answered", _l("Answer to your invitation onto the staff")))
REMOVED = register(NoticeKind("staff_removed", _l("You are no longer on an organiser's staff"), duty=True))
APPROVED = register(NoticeKind("organiser_approved", _l("Your organiser was approved"), duty=True))


def invitation_sent(invitation: StaffInvitation, token: str, language: str) -> None:
    """Send the link; whoever has an account finds the invitation in the inbox too."""
    account = account_by_email(invitation.email)
    to = recipient_of(account) if account else Recipient(invitation.email, invitation.email, language)
    with force_locale(to.language):
        role = str(ROLE_TITLES[invitation.role])
    context = {
        "organiser": invitation.organiser.name,
        "inviter": invitation.invited_by.name,
        "role": role,
        "expires_at": invitation.expires_at,
        "link": absolute(f"/organise/invitations/{token}"),
    }
    send(INVITATION, to, context, scope=invitation.organiser, url=absolute(f"/organise/invited/{invitation.public_id}"))


def invitation_answered(invitation: StaffInvitation, *, accepted: bool, name: str) -> None:
    """Tell who invited what the answer was."""
    inviter = invitation.invited_by
    if inviter.erased_at is None:
        context = {"organiser": invitation.organiser.name, "accepted": accepted, "name": name}
        url = absolute(f"/organise/{invitation.organiser.slug}/staff")
        send(ANSWERED, recipient_of(inviter), context, scope=invitation.organiser, url=url)


def removed_from_staff(organiser: Organiser, member: Account) -> None:
    """Tell somebody that an owner took them off the staff."""
    send(REMOVED, recipient_of(member), {"organiser": organiser.name}, scope=organiser, url=absolute("/organise/"))


def organiser_approved(organiser: Organiser) -> None:
    """Tell the owners that they may publish now."""
    url = absolute(f"/organise/{organiser.slug}/")
    for member in organiser.staff:
        if member.role is StaffRole.OWNER:
            send(APPROVED, recipient_of(member.account), {"organiser": organiser.name}, scope=organiser, url=url)
