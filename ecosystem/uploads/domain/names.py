"""The name of a file as people see it; it never decides where the file lies."""

import unicodedata

LONGEST = 120
FALLBACK = "tep"
# Directional marks can make "cod.exe" read as "exe.doc"; separators and quotes break headers and paths.
_REFUSED_CATEGORIES = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_REFUSED_LETTERS = set('<>:"|?*\\/')


def extension_of(name: str) -> str:
    """Return the extension in lower case without its dot; empty when there is none."""
    _stem, dot, extension = name.rpartition(".")
    return extension.casefold().strip() if dot else ""


def normalise_name(name: str) -> str:
    """Return `name` in NFC without folders, control, invisible and reserved characters, at most 120 long.

    The extension survives the shortening. A name of which nothing is left becomes "tep".
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if _is_fine(c))
    kept = " ".join(kept.split()).rstrip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    stem = stem.strip(" .") or FALLBACK
    ending = f".{extension[:12].casefold()}" if extension else ""
    return stem[: LONGEST - len(ending)].rstrip() + ending


def _is_fine(letter: str) -> bool:
    return letter not in _REFUSED_LETTERS and unicodedata.category(letter) not in _REFUSED_CATEGORIES
