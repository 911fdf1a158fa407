"""How files are sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy.orm import Session

from ecosystem.core.errors import NoSuchRecord
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.responses import send_stored
from ecosystem.uploads.services import path_of, remove
from tests.support.factories.files import PDF, container, make_file, picture


@contextmanager
def sent(app: Flask, file: StoredFile, headers: dict[str, str] | None = None, **options: Any) -> Iterator[Response]:
    """The answer with the file, closed in the end as the server does."""
    with app.test_request_context(headers=headers):
        answer = send_stored(file, **options)
        answer.direct_passthrough = False
        try:
            yield answer
        finally:
            answer.close()


def test_a_download_names_the_file_in_any_language(app: Flask, session: Session) -> None:
    with sent(app, make_file(name='Đề án "mới".pdf')) as answer:
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment")
        assert "filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n%20m%E1%BB%9Bi.pdf" in disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_only_what_browsers_show_safely_is_shown(app: Flask, session: Session) -> None:
    files = {"inline": (make_file(), make_file(picture(), "a.png")), "attachment": (make_file(container(), "a.docx"),)}
    for how, several in files.items():
        for file in several:
            with sent(app, file, inline=True) as answer:
                assert answer.headers["Content-Disposition"].startswith(how)


def test_a_blind_name_hides_the_authors(app: Flask, session: Session) -> None:
    with sent(app, make_file(name="Nguyen-Van-Mau.pdf"), name="HS-2026-001.pdf") as answer:
        assert "Nguyen" not in str(answer.headers)


def test_parts_can_be_asked_for(app: Flask, session: Session) -> None:
    with sent(app, make_file(), headers={"Range": "bytes=0-3"}) as answer:
        assert answer.status_code == 206
        assert answer.get_data() == PDF[:4]


def test_what_is_gone_is_not_sent(app: Flask, session: Session) -> None:
    removed, lost = make_file(), make_file()
    remove(removed)
    path_of(lost).unlink()
    for file in (removed, lost):
        with app.test_request_context(), pytest.raises(NoSuchRecord):
            send_stored(file)
