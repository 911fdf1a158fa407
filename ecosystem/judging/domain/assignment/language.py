"""Which language a text is written in, told by the letters alone: Vietnamese cannot be written long without its own."""

import unicodedata

ENOUGH_LETTERS = 40
VIETNAMESE_FROM = 0.06  # running Vietnamese has about 0.25, English with Vietnamese names about 0.02
_OWN = frozenset("ăâđêôơư")
_TONES = frozenset(
    "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING TILDE}"
    "\N{COMBINING HOOK ABOVE}\N{COMBINING DOT BELOW}"
)


def language_of(text: str) -> str:
    """Return "vi" or "en" for a text in Latin letters, "" where it is too short or in other letters."""
    letters = [letter for letter in unicodedata.normalize("NFC", text[:2000]).casefold() if letter.isalpha()]
    latin = [letter for letter in letters if unicodedata.normalize("NFD", letter)[0] in "abcdefghijklmnopqrstuvwxyzđ"]
    if len(latin) < ENOUGH_LETTERS or len(latin) < len(letters) * 0.8:
        return ""
    marked = sum(_is_vietnamese(letter) for letter in latin)
    return "vi" if marked >= len(latin) * VIETNAMESE_FROM else "en"


def _is_vietnamese(letter: str) -> bool:
    return letter in _OWN or not _TONES.isdisjoint(unicodedata.normalize("NFD", letter))
