"""Reads of the outbox and the inbox."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from ecosystem.core.database import Model, one_or_missing, remembered, session
from ecosystem.notifications.models import Mail, MailState, MailTemplate, Notification, NotificationPreference


def unread_count(account_id: int) -> int:
    """Return how many lines of a person's inbox are unread."""

    def count() -> int:
        return session().scalar(_unread(), {"account_id": account_id}) or 0

    return remembered(("unread", account_id), count)


@cache
def _unread() -> Select[int]:
    unread = (Notification.account_id == bindparam("account_id"), Notification.read_at.is_(None))
    return select(func.count(Notification.id)).where(*unread)


def inbox_of(account_id: int, *, only_unread: bool = False) -> Select[Any]:
    """Statement: a person's inbox, newest first."""
    lines = select(Notification).where(Notification.account_id == account_id)
    if only_unread:
        lines = lines.where(Notification.read_at.is_(None))
    return lines.order_by(Notification.created_at.desc(), Notification.id.desc())


def notification_by_public_id(public_id: str) -> Notification:
    """Return one line of an inbox. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(select(Notification).where(Notification.public_id == public_id)))


def mail_by_public_id(public_id: str) -> Mail:
    """Return one mail. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(select(Mail).where(Mail.public_id == public_id)))


def outbox_of(*scopes: Model, state: MailState | None = None, kind: str = "", query: str = "") -> Select[Any]:
    """Statement: the mails written for any of `scopes`, newest first; secret ones are left out."""
    belongs = or_(*((Mail.scope_type == s.__tablename__) & (Mail.scope_id == s.id) for s in scopes))
    mails = select(Mail).where(belongs, Mail.is_secret.is_(False))
    if state is not None:
        mails = mails.where(Mail.state == state)
    if kind:
        mails = mails.where(Mail.kind == kind)
    for word in query.split()[:6]:
        mails = mails.where(
            or_(*(c.icontains(word, autoescape=True) for c in (Mail.to_address, Mail.to_name, Mail.subject)))
        )
    return mails.order_by(Mail.created_at.desc(), Mail.id.desc())


def outbox_counts(*scopes: Model) -> dict[MailState, int]:
    """Return how many mails of `scopes` are in each state."""
    belongs = or_(*((Mail.scope_type == s.__tablename__) & (Mail.scope_id == s.id) for s in scopes))
    rows = session().execute(select(Mail.state, func.count()).where(belongs).group_by(Mail.state))
    return {row.state: row[1] for row in rows}


def all_mails(query: str = "") -> Select[Any]:
    """Statement: every mail, newest first; for the demonstration's mail reader only."""
    mails = select(Mail)
    if query:
        mails = mails.where(
            or_(Mail.to_address.icontains(query, autoescape=True), Mail.subject.icontains(query, autoescape=True))
        )
    return mails.order_by(Mail.created_at.desc(), Mail.id.desc())


def preferences_of(account_id: int) -> dict[str, bool]:
    """Return what a person said about mails, by kind; a kind that is absent has its default."""
    rows = session().execute(
        select(NotificationPreference.kind, NotificationPreference.by_mail).where(
            NotificationPreference.account_id == account_id
        )
    )
    return {row.kind: row.by_mail for row in rows}


def wordings_of(scope: Model) -> list[MailTemplate]:
    """Return the words `scope` gave its mails instead of the standard ones."""
    own = select(MailTemplate).where(MailTemplate.scope_type == scope.__tablename__, MailTemplate.scope_id == scope.id)
    return list(session().scalars(own.order_by(MailTemplate.kind, MailTemplate.language)))
