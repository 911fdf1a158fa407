"""Which passwords are too weak. A short rule of our own: length does most of the work."""

from enum import StrEnum

from ecosystem.core.search import fold

SHORTEST = 10
LONGEST = 200
KEYBOARD_ROWS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
)
# The stems of the passwords that leak most often, in English and in Vietnamese, folded.
COMMON_STEMS = (
    "password", "passw0rd", "p@ssw0rd", "matkhau", "m@tkhau", "welcome", "letmein", "iloveyou", "anhyeuem", "emyeuanh",
    "yeuemnhieu", "admin", "administrator", "vietnam", "hanoi", "saigon", "football", "baseball", "superman", "batman",
    "dragon", "monkey", "princess", "sunshine", "master", "michael", "shadow", "trustno1", "starwars", "computer",
    "internet", "startup", "khoinghiep", "ecosystem", "qwerty", "azerty", "changeme", "secret", "default", "guest",
)  # fmt: skip


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ONLY_DIGITS = "only_digits"
    REPEATED = "repeated"
    SEQUENCE = "sequence"
    PERSONAL = "personal"
    COMMON = "common"


def weakness(password: str, *, personal: tuple[str, ...] = ()) -> Weakness | None:
    """Return why `password` is too weak, None when it may be used.

    `personal` are texts that others know about the person: name, address.
    """
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    folded = "".join(fold(password).split())
    checks = (
        (Weakness.ONLY_DIGITS, folded.isdigit()),
        (Weakness.REPEATED, _is_repeated(folded)),
        (Weakness.SEQUENCE, _is_sequence(folded)),
        (Weakness.PERSONAL, _holds_personal(folded, personal)),
        (Weakness.COMMON, _is_common(folded)),
    )
    return next((found for found, applies in checks if applies), None)


def _is_repeated(text: str) -> bool:
    """One to three characters over and over: "aaaaaaaaaa", "abcabcabcabc"."""
    return len(set(text)) < 4 or any(text == (text[:n] * len(text))[: len(text)] for n in (1, 2, 3))


def _is_sequence(text: str) -> bool:
    """A run along the alphabet or the keyboard, forwards or backwards, perhaps with another after it."""
    rows = [row * 2 for row in KEYBOARD_ROWS]
    rows += [row[::-1] for row in rows]
    left = text
    while left:
        run = max((_run(left, row) for row in rows), default=0)
        if run < 4:
            return len(left) < 4 and left != text
        left = left[run:]
    return bool(text)


def _run(text: str, row: str) -> int:
    length = 0
    while length < len(text) and text[: length + 1] in row:
        length += 1
    return length


def _holds_personal(text: str, personal: tuple[str, ...]) -> bool:
    """A known text makes up half of the password or more."""
    for known in personal:
        whole = fold(known)
        for part in {"".join(whole.split()), whole.partition("@")[0], *whole.split()}:
            if len(part) >= 4 and part in text and len(part) * 2 >= len(text):
                return True
    return False


def _is_common(text: str) -> bool:
    """A common word, or almost no letters at all, with little more than digits and signs around it."""
    left = text
    for stem in COMMON_STEMS:
        left = left.replace(stem, "")
    return sum(char.isalpha() for char in left) < (4 if left != text else 3)
