import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from ecosystem.core.errors import Invalid
from ecosystem.uploads.domain import containers, pictures
from ecosystem.uploads.domain.formats import MEDIA_TYPES, accept_attribute
from ecosystem.uploads.domain.inspection import Inspected, inspect
from tests.support.factories.files import CONTENT_TYPES, MP4, PDF, container, picture

ALL = tuple(MEDIA_TYPES)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def look_at(folder: Path, content: bytes, name: str, accept: tuple[str, ...] = ALL, **options: int) -> Inspected:
    path = folder / "draft"
    path.write_bytes(content)
    return inspect(path, name, accept, **options)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (container(), "a.docx", MEDIA_TYPES["docx"]),
        (container({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "a.pptx", MEDIA_TYPES["pptx"]),
        (container({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), "a.xlsx", MEDIA_TYPES["xlsx"]),
        (picture("PNG"), "a.png", "image/png"),
        (picture("JPEG"), "a.jpeg", "image/jpeg"),
        (picture("WEBP"), "a.webp", "image/webp"),
        (MP4, "a.mp4", "video/mp4"),
    ],
)
def test_good_files(tmp_path: Path, content: bytes, name: str, media_type: str) -> None:
    assert look_at(tmp_path, content, name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"),
        (b"hello", "a.pdf"),
        (PDF, "a.png"),
        (picture("PNG"), "a.jpg"),
        (SVG, "a.png"),
        (SVG, "a.svg"),
        (b"<!DOCTYPE html><html></html>", "a.pdf"),
        (b"MZ\x90\x00", "a.docx"),
        (PDF, "a.exe"),
        (PDF, "pdf"),
        (PDF[:60], "a.pdf"),
        (b"\n" + PDF, "a.pdf"),
        (b"%PDF-1.4\n<html><script>alert(1)</script></html>\n" + PDF[9:], "a.pdf"),
        (PDF + b"<html><body onload=go()></body></html>", "a.pdf"),
        (PDF + container(), "a.pdf"),
        (b"GIF89a" + b"\x00" * 40, "a.png"),
        (picture("PNG")[:100], "a.png"),
        (b"\x00\x00\x00\x18ftyp\x00\x01\x02\x03" + b"\x00" * 40, "a.mp4"),
    ],
)
def test_bad_files(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(Invalid):
        look_at(tmp_path, content, name)


def test_only_accepted_kinds(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="PDF"):
        look_at(tmp_path, picture(), "a.png", accept=("pdf",))


def test_a_word_file_is_no_slides(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="PPTX"):
        look_at(tmp_path, container(), "a.pptx")


def test_any_archive_is_no_word_file(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        look_at(tmp_path, container({"word/document.xml": "<d/>"}), "a.docx")


@pytest.mark.parametrize("part", ["../../evil.sh", "/etc/passwd", "word\\..\\..\\x", "C:/x", "word/vbaProject.bin"])
def test_containers_with_hostile_parts(tmp_path: Path, part: str) -> None:
    content = container(None, **{part: "x"})
    with pytest.raises(Invalid):
        look_at(tmp_path, content, "a.docx")


def test_macros_that_go_by_another_name(tmp_path: Path) -> None:
    declared = CONTENT_TYPES.replace("document.main+xml", "document.macroEnabled.main+xml")
    with pytest.raises(Invalid, match="macros"):
        look_at(tmp_path, container({"[Content_Types].xml": declared, "word/document.xml": "<d/>"}), "a.docx")


def test_zip_bomb_by_ratio(tmp_path: Path) -> None:
    content = container(None, **{"word/media/x.xml": b"0" * (containers.RATIO_COUNTS_FROM * 3)})
    assert len(content) < 200_000
    with pytest.raises(Invalid, match="unpacks"):
        look_at(tmp_path, content, "a.docx")


def test_zip_bomb_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_ENTRIES", 5)
    with pytest.raises(Invalid, match="unpacks"):
        look_at(tmp_path, container(None, **{f"word/{n}.xml": "x" for n in range(5)}), "a.docx")


def test_one_part_twice(tmp_path: Path) -> None:
    target = io.BytesIO(container())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("Word/Document.xml", "<other/>")
    with pytest.raises(Invalid):
        look_at(tmp_path, target.getvalue(), "a.docx")


def test_pictures_lose_their_metadata_and_stand_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "A camera that knows where"
    found = look_at(tmp_path, picture("JPEG", (80, 40), exif=exif, comment=b"secret"), "a.jpg")
    assert (found.width, found.height) == (40, 80)
    stored = (tmp_path / "draft").read_bytes()
    assert b"camera" not in stored
    assert b"secret" not in stored


def test_what_hides_behind_a_picture_is_gone(tmp_path: Path) -> None:
    look_at(tmp_path, picture("PNG") + b"<script>alert(1)</script>", "a.png")
    assert b"script" not in (tmp_path / "draft").read_bytes()


def test_pictures_are_made_smaller(tmp_path: Path) -> None:
    found = look_at(tmp_path, picture("JPEG", (900, 300)), "a.jpg", longest_side=300)
    assert (found.width, found.height) == (300, 100)


def test_too_many_pixels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(Invalid, match="pixels"):
        look_at(tmp_path, picture(size=(40, 40)), "a.png")


def test_accept_attribute_names_every_spelling() -> None:
    assert accept_attribute(("pdf", "jpg")) == ".pdf,.jpg,.jpeg,.jpe"
