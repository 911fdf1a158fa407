"""Which language a text is written in, told by the letters alone: Vietnamese cannot be written long without its own."""

import unicodedata

ENOUGH_LETTERS = 40
LOOKED_AT = 400
VIETNAMESE_FROM = 0.06  # running Vietnamese has about 0.25, English with Vietnamese names about 0.02
_VOWELS = "aăâeêioôơuưy"
_TONES = (
    "\N{COMBINING GRAVE ACCENT}",
    "\N{COMBINING ACUTE ACCENT}",
    "\N{COMBINING TILDE}",
    "\N{COMBINING HOOK ABOVE}",
    "\N{COMBINING DOT BELOW}",
)
_OWN = frozenset("ăâđêôơư").union(unicodedata.normalize("NFC", v + tone) for v in _VOWELS for tone in _TONES)


def language_of(text: str) -> str:
    """Return "vi" or "en" for a text in Latin letters by its beginning, "" if too short or in other letters."""
    beginning = unicodedata.normalize("NFC", text[:LOOKED_AT]).casefold()
    letters = [letter for letter in beginning if letter.isalpha()]
    latin = sum(letter < "ɐ" or "ḁ" <= letter <= "ỿ" for letter in letters)
    if latin < ENOUGH_LETTERS or latin < len(letters) * 0.8:
        return ""
    return "vi" if sum(letter in _OWN for letter in letters) >= latin * VIETNAMESE_FROM else "en"
