"""What every change to an entry goes through: the lock, the life cycle, the deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from ecosystem.applications.domain.deadline import EntryDeadline
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.core.database import in_transaction, locked, session
from ecosystem.core.errors import Refused
from ecosystem.core.search import fold, sort_key

_NOT_DRAFTS = (ApplicationState.SUBMITTED, ApplicationState.RETURNED)


@dataclass(frozen=True)
class OpenEntry:
    """An entry locked for a change, with the deadline that was asked."""

    application: Application
    deadline: EntryDeadline


def open_entry(application: Application, *, at: datetime) -> OpenEntry:
    """Lock the entry and make sure that it may still be changed at `at`.

    Raises Refused, saying why, when the time is over or the entry was withdrawn or decided.
    """
    assert in_transaction()
    entry = locked(Application, application.id)
    found = deadline_of(entry)
    if not found.takes_edit(at):
        raise Refused(why_closed(entry, found))
    return OpenEntry(entry, found)


def why_closed(entry: Application, found: EntryDeadline) -> str:
    """Say why the entry cannot be changed now."""
    if entry.announced_state is ApplicationState.WITHDRAWN:
        return str(_l("This entry was withdrawn. Revive it first."))
    if not found.runs:
        return str(_l("The contest takes no entries any more."))
    if entry.announced_state in (ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE):
        return str(_l("The eligibility of this entry was decided, so it cannot be changed any more."))
    if entry.announced_state is ApplicationState.RETURNED:
        return str(_l("The time to complete this entry is over. What was typed is kept; please ask the organiser."))
    return str(_l("The deadline is over. Everything you entered is kept, but it can no longer be changed."))


def touch(entry: Application, *, at: datetime) -> None:
    """Note that the working copy changed, without raising the version of the entry's own fields."""
    values: dict[str, object] = {"last_edited_at": at, "updated_at": at}
    if entry.announced_state in _NOT_DRAFTS:
        values["has_unsubmitted_changes"] = True
    session().execute(
        update(Application)
        .where(Application.id == entry.id)
        .values(values)
        .execution_options(synchronize_session="evaluate")
    )


def index(entry: Application, members: Sequence[ApplicationMember]) -> None:
    """Derive what lists search and sort by."""
    entry.sort_key = sort_key(entry.title)
    names = " ".join(member.name for member in members)
    startup = entry.startup.name if entry.startup else ""
    entry.search_text = fold(f"{entry.code} {entry.title} {startup} {names}")
    entry.gallery_text = fold(f"{entry.title} {entry.summary}")
