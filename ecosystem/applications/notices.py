"""Which message about an entry goes to whom."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.applications.models import Application, ApplicationMember, Submission
from ecosystem.contests.models import Contest
from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send

register_topic(_l("Entries"), "entry_", "eligibility_", "deadline_")
ENTRY_RECEIVED = register(NoticeKind("entry_received", _l("Receipt of an entry"), duty=True, worded=True))
ENTRY_RETURNED = register(NoticeKind("entry_returned", _l("Entry returned for completion"), duty=True, worded=True))
ENTRY_WITHDRAWN = register(NoticeKind("entry_withdrawn", _l("Entry withdrawn"), duty=True, worded=True))
ELIGIBILITY = register(
    NoticeKind("eligibility_announced", _l("Result of the eligibility check"), duty=True, held=True, worded=True)
)
TEAM_INVITATION = register(
    NoticeKind(
        "entry_invitation", _l("Invitation to an entry's team"), duty=True, secret=True, in_inbox=False, worded=True
    )
)
DEADLINE_NEAR = register(NoticeKind("deadline_near", _l("Deadline approaching with an unfinished entry"), worded=True))


def entry_received(application: Application, submission: Submission, people: Iterable[ApplicationMember]) -> None:
    """The receipt: to everybody on the team who can be reached, once a submission."""
    for recipient in _recipients(people):
        send(
            ENTRY_RECEIVED,
            recipient,
            {**_about(application), "submission": submission},
            scope=application.contest,
            dedup_key=f"entry_received:{application.id}:{submission.number}:{recipient.address}",
            url=absolute(f"/entries/{application.public_id}/receipt"),
        )


def entry_returned(application: Application, people: Iterable[ApplicationMember]) -> None:
    """What is missing and until when."""
    for recipient in _recipients(people):
        send(
            ENTRY_RETURNED,
            recipient,
            {**_about(application), "items": application.returned_items, "until": application.returned_until},
            scope=application.contest,
            dedup_key=f"{returned_key(application)}:{recipient.address}",
            batch=returned_key(application),
            url=absolute(f"/entries/{application.public_id}"),
        )


def returned_key(application: Application) -> str:
    """Name the mails about the present return of the entry, so that they can be withdrawn with it."""
    until: datetime | None = application.returned_until
    return f"entry_returned:{application.id}:{until.isoformat() if until else ''}"


def entry_withdrawn(application: Application, people: Iterable[ApplicationMember], *, by: Account) -> None:
    """To everybody on the team, so that nobody is withdrawn without knowing it."""
    assert application.withdrawn_at is not None
    for recipient in _recipients(people):
        send(
            ENTRY_WITHDRAWN,
            recipient,
            {**_about(application), "by": by.name, "reason": application.withdrawn_reason},
            scope=application.contest,
            dedup_key=f"entry_withdrawn:{application.id}:{application.withdrawn_at.isoformat()}:{recipient.address}",
            url=absolute(f"/entries/{application.public_id}"),
        )


def invited_to_team(application: Application, member: ApplicationMember, *, token: str, by: Account) -> None:
    """The link that lets a member join with an account."""
    recipient = Recipient(address=member.email, name=member.name, language=by.language, account_id=member.account_id)
    send(
        TEAM_INVITATION,
        recipient,
        {**_about(application), "by": by.name, "member": member, "until": member.invitation_expires_at},
        scope=application.contest,
        url=absolute(f"/entries/invitations/{token}"),
    )


def eligibility_batch(contest: Contest, account_id: int) -> str:
    """Name the mails to one person that wait for the announcement of eligibility in this contest."""
    return f"eligibility:{contest.id}:{account_id}"


def eligibility_held(contest: Contest, account: Account, entries: Sequence[Application]) -> None:
    """One mail to one person about all entries of theirs that were decided; it waits for the announcement."""
    batch = eligibility_batch(contest, account.id)
    told = "|".join(f"{entry.id} {entry.state.value} {entry.decided_at}" for entry in entries)
    send(
        ELIGIBILITY,
        recipient_of(account),
        {"contest": contest, "entries": entries, "zone": contest.timezone},
        scope=contest,
        batch=batch,
        dedup_key=f"{batch}:{hashlib.sha256(told.encode()).hexdigest()[:32]}",
        url=absolute("/entries/"),
        reply_to=contest.contact_email,
    )


def deadline_near(application: Application, account: Account, *, closes_at: datetime, missing: int, days: int) -> bool:
    """Remind one person of an entry that is not handed in; once a person, deadline and number of days."""
    mail = send(
        DEADLINE_NEAR,
        recipient_of(account),
        {**_about(application), "closes_at": closes_at, "missing": missing},
        scope=application.contest,
        dedup_key=f"deadline_near:{application.id}:{account.id}:{closes_at.isoformat()}:{days}",
        url=absolute(f"/entries/{application.public_id}"),
    )
    return mail is not None


def _recipients(people: Iterable[ApplicationMember]) -> list[Recipient]:
    """Everybody with an account, each once."""
    found = {member.account.id: member.account for member in people if member.account is not None}
    return [recipient_of(account) for account in found.values() if account.is_active]


def _about(application: Application) -> dict[str, Any]:
    return {"entry": application, "contest": application.contest, "zone": application.contest.timezone}
