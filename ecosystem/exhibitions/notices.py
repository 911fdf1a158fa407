"""Which message goes to whom when something happens to an exhibitor or a booth."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import account_by_email, recipient_of
from ecosystem.core import clock
from ecosystem.core.addresses import absolute
from ecosystem.exhibitions.models import Booth, BoothClaim, Exhibition, Exhibitor, ExhibitorInvitation, SwapRequest
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send
from ecosystem.payments.queries.sellers import treasurers_of

register_topic(_l("Exhibitions"), "exhibit", "booth_")
APPLIED = register(NoticeKind("exhibitor_applied", _l("Application to exhibit received"), duty=True))
DECIDED = register(NoticeKind("exhibitor_decided", _l("Decision about an application to exhibit"), duty=True))
INVITED = register(NoticeKind("exhibitor_invitation", _l("Invitation to exhibit"), duty=True, secret=True))
REMINDED = register(NoticeKind("booth_reminder", _l("Reminder to choose a booth")))
CONFIRMED = register(NoticeKind("booth_confirmed", _l("Booth confirmed"), duty=True))
OFFERED = register(NoticeKind("booth_offered", _l("Booth offered from the waiting list"), duty=True))
FREED = register(NoticeKind("booth_freed", _l("Booth no longer yours"), duty=True))
GIVEN_UP = register(NoticeKind("booth_given_up", _l("An exhibitor gave a paid booth up")))
SWAP_ASKED = register(NoticeKind("booth_swap_asked", _l("Wish to swap booths")))
SWAP_ANSWERED = register(NoticeKind("booth_swap_answered", _l("Answer about swapping booths")))
CANCELLED = register(NoticeKind("exhibition_cancelled", _l("Exhibition cancelled"), duty=True))


def applied(exhibitor: Exhibitor) -> None:
    """Tell the contact that the application arrived."""
    _to_contact(APPLIED, exhibitor, {})


def decided(exhibitor: Exhibitor) -> None:
    """Tell the contact what the organiser decided, with the organiser's words."""
    _to_contact(DECIDED, exhibitor, {"accepted": exhibitor.state.value == "accepted", "words": exhibitor.answer})


def reminded(exhibitor: Exhibitor, *, by_hand_of: Account) -> None:
    """Remind an accepted exhibitor to choose a booth."""
    _to_contact(REMINDED, exhibitor, {"closes_at": exhibitor.exhibition.choose_closes_at, "reminder": by_hand_of.name})


def invited(invitation: ExhibitorInvitation, token: str, language: str) -> None:
    """Send the link; whoever has an account finds the invitation in the inbox too."""
    account = account_by_email(invitation.email)
    to = recipient_of(account) if account else Recipient(invitation.email, invitation.email, language)
    exhibitor = invitation.exhibitor
    values = _about(invitation.exhibition) | {
        "inviter": invitation.invited_by.name,
        "words": invitation.words,
        "exhibitor": exhibitor.name if exhibitor else "",
        "expires_at": invitation.expires_at,
        "link": absolute(f"/exhibiting/invitations/{token}"),
    }
    send(INVITED, to, values, url=absolute(f"/exhibiting/invitations/{token}"))


def confirmed(claim: BoothClaim) -> None:
    """Tell the contact that the booth is theirs."""
    _to_contact(CONFIRMED, claim.exhibitor, {"booth": claim.booth.number, "price": claim.price})


def offered(claim: BoothClaim) -> None:
    """Tell the contact that a booth they waited for is free, and until when it is kept for them."""
    values = {"booth": claim.booth.number, "price": claim.price, "until": claim.held_until}
    _to_contact(OFFERED, claim.exhibitor, values)


def freed(exhibitor: Exhibitor, booth: Booth, *, why: str, refund: int = 0) -> None:
    """Tell the contact that the booth is no longer theirs; `why` is expired, cancelled, withdrawn or organiser."""
    _to_contact(FREED, exhibitor, {"booth": booth.number, "why": why, "refund": refund})


def given_up(exhibitor: Exhibitor, booth: Booth, *, refund: int) -> None:
    """Tell those who run the organiser that an exhibitor gave a paid booth up, and what goes back."""
    exhibition = exhibitor.exhibition
    organiser = exhibition.event.organiser
    values = _about(exhibition) | {"exhibitor": exhibitor.name, "booth": booth.number, "refund": refund}
    for account in treasurers_of(organiser):
        url = absolute(f"/organise/exhibitions/{exhibition.slug}/exhibitors/{exhibitor.public_id}")
        send(GIVEN_UP, recipient_of(account), values, scope=organiser, url=url)


def swap_asked(request: SwapRequest) -> None:
    """Ask the other exhibitor."""
    mine, theirs = request.asker_claim, request.other_claim
    values = {
        "asker": mine.exhibitor.name,
        "theirs": mine.booth.number,
        "yours": theirs.booth.number,
        "words": request.words,
    }
    # Taken back and asked anew it stands on their page; another mail comes another day.
    key = f"booth_swap_asked:{mine.id}:{theirs.id}:{clock.now():%Y-%m-%d}"
    _to_contact(SWAP_ASKED, theirs.exhibitor, values, dedup_key=key)


def swap_answered(exhibitor: Exhibitor, *, agreed: bool, booth: str, other: str) -> None:
    """Tell an exhibitor how a wish to swap ended; `booth` is the number they have now."""
    _to_contact(SWAP_ANSWERED, exhibitor, {"agreed": agreed, "booth": booth, "other": other})


def cancelled(exhibitor: Exhibitor, *, refund: int) -> None:
    """Tell the contact that the exhibition does not take place, and what is given back."""
    values = {"reason": exhibitor.exhibition.cancelled_reason, "refund": refund}
    _to_contact(CANCELLED, exhibitor, values, dedup_key=f"exhibition_cancelled:{exhibitor.id}")


def _to_contact(
    kind: NoticeKind, exhibitor: Exhibitor, values: dict[str, Any], *, dedup_key: str | None = None
) -> None:
    if exhibitor.contact.erased_at is not None:
        return
    context = _about(exhibitor.exhibition) | {"exhibitor": exhibitor.name} | values
    url = absolute(f"/exhibiting/{exhibitor.public_id}")
    send(kind, recipient_of(exhibitor.contact), context, url=url, dedup_key=dedup_key)


def _about(exhibition: Exhibition) -> dict[str, Any]:
    return {"exhibition": exhibition, "zone": exhibition.event.timezone}
