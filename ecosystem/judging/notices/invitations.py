"""Messages about a place on the panel: the invitation, its reminder, the answer, the charges given."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.judging.models import Panelist
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.models import Mail
from ecosystem.notifications.services import Recipient, send

register_topic(_l("Judging"), "judge_", "judging_", "sheet_", "round_", "replacements_", "committee_", "results_")
INVITATION = register(
    NoticeKind("judge_invitation", _l("Invitation to judge"), duty=True, secret=True, in_inbox=False, worded=True)
)
ANSWER = register(NoticeKind("judge_answered", _l("A judge answered an invitation")))
REMOVED = register(NoticeKind("judge_removed", _l("A place on a panel ended"), duty=True, worded=True))
CHARGES = register(NoticeKind("judge_charges", _l("Entries to score"), duty=True, worded=True))


def invitation_sent(panelist: Panelist, token: str, *, account: Account | None, reminder: bool = False) -> Mail | None:
    """Invite a judge, or remind one; the mail holds the only copy of the link."""
    contest = panelist.round.contest
    to = recipient_of(account) if account else Recipient(panelist.email, panelist.name)
    return send(
        INVITATION,
        to,
        {**_about(panelist), "panelist": panelist, "reminder": reminder},
        scope=contest,
        url=absolute(f"/judge/invitations/{token}"),
        reply_to=contest.contact_email,
    )


def invitation_answered(panelist: Panelist, staff: Iterable[Account]) -> None:
    """Tell the organiser's owners and managers whether the judge comes."""
    contest = panelist.round.contest
    for account in staff:
        send(
            ANSWER,
            recipient_of(account),
            {**_about(panelist), "panelist": panelist, "accepted": panelist.state.value == "accepted"},
            scope=contest,
            url=absolute(f"/organise/contests/{contest.slug}/judging/panels/{panelist.round.public_id}"),
        )


def judge_removed(panelist: Panelist, account: Account | None) -> Mail | None:
    """Tell a judge that the place on the panel ended."""
    to = recipient_of(account) if account else Recipient(panelist.email, panelist.name)
    contest = panelist.round.contest
    return send(REMOVED, to, _about(panelist), scope=contest, reply_to=contest.contact_email)


def charges_given(panelist: Panelist, *, new: int, all_in_all: int, batch: str) -> Mail | None:
    """Tell a judge that there are entries to score; `batch` names the mails so that an undo can withdraw them."""
    assert panelist.account is not None
    return send(
        CHARGES,
        recipient_of(panelist.account),
        {**_about(panelist), "new": new, "charges": all_in_all},
        scope=panelist.round.contest,
        batch=batch,
        dedup_key=f"{batch}:{panelist.id}",
        url=absolute(f"/judge/rounds/{panelist.round.public_id}"),
        reply_to=panelist.round.contest.contact_email,
    )


def _about(panelist: Panelist) -> dict[str, object]:
    contest = panelist.round.contest
    return {
        "contest": contest,
        "organiser": contest.event.organiser,
        "round": panelist.round,
        "zone": contest.timezone,
    }
