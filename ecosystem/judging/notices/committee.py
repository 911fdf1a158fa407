"""Messages to the members of a committee."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.addresses import absolute
from ecosystem.judging.models import CommitteeMember, Deliberation
from ecosystem.notifications.kinds import NoticeKind, register
from ecosystem.notifications.models import Mail
from ecosystem.notifications.services import Recipient, send

VOTE = register(
    NoticeKind("committee_vote", _l("The committee is asked to approve results"), duty=True, in_inbox=False)
)


def vote_asked(deliberation: Deliberation, member: CommitteeMember) -> Mail | None:
    """Ask a member to vote; who has no address votes in the meeting."""
    if not member.email:
        return None
    contest = deliberation.round.contest
    return send(
        VOTE,
        Recipient(member.email, member.name),
        {
            "contest": contest,
            "organiser": contest.event.organiser,
            "round": deliberation.round,
            "member": member,
            "entries": len(deliberation.proposal),
        },
        scope=contest,
        dedup_key=f"committee:{member.public_id}:{deliberation.proposed_at}",
        url=absolute(f"/committee/{deliberation.public_id}"),
        reply_to=contest.contact_email,
    )
