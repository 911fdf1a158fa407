"""Word, PowerPoint and Excel files are ZIP containers: what they may hold, and how much of it."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Invalid, Text

MOST_ENTRIES = 5_000
LARGEST_UNPACKED = 512 * 1024 * 1024
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 10 * 1024 * 1024  # XML packs well; a ratio says nothing about small files
LARGEST_INDEX = 4 * 1024 * 1024
MAIN_PARTS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
MACRO_MARKS = (b"macroEnabled", b"vbaProject")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def check_container(path: Path, wanted: str) -> None:
    """Raise Invalid unless the file at `path` is a harmless container of the format `wanted` (docx, pptx, xlsx)."""
    try:
        with zipfile.ZipFile(path) as container:
            entries = container.infolist()
            _check_size(entries, path.stat().st_size)
            _check_names(entries)
            _check_parts(container, entries, wanted)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Invalid(_broken()) from error


def _check_size(entries: Sequence[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > RATIO_COUNTS_FROM and unpacked > packed * LARGEST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or swollen:
        raise Invalid(_l("This file unpacks to far more than it should. Please save it anew and upload it again."))


def _check_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename.replace("\\", "/")
        outside = name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/") or "\x00" in name
        if outside or name.casefold() in seen or entry.flag_bits & 0x1:
            raise Invalid(_broken())
        seen.add(name.casefold())


def _check_parts(container: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], wanted: str) -> None:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith(MAIN_PARTS[wanted]) for name in names):
        raise Invalid(_l("This is not a %(kind)s file, whatever its name says.", kind=wanted.upper()))
    if any(name.casefold().endswith(MACRO_PARTS) for name in names) or _declares_macros(container):
        raise Invalid(_l("This file holds macros. Please save it without macros and upload it again."))


def _declares_macros(container: zipfile.ZipFile) -> bool:
    with container.open("[Content_Types].xml") as index:
        content = index.read(LARGEST_INDEX + 1)
    if len(content) > LARGEST_INDEX:
        raise Invalid(_broken())
    return any(mark in content for mark in MACRO_MARKS)


def _broken() -> Text:
    return _l("This file is damaged or protected by a password. Please save it anew and upload it again.")
