"""Which message goes to whom about a contest."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Contest, ContestQuery
from ecosystem.core.addresses import absolute
from ecosystem.core.database import scalars
from ecosystem.events.models import StaffMember, StaffRole
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send

register_topic(_l("Contests"), "contest_")
QUESTION_ASKED = register(NoticeKind("contest_question_asked", _l("Somebody asks about a contest")))
QUESTION_ANSWERED = register(
    NoticeKind("contest_question_answered", _l("Your question is answered"), duty=True, worded=True)
)
EXTENSION_GRANTED = register(
    NoticeKind("contest_extension_granted", _l("You have a later deadline"), duty=True, worded=True)
)
DEADLINE_MOVED = register(
    NoticeKind("contest_deadline_moved", _l("The deadline of a contest moved"), duty=True, worded=True)
)

ANSWERING = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.SCREENER)


def question_asked(contest: Contest, query: ContestQuery) -> None:
    """Tell the staff who answer that somebody asked."""
    url = absolute(f"/organise/contests/{contest.slug}/setup/questions")
    staff = (
        select(Account)
        .join(StaffMember, StaffMember.account_id == Account.id)
        .where(
            StaffMember.organiser_id == contest.event.organiser_id,
            StaffMember.role.in_(ANSWERING),
            Account.erased_at.is_(None),
        )
        .order_by(Account.id)
    )
    for account in scalars(staff):
        send(
            QUESTION_ASKED,
            recipient(account),
            {"contest": contest, "question": query.question},
            scope=contest,
            dedup_key=f"contest_question:{query.id}:{account.id}",
            url=url,
        )


def question_answered(contest: Contest, query: ContestQuery) -> None:
    """Tell whoever asked what the answer is."""
    if query.asked_by is None or query.asked_by.erased_at is not None:
        return
    send(
        QUESTION_ANSWERED,
        recipient(query.asked_by),
        {"contest": contest, "question": query.question, "answer": query.answer},
        scope=contest,
        dedup_key=f"contest_answer:{query.id}",
        url=absolute(f"/contests/{contest.slug}/questions"),
        reply_to=contest.contact_email,
    )


def extension_granted(contest: Contest, account: Account, closes_at: datetime, reason: str) -> None:
    """Tell one person of the later deadline."""
    send(
        EXTENSION_GRANTED,
        recipient(account),
        {"contest": contest, "closes_at": closes_at, "reason": reason},
        scope=contest,
        dedup_key=f"contest_extension:{contest.id}:{account.id}:{closes_at.isoformat()}",
        url=absolute(f"/contests/{contest.slug}"),
        reply_to=contest.contact_email,
    )


def deadline_moved(contest: Contest, account: Account, closes_at: datetime, reason: str) -> None:
    """Tell one entrant that the deadline moved for everybody."""
    send(
        DEADLINE_MOVED,
        recipient(account),
        {"contest": contest, "closes_at": closes_at, "reason": reason},
        scope=contest,
        dedup_key=f"contest_deadline:{contest.id}:{account.id}:{closes_at.isoformat()}",
        url=absolute(f"/contests/{contest.slug}"),
        reply_to=contest.contact_email,
    )


def recipient(account: Account) -> Recipient:
    """Return the account as somebody to write to."""
    return Recipient(account.email, account.name, account.language, account.id, account.timezone)
