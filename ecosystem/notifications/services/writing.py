"""Writing messages into the outbox and the inbox. Nothing is sent here: the outbox job delivers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select, update

from ecosystem.core import clock
from ecosystem.core.addresses import base_url
from ecosystem.core.database import Model, session, transaction
from ecosystem.notifications.kinds import NoticeKind, kind_named
from ecosystem.notifications.models import Mail, MailState, Notification, NotificationPreference
from ecosystem.notifications.services.wording import in_own_words, in_standard_words, wording_of


@dataclass(frozen=True)
class Recipient:
    """To whom: an account (by its id) or an address that has none yet."""

    address: str
    name: str
    language: str = "vi"
    account_id: int | None = None
    timezone: str = clock.DEFAULT_ZONE


def send(
    kind: NoticeKind,
    to: Recipient,
    context: Mapping[str, Any],
    *,
    scope: Model | None = None,
    dedup_key: str | None = None,
    batch: str = "",
    url: str = "",
    reply_to: str = "",
    attachments: tuple[int, ...] = (),
    calendar: str = "",
) -> Mail | None:
    """Write one message inside the present use case.

    The mail is rendered now, in the recipient's language, from `templates/email/<kind>/<language>.md` or the
    wording of `scope` (an organiser or contest). `context` must hold everything the template names; `to`,
    `url` (absolute) and `base_url` are added. A second call with the same `dedup_key` writes nothing
    and returns None, as does a kind the person switched off (the inbox line is written all the same).
    A `held` kind waits until `release(batch)`. `calendar` is an iCalendar object that goes with the mail.
    """
    with transaction() as current:
        if dedup_key and _is_written(dedup_key, to.account_id):
            return None
        subject, body = render(kind, to, context, scope=scope, url=url)
        if kind.in_inbox and to.account_id and not kind.held:
            current.add(_line(to.account_id, kind.name, subject, url, dedup_key))
        if not kind.duty and _is_switched_off(kind, to.account_id):
            return None
        mail = Mail(
            kind=kind.name,
            account_id=to.account_id,
            to_address=to.address,
            to_name=to.name,
            language=to.language,
            subject=subject,
            body=body,
            url=url,
            reply_to=reply_to,
            attachments=list(attachments),
            calendar=calendar,
            state=MailState.HELD if kind.held else MailState.QUEUED,
            batch=batch,
            dedup_key=dedup_key,
            scope_type=scope.__tablename__ if scope is not None else None,
            scope_id=scope.id if scope is not None else None,
            due_at=clock.now(),
            is_secret=kind.secret,
        )
        current.add(mail)
        current.flush()
        return mail


def render(
    kind: NoticeKind, to: Recipient, context: Mapping[str, Any], *, scope: Model | None = None, url: str = ""
) -> tuple[str, str]:
    """Return (subject, body in Markdown) of a message as it would be written now.

    An organiser's own wording is filled in with what the standard text is filled in with. What people typed arrives
    as text: a link in a name or a title is none in the mail.
    """
    language = to.language if to.language in ("vi", "en") else "vi"
    values = {**context, "to": to, "url": url, "base_url": base_url()}
    own = wording_of(scope, kind, language) if scope is not None and kind.worded else None
    with force_locale(language):
        return (own and in_own_words(own, values)) or in_standard_words(kind, language, values)


def release(batch: str) -> int:
    """Let the held mails of `batch` go, and put their lines into the inboxes; return how many mails.

    One that was withdrawn stays withdrawn.
    """
    held = select(Mail).where(Mail.batch == batch, Mail.state == MailState.HELD).with_for_update(of=Mail)
    with transaction() as current:
        mails = current.scalars(held.execution_options(populate_existing=True)).all()
        for mail in mails:
            mail.state, mail.due_at = MailState.QUEUED, clock.now()
            if mail.account_id is not None and kind_named(mail.kind).in_inbox:
                current.add(_line(mail.account_id, mail.kind, mail.subject, mail.url, mail.dedup_key))
        return len(mails)


def withdraw(batch: str = "", *, dedup_key: str = "") -> int:
    """Withdraw what has not been sent yet, of a batch or by its key; return how many mails.

    The key is freed, so that a new decision may write a new mail.
    """
    with transaction() as current:
        chosen = Mail.batch == batch if batch else Mail.dedup_key == dedup_key
        result = current.execute(
            update(Mail)
            .where(chosen, Mail.state.in_([MailState.HELD, MailState.QUEUED, MailState.FAILED]))
            .values(state=MailState.WITHDRAWN, dedup_key=None)
        )
        return int(result.rowcount)  # type: ignore[attr-defined]


def _is_written(dedup_key: str, account_id: int | None) -> bool:
    if session().scalar(select(Mail.id).where(Mail.dedup_key == dedup_key)) is not None:
        return True
    line = select(Notification.id).where(Notification.account_id == account_id, Notification.dedup_key == dedup_key)
    return account_id is not None and session().scalar(line) is not None


def _is_switched_off(kind: NoticeKind, account_id: int | None) -> bool:
    wanted = session().scalar(
        select(NotificationPreference.by_mail).where(
            NotificationPreference.account_id == account_id, NotificationPreference.kind == kind.name
        )
    )
    return wanted is False


def _line(account_id: int, kind: str, title: str, url: str, dedup_key: str | None) -> Notification:
    return Notification(account_id=account_id, kind=kind, title=title[:300], url=url, dedup_key=dedup_key)
