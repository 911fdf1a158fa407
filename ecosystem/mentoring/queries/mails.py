"""Mails about the result of a round that are held."""

from sqlalchemy import func, select

from ecosystem.core.database import session
from ecosystem.mentoring.models import Programme
from ecosystem.notifications.models import Mail, MailState


def batch_of(programme: Programme) -> str:
    """Name the mails of a round's result, which are released together."""
    return f"mentoring:{programme.public_id}"


def held_mails(programme: Programme) -> int:
    """Count the mails about the matches that wait for their release."""
    statement = (
        select(func.count()).select_from(Mail).where(Mail.batch == batch_of(programme), Mail.state == MailState.HELD)
    )
    return session().scalar(statement) or 0
