"""What the organiser's staff does with entries besides deciding on them."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationNote, GalleryState
from ecosystem.audit.services import record
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused

_SHOWABLE = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ELIGIBLE)


def add_note(*, application: Application, text: str, by: Account) -> ApplicationNote:
    """Keep a remark about the entry, for the staff only. Raises Invalid for an empty one."""
    if not text.strip():
        raise Invalid(_l("Please write something."), details={"text": str(_l("Please write something."))})
    with transaction():
        note = ApplicationNote(application_id=application.id, account_id=by.id, text=text.strip())
        session().add(note)
        session().flush()
        record("application.note", application, by=by.id, scope=application.contest)
        return note


def moderate(*, application: Application, show: bool, by: Account) -> Application:
    """Show the entry in the public gallery, or take it out.

    Raises Refused when its team did not ask for it, or when it is not in the contest (any more).
    """
    with transaction():
        entry = locked(Application, application.id)
        if show and entry.gallery is GalleryState.HIDDEN:
            raise Refused(_l("The team did not ask to be shown in the gallery."))
        if show and entry.state not in _SHOWABLE:
            raise Refused(_l("Only entries that are in the contest can be shown in the gallery."))
        before = entry.gallery
        entry.gallery = GalleryState.SHOWN if show else GalleryState.REFUSED
        changes = {"gallery": (before, entry.gallery)}
        record("application.moderate", entry, by=by.id, scope=entry.contest, changes=changes)
        return entry
