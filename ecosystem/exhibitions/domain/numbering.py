"""Numbers of booths: natural order, and numbering by rows (A01, A02 …, B01 …)."""

import re
from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from ecosystem.core.search import fold

LONGEST_NUMBER = 20
_ALLOWED = re.compile(r"[\w][\w./ -]{0,19}")


def natural_key(number: str) -> str:
    """Return a string whose order is that of people: A2 before A10, without regard to case."""
    return re.sub(r"\d+", lambda digits: digits[0].lstrip("0").zfill(8), fold(number))[:200]


def is_number(text: str) -> bool:
    """Tell whether `text` can stand on a booth: letters, digits, blanks and . / - within 20 characters."""
    return bool(_ALLOWED.fullmatch(text))


def letters(index: int) -> str:
    """Return the name of row `index` from 0: A … Z, AA, AB …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = ascii_uppercase[rest] + text
    return text


def rows_of(middles: Sequence[tuple[float, float]], *, gap: float = 150) -> list[list[int]]:
    """Sort booths into rows, top to bottom, each from left to right; return their indexes.

    A row goes on while the next booth's middle lies less than `gap` cm below that of the row's first one.
    """
    rows: list[list[int]] = []
    top = 0.0
    for index in sorted(range(len(middles)), key=lambda i: (middles[i][1], middles[i][0])):
        if not rows or middles[index][1] - top >= gap:
            rows.append([])
            top = middles[index][1]
        rows[-1].append(index)
    return [sorted(row, key=lambda i: (middles[i][0], middles[i][1])) for row in rows]


def numbers_by_rows(middles: Sequence[tuple[float, float]], taken: Iterable[str] = ()) -> list[str]:
    """Return a number for each booth, by rows: A01, A02 … Numbers in `taken` are skipped, so that none stands twice."""
    used = {fold(each) for each in taken}
    numbers = [""] * len(middles)
    for row, indexes in enumerate(rows_of(middles)):
        count = 0
        for index in indexes:
            count += 1
            while fold(f"{letters(row)}{count:02}") in used:
                count += 1
            numbers[index] = f"{letters(row)}{count:02}"
    return numbers
