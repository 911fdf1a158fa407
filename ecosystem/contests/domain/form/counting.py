"""How characters and words are counted: the same here and in `static/js/counters.js`."""

import unicodedata


def unified(text: str) -> str:
    """Return `text` as it is stored and counted: NFC, every line end one line feed."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def count_characters(text: str) -> int:
    """Count code points after NFC; a line end is one, blanks at both ends are none."""
    return len(unified(text).strip())


def count_words(text: str) -> int:
    """Count what white space separates; a Vietnamese syllable is a word."""
    return len(unified(text).split())
