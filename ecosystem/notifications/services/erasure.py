"""What messages hold about a person: told on request, forgotten with the account."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from ecosystem.core.database import session, transaction
from ecosystem.notifications.models import Mail, MailState, Notification, NotificationPreference

_EMPTY = {"to_address": "", "to_name": "", "subject": "", "body": "", "calendar": ""}
WAITING = (MailState.HELD, MailState.QUEUED, MailState.FAILED)


def messages_of(account_id: int) -> list[dict[str, Any]]:
    """Return the mails written to a person, oldest first, as plain values, without bodies that hold secret links."""
    mails = session().scalars(select(Mail).where(Mail.account_id == account_id).order_by(Mail.created_at, Mail.id))
    return [
        {
            "kind": mail.kind,
            "to": mail.to_address,
            "subject": mail.subject,
            "body": "" if mail.is_secret else mail.body,
            "state": mail.state.value,
            "written_at": mail.created_at.isoformat(),
        }
        for mail in mails
    ]


def forget_messages(account_id: int) -> None:
    """Withdraw what was not sent, empty what was, and delete the inbox and the preferences."""
    with transaction() as current:
        mine = Mail.account_id == account_id
        current.execute(update(Mail).where(mine, Mail.state.in_(WAITING)).values(state=MailState.WITHDRAWN))
        current.execute(update(Mail).where(mine).values(_EMPTY | {"attachments": []}))
        current.execute(delete(Notification).where(Notification.account_id == account_id))
        current.execute(delete(NotificationPreference).where(NotificationPreference.account_id == account_id))


def forget_batch(batch: str) -> int:
    """Withdraw what was not sent of a batch and empty all of it: written to people without an account, by address
    alone. Return how many mails were emptied."""
    with transaction() as current:
        ours = Mail.batch == batch
        current.execute(update(Mail).where(ours, Mail.state.in_(WAITING)).values(state=MailState.WITHDRAWN))
        emptied = current.execute(
            update(Mail).where(ours, Mail.to_address != "").values(_EMPTY | {"url": "", "attachments": []})
        )
        return int(emptied.rowcount)  # type: ignore[attr-defined]


def forget_sent_mails(kind: str, *, before: datetime) -> int:
    """Empty the mails of `kind` that were sent before that instant: the last word to a person who was erased."""
    with transaction() as current:
        emptied = current.execute(
            update(Mail).where(Mail.kind == kind, Mail.sent_at < before, Mail.to_address != "").values(_EMPTY)
        )
        return int(emptied.rowcount)  # type: ignore[attr-defined]
