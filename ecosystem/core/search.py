"""Folding for search and keys for sorting, the same on both databases.

Search is without diacritics ("doi moi" finds "đổi mới"); order follows the Vietnamese alphabet and the
tone order of CLDR's `vi` (level, huyền, hỏi, ngã, sắc, nặng).
"""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x61 + index) for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0302", "\u0306", "\u031b"}


def normalise(text: str) -> str:
    """Return `text` in NFC, as everything is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return `text` without marks and case: "Đắk Lắk" becomes "dak lak"."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def sort_key(text: str) -> str:
    """Return a string whose code-point order is the Vietnamese order of `text`.

    Letters first, tones only to tell equal letters apart; digits before letters; spaces before both.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        letter, tone = _letter_and_tone(char)
        letters.append(_RANK.get(letter, letter if letter.isdigit() else (" " if letter.isspace() else "")))
        tones.append(tone)
    return "".join(letters)[:200] + "\x01" + "".join(tones)[:80]


def person_sort_key(full_name: str) -> str:
    """Key for lists of people: given name first, then family name, then the middle.

    A name of one word, or one whose bearer gave a sort name, is sorted as it stands.
    """
    words = full_name.split()
    if len(words) < 2:
        return sort_key(full_name)
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]]))


def _letter_and_tone(char: str) -> tuple[str, str]:
    tone = "0"
    kept: list[str] = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        elif not unicodedata.combining(part) or part in _SHAPES:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
