"""What people write down about sessions: notes both sides share, notes for oneself, and what is to be done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_state, locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid
from ecosystem.mentoring.models import ActionItem, MentoringSession, Mentorship, PrivateNote, SharedNotes
from ecosystem.mentoring.queries.sessions import private_note_of, shared_notes_of, team_of

_CHANGED = _l("Somebody else changed this meanwhile. Please look at it again.")


def save_shared(found: MentoringSession, *, text: str, by: Account, shown: int) -> SharedNotes:
    """Keep the notes of both sides. `shown` is the version that was edited, 0 for none yet.

    Raises StaleEdit when the other side changed them meanwhile; nothing is overwritten then.
    """
    with transaction() as current:
        present = shared_notes_of(found)
        if present is None:
            check_state(0, shown)
            present = SharedNotes(session_id=found.id, text=text, edited_by_id=by.id)
            with unique_or(_CHANGED):
                current.add(present)
                current.flush()
            return present
        present = locked(SharedNotes, present.id)
        if present.text != text:
            check_state(present.version, shown)
            present.text, present.edited_by_id = text, by.id
        session().flush()
        return present


def save_private(found: MentoringSession, *, text: str, by: Account, shown: int) -> PrivateNote:
    """Keep what a person notes for themselves. Raises StaleEdit when they changed it in another window."""
    with transaction() as current:
        present = private_note_of(found, by.id)
        if present is None:
            check_state(0, shown)
            present = PrivateNote(session_id=found.id, account_id=by.id, text=text)
            with unique_or(_CHANGED):
                current.add(present)
                current.flush()
            return present
        present = locked(PrivateNote, present.id)
        if present.text != text:
            check_state(present.version, shown)
            present.text = text
        session().flush()
        return present


def add_item(found: MentoringSession, values: Mapping[str, Any], *, by: Account) -> ActionItem:
    """Note something to be done: `text`, `owner_id` (somebody of the two sides), `due_on`. Twice the same is once."""
    with transaction() as current:
        match = locked(Mentorship, found.mentorship_id)
        _ensure_of_match(match, values["owner_id"])
        same = [each for each in _open_items(match, found) if all(getattr(each, k) == v for k, v in values.items())]
        if same:
            return same[0]
        made = ActionItem(mentorship_id=match.id, session_id=found.id, **values)
        current.add(made)
        current.flush()
        audit.record("mentoring.item_added", made, by=by.id, scope=match.programme)
        return made


def _open_items(match: Mentorship, found: MentoringSession) -> list[ActionItem]:
    query = session().query(ActionItem).filter_by(mentorship_id=match.id, session_id=found.id, done_at=None)
    return list(query)


def _ensure_of_match(match: Mentorship, owner_id: int) -> None:
    if owner_id != match.profile.account_id and owner_id not in {each.account_id for each in team_of(match)}:
        raise Invalid(_l("Please choose somebody of the two sides."))


def tick_item(item: ActionItem, *, done: bool, by: Account) -> None:
    """Mark an item as done, or as open again."""
    with transaction():
        present = locked(ActionItem, item.id)
        if (present.done_at is not None) == done:
            return
        present.done_at, present.done_by_id = (clock.now(), by.id) if done else (None, None)
        action = "mentoring.item_done" if done else "mentoring.item_reopened"
        audit.record(action, present, by=by.id, scope=present.mentorship.programme)


def remove_item(item: ActionItem, *, by: Account) -> None:
    """Take an item off the list."""
    with transaction() as current:
        present = locked(ActionItem, item.id)
        audit.record("mentoring.item_removed", present, by=by.id, scope=present.mentorship.programme)
        current.delete(present)
