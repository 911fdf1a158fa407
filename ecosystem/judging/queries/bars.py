"""What keeps a person from judging, discussing or calibrating on an entry: one condition for all of them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from ecosystem.applications.models import Application
from ecosystem.core.database import session
from ecosystem.judging.models import Conflict, EntryBar


def stands_between(account_id: Any, application_id: Any) -> ColumnElement[bool]:
    """Condition over two columns (or values): a conflict of interest stands, or the whole entry is barred."""
    conflict = exists().where(
        Conflict.application_id == application_id,
        Conflict.account_id == account_id,
        Conflict.lifted_at.is_(None),
    )
    bar = exists().where(EntryBar.application_id == application_id, EntryBar.lifted_at.is_(None))
    return or_(conflict, bar)


def barred_entries(account_id: int, application_ids: Iterable[int]) -> set[int]:
    """Return those of the entries that the person may not judge, because of a conflict or a bar of the entry."""
    wanted = Application.id.in_(list(application_ids))
    return set(session().scalars(select(Application.id).where(wanted, stands_between(account_id, Application.id))))


def is_barred(account_id: int, application_id: int) -> bool:
    """Tell whether something stands between the person and the entry."""
    return application_id in barred_entries(account_id, [application_id])
