"""The inbox in the product, and what a person wants by mail."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import NoSuchRecord, Refused
from ecosystem.notifications.kinds import NoticeKind, all_kinds, kind_named
from ecosystem.notifications.letter import read_unsubscribe_token
from ecosystem.notifications.models import Notification, NotificationPreference


def mark_read(line: Notification) -> Notification:
    """Mark one line as read; doing it again changes nothing."""
    with transaction() as current:
        current.execute(
            update(Notification)
            .where(Notification.id == line.id, Notification.read_at.is_(None))
            .values(read_at=clock.now())
        )
        return line


def mark_all_read(*, by: int) -> int:
    """Mark everything in a person's inbox as read; return how many lines changed."""
    with transaction() as current:
        changed = current.execute(
            update(Notification)
            .where(Notification.account_id == by, Notification.read_at.is_(None))
            .values(read_at=clock.now())
        )
        return int(changed.rowcount)  # type: ignore[attr-defined]


def set_preference(kind: NoticeKind, *, by_mail: bool, by: int) -> None:
    """Say whether a person wants a kind by mail. Raises Refused for a duty."""
    if kind.duty and not by_mail:
        raise Refused(_l("These mails are part of the procedure and cannot be switched off."))
    with transaction() as current:
        row = session().query(NotificationPreference).filter_by(account_id=by, kind=kind.name).one_or_none()
        if row is None:
            row = NotificationPreference(account_id=by, kind=kind.name, by_mail=by_mail)
            current.add(row)
        row.by_mail = by_mail


def unsubscribe(token: str) -> NoticeKind:
    """Switch a kind off by the token of a mail. Raises NoSuchRecord for a token that is not ours."""
    read = read_unsubscribe_token(token, current_app.config["SETTINGS"])
    if read is None:
        raise NoSuchRecord(_l("This link is not complete. Please copy it whole from the mail."))
    account_id, name = read
    if name not in {kind.name for kind in all_kinds()}:
        raise NoSuchRecord(_l("There is no such kind of mail any more."))
    kind = kind_named(name)
    set_preference(kind, by_mail=False, by=account_id)
    return kind
