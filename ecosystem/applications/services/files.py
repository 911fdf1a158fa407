"""Files given as answers."""

from datetime import datetime
from typing import IO

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.content import files_of
from ecosystem.applications.models import Application, ApplicationFile, Submission
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.applications.services.editing import open_entry, touch, why_closed
from ecosystem.audit.services import record
from ecosystem.contests.domain.form import QuestionDefinition
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.contests.queries import form_of
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove, store

MEGABYTE = 1024 * 1024
ANY_DOCUMENT = ("pdf", "docx", "pptx", "xlsx", "png", "jpg", "webp", "mp4")
PICTURES = ("png", "jpg", "webp")
LONGEST_SIDE = 2_400


def add_file(
    *, application: Application, key: str, stream: IO[bytes], name: str, by: Account, at: datetime
) -> ApplicationFile:
    """Check a file, keep it, and give it as (part of) the answer to question `key`.

    A question for one file takes the new one in place of the old one. Raises Refused after the deadline, for a
    question that is not asked, and when there are too many; and what `uploads.services.store` raises: the entry
    stays as it was then.
    """
    question = _file_question(application, key)
    found = deadline_of(application)
    if not found.takes_edit(at):  # asked before the file is looked at, and again under the lock
        raise Refused(why_closed(application, found))
    largest = min(question.max_mb * MEGABYTE, current_app.config["SETTINGS"].largest_upload)
    is_picture = question.kind is QuestionKind.IMAGE
    accept = question.accept or (PICTURES if is_picture else ANY_DOCUMENT)
    file = store(
        stream,
        name=name,
        purpose="application",
        by=by.id,
        accept=accept,
        largest=largest,
        longest_side=LONGEST_SIDE if is_picture else None,
    )
    try:
        return _attach(application, question, file, by=by, at=at)
    except Exception:
        remove(file)
        raise


def remove_file(*, attached: ApplicationFile, by: Account, at: datetime) -> None:
    """Take a file out of the answer; it can be put back. What was handed in keeps it."""
    with transaction():
        entry = open_entry(attached.application, at=at).application
        row = locked(ApplicationFile, attached.id)
        if row.removed_at is not None:
            return
        row.removed_at = at
        touch(entry, at=at)
        record("application.remove_file", entry, by=by.id, scope=entry.contest, note=row.file.name)


def restore_file(*, attached: ApplicationFile, by: Account, at: datetime) -> None:
    """Put a removed file back. Raises Refused when the question has as many files as it takes."""
    with transaction():
        entry = open_entry(attached.application, at=at).application
        row = locked(ApplicationFile, attached.id)
        if row.removed_at is None:
            return
        question = _file_question(entry, row.question.key)
        if _count(entry, question) >= question.max_files:
            raise Refused(_too_many(question))
        row.removed_at = None
        touch(entry, at=at)
        record("application.restore_file", entry, by=by.id, scope=entry.contest, note=row.file.name)


def is_handed_in(attached: ApplicationFile) -> bool:
    """Tell whether a submission of the entry holds the file."""
    contents = session().scalars(select(Submission.content).where(Submission.application_id == attached.application_id))
    wanted = attached.file.public_id
    return any(file["id"] == wanted for content in contents for _, file in files_of(content))


def forget_removed_files(application_id: int, *, before: datetime) -> int:
    """Let go of the files of an entry that were taken out before `before` and never handed in; return how many."""
    with transaction():
        rows = session().scalars(
            select(ApplicationFile).where(
                ApplicationFile.application_id == application_id, ApplicationFile.removed_at < before
            )
        )
        gone = [row for row in rows if not is_handed_in(row)]
        for row in gone:
            remove(row.file)
            session().delete(row)
        return len(gone)


def _attach(
    application: Application, question: QuestionDefinition, file: StoredFile, *, by: Account, at: datetime
) -> ApplicationFile:
    with transaction() as current:
        entry = open_entry(application, at=at).application
        if question.max_files == 1:
            _put_aside(entry, question, at=at)
        elif _count(entry, question) >= question.max_files:
            raise Refused(_too_many(question))
        row = ApplicationFile(
            application_id=entry.id, question_id=question.id, file_id=file.id, added_by_id=by.id, added_at=at
        )
        current.add(row)
        current.flush()
        touch(entry, at=at)
        record("application.add_file", entry, by=by.id, scope=entry.contest, note=file.name)
        return row


def _file_question(application: Application, key: str) -> QuestionDefinition:
    definition = form_of(application.contest)
    if not definition.has(key):
        raise NoSuchRecord(_l("The form has no such question any more."))
    question = definition.question(key)
    if not question.holds_files:
        raise Invalid(_l("This question takes no files."))
    if question.is_retired:
        raise Refused(_l("This question is not asked any more. The answer given before is kept."))
    return question


def _count(entry: Application, question: QuestionDefinition) -> int:
    statement = select(func.count(ApplicationFile.id)).where(
        ApplicationFile.application_id == entry.id,
        ApplicationFile.question_id == question.id,
        ApplicationFile.removed_at.is_(None),
    )
    return session().scalar(statement) or 0


def _put_aside(entry: Application, question: QuestionDefinition, *, at: datetime) -> None:
    rows = session().scalars(
        select(ApplicationFile).where(
            ApplicationFile.application_id == entry.id,
            ApplicationFile.question_id == question.id,
            ApplicationFile.removed_at.is_(None),
        )
    )
    for row in rows:
        row.removed_at = at


def _too_many(question: QuestionDefinition) -> str:
    return str(_l("At most %(most)d files, please.", most=question.max_files))
