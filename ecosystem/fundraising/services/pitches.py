"""The pitch and the confidential papers of a startup, and every opening of one."""

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused, StaleEdit
from ecosystem.fundraising import notices
from ecosystem.fundraising.domain.pitch import Audience, DocumentKind, Pitch, problems_of
from ecosystem.fundraising.models import ConfidentialDocument, DocumentView, FundraisingProfile
from ecosystem.fundraising.policies.rights import Reading, reading_of_document
from ecosystem.fundraising.queries.pitches import documents_of, pitch_row
from ecosystem.startups.models import Startup
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove

MOST_DOCUMENTS = 10


def store_pitch(startup: Startup, pitch: Pitch, *, version: int | None, by: Account) -> FundraisingProfile:
    """Store what a startup raises. `version` is the one the form was shown with, None for the first time.

    Raises Invalid (details: "problems") where it does not add up, StaleEdit when somebody changed it since.
    """
    problems = problems_of(pitch)
    if problems:
        raise Invalid(problems[0], details={"problems": problems})
    with transaction() as current, unique_or(StaleEdit(_stale())):
        row = pitch_row(startup.id)
        if row is None:
            row = FundraisingProfile(startup_id=startup.id)
            current.add(row)
            current.flush()
        else:
            row = locked(FundraisingProfile, row.id)
            if version is not None and row.version != version:
                raise StaleEdit(_stale())
        changes = assign(row, _values(pitch))
        if changes:
            record("fundraising.edited", startup, by=by.id, scope=startup, changes=changes)
        current.flush()
        return row


def add_document(
    startup: Startup,
    file: StoredFile,
    *,
    title: str,
    kind: DocumentKind,
    audience: Audience,
    pages: int,
    by: Account,
) -> ConfidentialDocument:
    """Keep one more confidential document of `pages` pages. Raises Refused when there are too many."""
    with transaction() as current:
        locked(Startup, startup.id)  # two uploads at once are counted one after the other
        if len(documents_of(startup.id)) >= MOST_DOCUMENTS:
            raise Refused(_l("At most %(most)d documents. Withdraw one first.", most=MOST_DOCUMENTS))
        document = ConfidentialDocument(
            startup_id=startup.id, file_id=file.id, title=title.strip() or file.name, kind=kind, audience=audience
        )
        document.pages = pages
        current.add(document)
        current.flush()
        record(
            "fundraising.document_added", startup, by=by.id, scope=startup, changes={"title": (None, document.title)}
        )
        return document


def change_audience(document: ConfidentialDocument, audience: Audience, *, by: Account) -> None:
    """Let other investors open the document from now on; what was opened stays in the log."""
    with transaction():
        row = locked(ConfidentialDocument, document.id)
        changes = assign(row, {"audience": audience})
        if changes:
            record("fundraising.audience_changed", row.startup, by=by.id, scope=row.startup, changes=changes)


def withdraw_document(document: ConfidentialDocument, *, by: Account) -> None:
    """Take a document away from everybody; who opened it stays on record. Twice is once."""
    with transaction():
        row = locked(ConfidentialDocument, document.id)
        if row.withdrawn_at is None:
            row.withdrawn_at = clock.now()
            remove(row.file)
            record("fundraising.document_withdrawn", row.startup, by=by.id, scope=row.startup)


def open_document(document: ConfidentialDocument, *, by: Account) -> DocumentView:
    """Put on record that somebody outside the team opens a document, before a page of it is served.

    Tells the team the first time this person opens it. Raises Refused without the right to read.
    """
    with transaction() as current:
        right = reading_of_document(by.id, document)
        if right is None:
            raise Refused(_l("You may not open this document any more."))
        is_first = _is_first(document, by.id)
        view = DocumentView(document_id=document.id, viewer_id=by.id, viewer_name=by.name, **_through(right))
        current.add(view)
        current.flush()
        record("fundraising.document_opened", document.startup, by=by.id, scope=document.startup)
        if is_first:
            notices.document_opened(view)
        return view


def _is_first(document: ConfidentialDocument, account_id: int) -> bool:
    found = session().query(DocumentView.id).filter_by(document_id=document.id, viewer_id=account_id).first()
    return found is None


def _through(right: Reading) -> dict[str, Any]:
    return {"investor_id": right.investor_id, "session_id": right.session_id}


def _values(pitch: Pitch) -> dict[str, Any]:
    return asdict(pitch) | {
        "instruments": list(pitch.instruments),
        "uses": [[use.purpose, use.percent] for use in pitch.uses],
        "figures": [[figure.label, figure.value] for figure in pitch.figures],
    }


def _stale() -> Any:
    return _l("Somebody else of your team changed this while you were writing. Nothing is lost.")
