"""How well a mentor's offer fits a startup's need, and why: tags first, then words of their texts.

Points run from 0 to 1000. They order suggestions and break ties between equal ranks; they never replace a ranking.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from ecosystem.core.search import fold

MOST = 1000
TOPICS, SECTORS, LANGUAGE, STAGE, HOURS, WORDS = 350, 250, 150, 100, 100, 50
ENOUGH_HOURS = 3  # shared parts of a week, after which more do not count
ENOUGH_WORDS = 4
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("am", "pm", "eve")
PART_HOURS = {"am": (6, 12), "pm": (12, 18), "eve": (18, 22)}
SHORTEST_PART = 30  # minutes free in a part of a day that make it count
FREE_TIMES = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
_SHORTEST_WORD = 4


class Why(StrEnum):
    """What a reason is about."""

    TOPIC = "topic"
    SECTOR = "sector"
    STAGE = "stage"
    LANGUAGE = "language"
    HOURS = "hours"
    WORDS = "words"
    NO_LANGUAGE = "no_language"
    NO_HOURS = "no_hours"


@dataclass(frozen=True)
class Reason:
    """One reason: what it is about and which codes the two share; for words and the `NO_…` ones none."""

    why: Why
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tags:
    """An offer or a need: codes of the taxonomies, parts of the week ("thu-am"), and words that matter.

    Empty `free` means unknown, not never.
    """

    sectors: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fit:
    """How well two fit: points from 0 to 1000, and why, the weightiest reason first."""

    points: int
    reasons: tuple[Reason, ...] = field(default=())


def words_of(*texts: str) -> frozenset[str]:
    """Return the pairs of neighbouring words of texts, folded: "chế biến cà phê" gives "che bien", "bien ca" …

    Vietnamese writes a word as several syllables, so that single syllables say little.
    """
    found: set[str] = set()
    for text in texts:
        syllables = re.findall(r"\w+", fold(text))
        found.update(f"{a} {b}" for a, b in pairwise(syllables))
        found.update(each for each in syllables if len(each) > _SHORTEST_WORD and not each.isdigit())
    return frozenset(found)


def free_parts(weekly: Mapping[str, Iterable[Sequence[int]]]) -> frozenset[str]:
    """Return the parts of the week in which the hours of a week leave time; `weekly` as Availability keeps it."""
    found: set[str] = set()
    for number, day in enumerate(DAYS):
        for begin, end in weekly.get(str(number), ()):
            for part, (first, last) in PART_HOURS.items():
                if min(end, last * 60) - max(begin, first * 60) >= SHORTEST_PART:
                    found.add(f"{day}-{part}")
    return frozenset(found)


def fit(offer: Tags, need: Tags) -> Fit:
    """Weigh a mentor's offer against a startup's need.

    Topics and sectors count by the share of the need that is met, shared free parts of the week and words up to a
    few. Without a common language nothing else matters: 0 points.
    """
    languages = offer.languages & need.languages
    if offer.languages and need.languages and not languages:
        return Fit(0, (Reason(Why.NO_LANGUAGE),))
    found = [
        (TOPICS * _share(offer.topics, need.topics), _reason(Why.TOPIC, offer.topics & need.topics)),
        (SECTORS * _share(offer.sectors, need.sectors), _reason(Why.SECTOR, offer.sectors & need.sectors)),
        (LANGUAGE if languages else 0, _reason(Why.LANGUAGE, languages)),
        (STAGE if offer.stages & need.stages else 0, _reason(Why.STAGE, offer.stages & need.stages)),
        _hours(offer.free, need.free),
        _words(offer.words & need.words),
    ]
    reasons = tuple(reason for points, reason in sorted(found, key=lambda pair: -pair[0]) if reason is not None)
    return Fit(round(sum(points for points, _ in found)), reasons)


def best(fits: Iterable[tuple[str, Fit]], *, most: int) -> list[tuple[str, Fit]]:
    """Return the `most` best of (name, fit) with any points, the best first; equal ones by name."""
    fair = [(name, each) for name, each in fits if each.points > 0]
    return sorted(fair, key=lambda pair: (-pair[1].points, pair[0]))[:most]


def _share(offered: frozenset[str], needed: frozenset[str]) -> float:
    return len(offered & needed) / len(needed) if needed else 0.0


def _reason(why: Why, shared: frozenset[str]) -> Reason | None:
    return Reason(why, tuple(sorted(shared))) if shared else None


def _hours(offered: frozenset[str], needed: frozenset[str]) -> tuple[float, Reason | None]:
    if not offered or not needed:
        return 0.0, None
    shared = offered & needed
    if not shared:
        return 0.0, Reason(Why.NO_HOURS)
    ordered = tuple(each for each in FREE_TIMES if each in shared)
    return HOURS * min(len(shared), ENOUGH_HOURS) / ENOUGH_HOURS, Reason(Why.HOURS, ordered)


def _words(shared: frozenset[str]) -> tuple[float, Reason | None]:
    points = WORDS * min(len(shared), ENOUGH_WORDS) / ENOUGH_WORDS
    return points, Reason(Why.WORDS) if shared else None
