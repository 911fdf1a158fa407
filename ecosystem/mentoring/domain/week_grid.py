"""Weekly hours as people type them ("09:00-12:00, 14-16") and as cells of a grid of half hours."""

import re
from collections.abc import Iterable, Mapping, Sequence

CELL = 30
FIRST, LAST = 6 * 60, 22 * 60
Weekly = dict[str, list[list[int]]]
_TIME = r"(\d{1,2})(?:[:hg.](\d{2})?)?"
_STRETCH = re.compile(rf"^\s*{_TIME}\s*(?:-|–|—|to|đến)\s*{_TIME}\s*$", re.IGNORECASE)


def stretches_from(text: str) -> list[list[int]]:
    """Read the stretches of a day, parted by commas, as pairs of minutes. Raises ValueError for what is none."""
    found = []
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        match = _STRETCH.match(part)
        if match is None:
            raise ValueError(part.strip())
        first, last = _minutes(match[1], match[2]), _minutes(match[3], match[4])
        if first >= last:
            raise ValueError(part.strip())
        found.append([first, last])
    return sorted(found)


def stretches_as_text(pairs: Iterable[Sequence[int]]) -> str:
    """Write the stretches of a day: "09:00–12:00, 14:00–16:00"."""
    return ", ".join(f"{clock_time(first)}–{clock_time(last)}" for first, last in pairs)


def clock_time(minutes: int) -> str:
    """Write minutes of the day as "09:30"; the end of the day is "24:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def cells_of(weekly: Mapping[str, Sequence[Sequence[int]]]) -> set[str]:
    """Return the cells ("0-540": Monday from nine) that the hours cover."""
    return {
        f"{day}-{minute}"
        for day, pairs in weekly.items()
        for first, last in pairs
        for minute in range(first, last, CELL)
    }


def fits_grid(weekly: Mapping[str, Sequence[Sequence[int]]]) -> bool:
    """Tell whether the grid can show the hours as they are."""
    return all(
        first % CELL == 0 == last % CELL and first >= FIRST and last <= LAST
        for pairs in weekly.values()
        for first, last in pairs
    )


def weekly_from_cells(cells: Iterable[str]) -> Weekly:
    """Return the hours of the chosen cells; cells that touch are one stretch. Others than the grid's are left out."""
    weekly: Weekly = {}
    wanted = set(cells)
    for day in range(7):
        for minute in range(FIRST, LAST, CELL):
            if f"{day}-{minute}" not in wanted:
                continue
            pairs = weekly.setdefault(str(day), [])
            if pairs and pairs[-1][1] == minute:
                pairs[-1][1] = minute + CELL
            else:
                pairs.append([minute, minute + CELL])
    return weekly


def _minutes(hour: str, minute: str | None) -> int:
    found = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or found > 24 * 60:
        raise ValueError(hour)
    return found
