"""Files are kept whole or not at all, and go when nobody needs them."""

import errno
import hashlib
import io
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused, StorageFull, TooLarge, Unavailable
from ecosystem.core.storage import LocalStorage
from ecosystem.uploads.jobs import clean
from ecosystem.uploads.models import FileState, StoredFile
from ecosystem.uploads.services import copy_of, open_stored, path_of, remove, store
from tests.support.factories.files import PDF, make_file, picture
from tests.support.factories.startups import make_startup


def keep(content: bytes = PDF, name: str = "a.pdf", **options: Any) -> StoredFile:
    chosen = {"purpose": "test", "by": None, "accept": ("pdf", "png"), "largest": 1_000_000} | options
    return store(io.BytesIO(content), name=name, **chosen)


def kept_files(app: Flask) -> list[Path]:
    return [path for path in app.config["SETTINGS"].uploads.rglob("*") if path.is_file()]


def test_a_stored_file_is_what_was_sent(session: Session) -> None:
    file = keep(name="Thuyết minh.pdf")
    assert (file.name, file.media_type, file.size) == ("Thuyết minh.pdf", "application/pdf", len(PDF))
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()
    with open_stored(file) as content:
        assert content.read() == PDF


def test_a_picture_is_measured_after_it_was_painted_anew(session: Session) -> None:
    file = keep(picture(size=(300, 100)), "a.png", longest_side=150)
    content = path_of(file).read_bytes()
    assert (file.width, file.height) == (150, 50)
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(("content", "name"), [(b"", "a.pdf"), (b"MZ", "a.pdf"), (PDF, "a.png"), (PDF, "a.docx")])
def test_what_is_refused_leaves_nothing(app: Flask, session: Session, content: bytes, name: str) -> None:
    with pytest.raises(Invalid):
        keep(content, name)
    assert kept_files(app) == []
    assert session.scalars(select(StoredFile)).all() == []


def test_too_large_is_noticed_on_the_way(app: Flask, session: Session) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"%PDF-" * (size // 5)

    stream = Endless()
    with pytest.raises(TooLarge, match="1"):
        store(stream, name="a.pdf", purpose="test", by=None, accept=("pdf",), largest=1024 * 1024)  # type: ignore[arg-type]
    assert stream.given < 3 * 1024 * 1024
    assert kept_files(app) == []


@pytest.mark.parametrize("moment", ["write", "keep"])
def test_a_full_disk(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if moment == "keep":
        monkeypatch.setattr("ecosystem.core.storage.sync", full)
    else:
        monkeypatch.setattr("ecosystem.uploads.services.storing.inspect", full)
    with pytest.raises(StorageFull):
        keep()
    assert kept_files(app) == []
    assert session.scalars(select(StoredFile)).all() == []


def with_scanner(app: Flask, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], virus_scanner=command))


def test_an_infected_file_is_on_record_and_not_kept(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_scanner(app, "test ! -s", monkeypatch)  # objects to whatever is not empty
    with pytest.raises(Refused):
        keep()
    file = session.scalars(select(StoredFile)).one()
    assert file.state is FileState.INFECTED
    assert kept_files(app) == []
    with pytest.raises(NoSuchRecord):
        open_stored(file)


def test_a_clean_file_passes_the_scanner(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with_scanner(app, "grep -q %PDF", monkeypatch)
    assert keep().state is FileState.STORED


def test_without_its_scanner_nothing_is_taken(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with_scanner(app, "/no/such/scanner", monkeypatch)
    with pytest.raises(Unavailable):
        keep()
    assert kept_files(app) == []


def test_a_removed_file_is_served_no_longer_and_deleted_later(session: Session) -> None:
    file = keep()
    path = path_of(file)
    remove(file)
    with pytest.raises(NoSuchRecord):
        path_of(file)
    clean()
    assert path.exists()
    with clock.at(clock.now() + timedelta(days=8)):
        assert "1 removed" in clean()
        assert not path.exists()
        assert clean() == ""
    assert file.content_deleted_at is not None


def test_a_copy_lives_on(session: Session) -> None:
    file = keep()
    copy = copy_of(file, purpose="other", by=None)
    remove(file)
    with open_stored(copy) as content:
        assert content.read() == PDF
    assert copy.sha256 == file.sha256


def test_orphans_go_and_what_is_pointed_at_stays(session: Session) -> None:
    orphan, attachment = make_file(), make_file(purpose="attachment")
    startup = make_startup()
    with transaction():
        startup.deck = make_file()
    assert clean() == ""
    with clock.at(clock.now() + timedelta(days=8)):
        assert "1 orphans" in clean()
    assert orphan.state is FileState.REMOVED
    assert attachment.state is FileState.STORED
    assert startup.deck is not None
    assert startup.deck.state is FileState.STORED


def test_what_broke_off_is_swept_up(app: Flask, session: Session) -> None:
    file = keep()
    place = LocalStorage(app.config["SETTINGS"].uploads)
    draft, lost = place.draft(), place.path_of("nobodyknows2")
    lost.parent.mkdir(exist_ok=True)
    for path in (draft, lost):
        path.write_bytes(b"x")
    assert clean() == ""
    with clock.at(clock.now() + timedelta(hours=7)):
        assert "2 drafts" in clean()
    assert not draft.exists()
    assert not lost.exists()
    assert path_of(file).exists()


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "a/b", "ab", "\u0111\u0111\u0111\u0111"])
def test_keys_are_never_paths(key: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a key"):
        LocalStorage(tmp_path).path_of(key)
