"""The dossier as PDF and the archive of all dossiers."""

import io
import zipfile

from flask import Flask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from ecosystem.applications.documents.archive import stream_dossiers
from ecosystem.applications.documents.dossier import dossier_document
from ecosystem.applications.models import Application
from ecosystem.applications.queries import dossier_of
from ecosystem.applications.queries.exports import handed_in
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core.documents.tables import harmless
from tests.support.factories.accounts import account
from tests.support.factories.applications import attach_file, make_application, submit_again
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.files import PDF, make_file

HIGHLANDS = "Ksor H'Bŏ Kĕt Jĭp Ŭk ƀơ̆ Ễ Ộ"


def entry_with_file() -> Application:
    contest = make_contest()
    plan = make_question(contest.sections[0], key="plan", kind=QuestionKind.FILE, label="Bản kế hoạch")
    entry = make_application(contest, by=account("Rơ Châm H'Blŏn"), answers={"problem": HIGHLANDS})
    attach_file(entry, plan, make_file(name="kế hoạch H'Blŏn.pdf"))
    submit_again(entry)
    return entry


def text_of(entry: Application, *, sees: bool) -> str:
    dossier = dossier_of(entry, viewer_sees_team=sees, sees_hidden=sees)
    assert dossier is not None
    made = dossier_document(dossier, entry.contest, submitted_at=entry.submitted_at)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_vietnamese_and_highlands_letters_are_all_there(app: Flask, session: Session) -> None:
    with app.test_request_context():
        text = text_of(entry_with_file(), sees=True)
    assert "Rơ Châm H'Blŏn" in text
    assert all(letter in text for letter in "ŏĕĭŬƀỄỘ")


def test_the_hash_stands_in_it_and_a_blind_reader_finds_no_name(app: Flask, session: Session) -> None:
    entry = entry_with_file()
    with app.test_request_context():
        whole, blind = text_of(entry, sees=True), text_of(entry, sees=False)
    assert entry.content_hash in whole.replace("\n", "")
    assert "Blŏn" not in blind
    assert f"{entry.code}-plan-1.pdf" in blind


def test_all_dossiers_come_with_their_files(app: Flask, session: Session) -> None:
    entry = entry_with_file()
    make_application(entry.contest)
    with app.test_request_context():
        content = b"".join(stream_dossiers(entry.contest, handed_in(entry.contest)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == 2
        assert archive.read(next(name for name in names if "01-plan-" in name)) == PDF


def test_what_begins_like_a_formula_becomes_text() -> None:
    assert [harmless(cell) for cell in ("=1", "+1", "-1", "@x", "a=1", 5, None)] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "a=1",
        5,
        "",
    ]
