"""What keeps a plan from being published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.exhibitions.domain.geometry import lies_inside, overlapping_pairs
from ecosystem.exhibitions.domain.plan import DrawnBooth, HallShape

MOST_OVERLAPS = 200  # nobody reads more; a plan drawn twice over itself has a million


@dataclass(frozen=True)
class Problem:
    """What is wrong with a plan; `numbers` name the booths."""

    kind: str
    numbers: tuple[str, ...]
    sentence: Text


def problems_of(hall: HallShape, booths: Sequence[DrawnBooth]) -> list[Problem]:
    """Return what keeps a plan from being published: overlaps (the first hundreds), booths outside, numbers twice."""
    corners = [booth.corners for booth in booths]
    found = [
        Problem(
            "overlap",
            (booths[i].number, booths[j].number),
            _l("Booths %(first)s and %(second)s overlap.", first=booths[i].number, second=booths[j].number),
        )
        for i, j in sorted(islice(overlapping_pairs(corners), MOST_OVERLAPS))
    ]
    outline = hall.corners
    for booth, polygon in zip(booths, corners, strict=True):
        if not lies_inside(polygon, outline):
            found.append(
                Problem(
                    "outside", (booth.number,), _l("Booth %(number)s reaches out of the hall.", number=booth.number)
                )
            )
    return found + doubled_numbers([booth.number for booth in booths])


def doubled_numbers(numbers: Iterable[str]) -> list[Problem]:
    """Return a problem for each number that stands more than once."""
    seen: set[str] = set()
    doubled: dict[str, None] = {}
    for number in numbers:
        if number in seen:
            doubled[number] = None
        seen.add(number)
    return [
        Problem("number", (number,), _l("The number %(number)s stands on two booths.", number=number))
        for number in doubled
    ]
