"""What staff do with mails that wait: read, edit, withdraw, put back."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, transaction
from ecosystem.core.errors import Refused
from ecosystem.notifications.models import Mail, MailState

WAITING = (MailState.HELD, MailState.QUEUED, MailState.FAILED)


def edit(mail: Mail, *, subject: str, body: str, version: int | None, by: int) -> Mail:
    """Change the words of a mail that has not been sent. Raises Refused (sent, secret) and StaleEdit."""
    with transaction():
        row = _still_waiting(mail)
        check_version(row, version)
        if row.is_secret:
            raise Refused(_l("This mail holds a personal link and cannot be edited."))
        changes = assign(row, {"subject": subject, "body": body})
        record("mail:edit", row, by=by, changes=changes)
        return row


def withdraw_one(mail: Mail, *, by: int) -> Mail:
    """Take one mail out of the outbox before it is sent. Raises Refused when it has gone."""
    with transaction():
        row = _still_waiting(mail)
        row.state, row.dedup_key = MailState.WITHDRAWN, None
        record("mail:withdraw", row, by=by)
        return row


def put_back(mail: Mail, *, by: int) -> Mail:
    """Queue a failed or withdrawn mail again, from the first attempt."""
    with transaction():
        row = locked(Mail, mail.id)
        if row.state not in (MailState.FAILED, MailState.WITHDRAWN):
            raise Refused(_l("Only a mail that failed or was withdrawn can be sent again."))
        row.state, row.due_at, row.attempts, row.last_error = MailState.QUEUED, clock.now(), 0, ""
        record("mail:put_back", row, by=by)
        return row


def _still_waiting(mail: Mail) -> Mail:
    row = locked(Mail, mail.id)
    if row.state not in WAITING:
        raise Refused(_l("This mail has been sent or withdrawn already."))
    return row
