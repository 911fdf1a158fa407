"""Delivering the outbox: claim, hand to the mail server, write down what came of it.

A mail is claimed by one UPDATE, so any number of processes may deliver. A process that dies while sending leaves the
claim to lapse; the mail is then sent again under the same Message-ID, which receiving servers recognise.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.logs import log
from ecosystem.notifications.models import Mail, MailState
from ecosystem.notifications.transport import MailAway, Rejected, Transport

CLAIM = timedelta(minutes=5)
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)


def deliver_due(transport: Transport, *, limit: int = 100) -> tuple[int, int]:
    """Send what is due; return (sent, not sent). When the server is away the rest waits for the next run."""
    sent = failed = 0
    for ident in _due(limit):
        mail = _claim(ident)
        if mail is None:
            continue
        try:
            transport.send(mail)
        except Rejected as error:
            failed += 1
            _note_failure(mail, str(error), final=True)
        except MailAway as error:
            _note_failure(mail, str(error), final=False)
            return sent, failed + 1
        else:
            sent += 1
            _note_success(mail)
    return sent, failed


def wait_before(attempt: int) -> timedelta:
    """How long to wait after the failed attempt number `attempt` (from 1): 1, 2, 4 … minutes, 6 hours at most."""
    return min(timedelta(minutes=2 ** (attempt - 1)), LONGEST_WAIT)


def _due(limit: int) -> list[int]:
    now = clock.now()
    waiting = (Mail.state == MailState.QUEUED) & (Mail.due_at <= now)
    lapsed = (Mail.state == MailState.SENDING) & (Mail.claimed_until < now)
    found = session().scalars(select(Mail.id).where(or_(waiting, lapsed)).order_by(Mail.due_at, Mail.id).limit(limit))
    return list(found)


def _claim(ident: int) -> Mail | None:
    now = clock.now()
    free = or_(
        (Mail.state == MailState.QUEUED) & (Mail.due_at <= now),
        (Mail.state == MailState.SENDING) & (Mail.claimed_until < now),
    )
    with transaction() as current:
        claimed = current.execute(
            update(Mail)
            .where(Mail.id == ident, free)
            .values(state=MailState.SENDING, claimed_until=now + CLAIM, attempts=Mail.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        if claimed.rowcount != 1:  # type: ignore[attr-defined]
            return None
        return current.get(Mail, ident, populate_existing=True)


def _note_success(mail: Mail) -> None:
    _note(mail, state=MailState.SENT, sent_at=clock.now(), last_error="", claimed_until=None)


def _note_failure(mail: Mail, error: str, *, final: bool) -> None:
    gives_up = final or mail.attempts >= MOST_ATTEMPTS
    due: datetime = clock.now() + wait_before(mail.attempts)
    log.warning("mail not sent", mail=mail.public_id, attempts=mail.attempts, gives_up=gives_up, error=error[:200])
    _note(
        mail,
        state=MailState.FAILED if gives_up else MailState.QUEUED,
        due_at=due,
        last_error=error[:500],
        claimed_until=None,
    )


def _note(mail: Mail, **values: object) -> None:
    with transaction() as current:
        current.execute(
            update(Mail).where(Mail.id == mail.id).values(**values).execution_options(synchronize_session=False)
        )
