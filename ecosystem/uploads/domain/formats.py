"""The formats the product takes, and how their beginnings look."""

from collections.abc import Iterable

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
}
SAME_AS = {"jpeg": "jpg", "jpe": "jpg", "m4v": "mp4"}
IMAGES = ("jpg", "png", "webp")
DOCUMENTS = ("pdf", "docx", "pptx", "xlsx")
OFFICE = ("docx", "pptx", "xlsx")
# What a browser may show inside a page of ours; everything else is downloaded.
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "video/mp4"})
HEAD = 4096


def format_of(extension: str) -> str:
    """Return the format an extension stands for: "jpeg" is "jpg"; unknown ones stay as they are."""
    return SAME_AS.get(extension, extension)


def signature_of(head: bytes) -> str:
    """Tell the format from the first bytes: one of MEDIA_TYPES, "ooxml", or "" when it is none we take."""
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"PK\x03\x04"):
        return "ooxml"
    return "mp4" if is_mp4(head) else ""


def is_mp4(head: bytes) -> bool:
    """Tell whether the file begins with an `ftyp` box of a sane size and a printable brand."""
    size = int.from_bytes(head[:4], "big")
    return head[4:8] == b"ftyp" and 16 <= size <= 1024 and head[8:12].isascii() and head[8:12].isalnum()


def accept_attribute(formats: Iterable[str]) -> str:
    """Return the formats as the `accept` attribute of a file field wants them."""
    names = [name for wanted in formats for name in (wanted, *(k for k, v in SAME_AS.items() if v == wanted))]
    return ",".join(f".{name}" for name in names)


def in_words(formats: Iterable[str]) -> str:
    """Return the formats as people call them: "PDF, DOCX"."""
    return ", ".join(name.upper() for name in formats)
