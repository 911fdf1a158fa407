"""Hostile files against the running production server: a sentence each, nothing kept, and it goes on answering."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask

from ecosystem.applications.models import ApplicationFile
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core.database import session
from ecosystem.uploads.models import StoredFile
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.files import CONTENT_TYPES, PDF, picture
from tests.support.servers import ProductionServer
from tests.support.visitors import Answer, Caller, caller

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MEGABYTE = 1024 * 1024


def zip_bomb() -> bytes:
    """A Word file of some kilobytes that unfolds to 200 MB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        with archive.open("word/document.xml", "w") as part:
            for _ in range(200):
                part.write(b"\x00" * MEGABYTE)
    return target.getvalue()


REFUSED = {
    "nothing.pdf": b"",
    "page.pdf": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "both.pdf": b"%PDF-1.4\n<html><script>alert(1)</script></html>\n" + PDF[9:],
    "drawing.svg": SVG,
    "drawing.png": SVG,
    "program.exe": b"MZ\x90\x00" + b"\x00" * 200,
    "mistyped.docx": PDF,
    "picture.pdf": picture(),
    "bomb.docx": zip_bomb(),
    "folder.docx": PDF + zip_bomb(),
}


class Desk:
    """The place where one entry takes files, with what is stored behind it."""

    def __init__(self, app: Flask, server: ProductionServer) -> None:
        self.app, self.folder = app, app.config["SETTINGS"].uploads
        with app.app_context():
            contest = make_contest()
            make_question(contest.sections[0], key="tep", kind=QuestionKind.FILE, settings={"max_files": 20})
            entry = make_application(contest)
            self.browser: Caller = caller(app, server.url, entry.members[0].account)
            self.place = f"/entries/{entry.public_id}/questions/tep/files"

    def send(self, name: str, content: bytes) -> Answer:
        return self.browser.upload(self.place, name, content)

    def kept(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def names(self) -> list[str]:
        with self.app.app_context():
            assert session().query(ApplicationFile).count() == session().query(StoredFile).count()
            return [file.name for file in session().query(StoredFile).order_by(StoredFile.id)]


@pytest.fixture
def desk(committed_app: Flask, production_server: ProductionServer) -> Desk:
    return Desk(committed_app, production_server)


def what_is_refused_leaves_nothing(desk: Desk) -> None:
    for name, content in REFUSED.items():
        answer = desk.send(name, content)
        assert answer.status in (400, 413, 422), (name, answer.status, answer.text)
        assert "Traceback" not in answer.text
        assert desk.kept() == [], name
        assert desk.names() == [], name


NAMES = (
    "../../../etc/cron.d/x.pdf",
    "..\\..\\x.pdf",
    "/etc/passwd.pdf",
    "C:\\windows\\x.pdf",
    "a%2f..%2fx.pdf",
    "x.pdf\x01.pdf",
    "..pdf",
)


def a_name_is_never_a_path(desk: Desk) -> None:
    for name in NAMES:
        assert desk.send(name, PDF).status == 200, name
    assert all(path.parent.parent == desk.folder and path.name.isalnum() for path in desk.kept())
    assert len(desk.kept()) == len(desk.names()) == len(NAMES)
    assert not set("/\\\x01") & set("".join(desk.names()))


def chunked(total: int) -> Iterator[bytes]:
    """A body that does not say how long it is going to be."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF
    for _ in range(total // MEGABYTE):
        yield b"\x00" * MEGABYTE
    yield b"\r\n--x--\r\n"


def too_much_is_stopped_whether_it_says_so_or_not(desk: Desk) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    announced = desk.browser.send("POST", desk.place, b"--x", form | {"Content-Length": str(500 * MEGABYTE)})
    assert announced.status == 413
    with suppress(BrokenPipeError, ConnectionResetError):  # it may hang up in the middle
        assert desk.browser.send("POST", desk.place, chunked(70 * MEGABYTE), form).status in (400, 413)
    assert desk.kept() == []
    assert desk.names() == []


def test_hostile_files_and_names(desk: Desk) -> None:
    what_is_refused_leaves_nothing(desk)
    too_much_is_stopped_whether_it_says_so_or_not(desk)
    a_name_is_never_a_path(desk)
