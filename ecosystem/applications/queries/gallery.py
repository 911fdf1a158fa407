"""One entry of the public gallery."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.applications.domain.dossier import Dossier, DossierAnswer
from ecosystem.applications.models import Application
from ecosystem.applications.queries.dossiers import dossier_of
from ecosystem.contests.models import Question
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.errors import NoSuchRecord
from ecosystem.uploads.models import StoredFile


@dataclass(frozen=True)
class GalleryEntry:
    """What everybody may see: of what was handed in, the answers the organiser chose for the gallery."""

    dossier: Dossier
    answers: tuple[DossierAnswer, ...]
    pictures: tuple[str, ...]


def gallery_entry(application: Application) -> GalleryEntry:
    """Return the entry as the public sees it: like a blind judge, and of the answers only those for the gallery."""
    dossier = dossier_of(application, viewer_sees_team=False, sees_hidden=False)
    if dossier is None:
        raise NoSuchRecord(_l("There is no such page."))
    keys = set(
        session().scalars(
            select(Question.key).where(Question.contest_id == application.contest_id, Question.is_in_gallery)
        )
    )
    shown = [answer for section in dossier.sections for answer in section.answers if answer.key in keys]
    pictures = [file.public_id for answer in shown for file in answer.files if file.media_type.startswith("image/")]
    words = tuple(answer for answer in shown if not answer.files and not answer.is_empty)
    return GalleryEntry(dossier, words, tuple(pictures))


def picture_of(application: Application, file_id: str) -> StoredFile:
    """Return a picture that the gallery shows. Raises NoSuchRecord for any other file."""
    if file_id not in gallery_entry(application).pictures:
        raise NoSuchRecord(_l("There is no such page."))
    return one_or_missing(session().scalar(select(StoredFile).where(StoredFile.public_id == file_id)))
