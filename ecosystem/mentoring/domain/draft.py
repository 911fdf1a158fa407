"""What is wrong with the pairs of a draft that was changed by hand."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ecosystem.mentoring.domain.matching import Market, Pair, blocking_pairs


class FlawKind(StrEnum):
    """One sort of thing that can be wrong."""

    MENTOR_FULL = "mentor_full"
    STARTUP_FULL = "startup_full"
    VETO = "veto"
    NOT_RANKED = "not_ranked"
    BLOCKING = "blocking"


STOPPING = frozenset((FlawKind.MENTOR_FULL, FlawKind.STARTUP_FULL, FlawKind.VETO))


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a pair. For `BLOCKING` the `other` pair would both rather have each other."""

    kind: FlawKind
    other: Pair | None = None

    @property
    def stops(self) -> bool:
        """Whether the draft cannot be published with it."""
        return self.kind in STOPPING


def is_lawful(
    pairs: Sequence[Pair], mentors: Mapping[int, int], startups: Mapping[int, int], vetoes: Collection[Pair]
) -> bool:
    """Tell whether these pairs may all be matched: no side has more than its free seats, and no side is unwilling."""
    return (
        all(number <= mentors.get(mentor, 0) for mentor, number in Counter(pair[0] for pair in pairs).items())
        and all(number <= startups.get(startup, 0) for startup, number in Counter(pair[1] for pair in pairs).items())
        and not any(pair in vetoes for pair in pairs)
    )


def flaws_of(given: Market, pairs: Sequence[Pair]) -> Mapping[Pair, list[Flaw]]:
    """Return what is wrong with each of these pairs; nothing for a pair that is fine.

    A pair is named as not ranked when neither side ranked the other though at least one of them ranked somebody. A
    blocking pair is told at the pair of its startup, or of its mentor where the startup has none.
    """
    found: dict[Pair, list[Flaw]] = {}

    def add(pair: Pair, flaw: Flaw) -> None:
        found.setdefault(pair, []).append(flaw)

    of_mentor, of_startup = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    for pair in pairs:
        for flaw in _own_flaws(given, pair, of_mentor[pair[0]], of_startup[pair[1]]):
            add(pair, flaw)
    lawful = frozenset(pair for pair in pairs if not any(flaw.stops for flaw in found.get(pair, ())))
    for blocking in blocking_pairs(_without_fixed(given), lawful):
        at = next((pair for pair in pairs if pair[1] == blocking[1]), None)
        at = at or next((pair for pair in pairs if pair[0] == blocking[0]), None)
        both_ranked = blocking in given.rank_by_startup and blocking in given.rank_by_mentor
        if at is not None and both_ranked and blocking not in pairs:
            add(at, Flaw(FlawKind.BLOCKING, blocking))
    return found


def _own_flaws(given: Market, pair: Pair, of_mentor: int, of_startup: int) -> list[Flaw]:
    """What is wrong with a pair whose sides stand in so many pairs of the draft."""
    mentor, startup = pair
    flaws = []
    if of_mentor > given.mentors.get(mentor, 0):
        flaws.append(Flaw(FlawKind.MENTOR_FULL))
    if of_startup > given.startups.get(startup, 0):
        flaws.append(Flaw(FlawKind.STARTUP_FULL))
    if pair in given.vetoes:
        flaws.append(Flaw(FlawKind.VETO))
    if pair not in given.rank_by_startup and pair not in given.rank_by_mentor:
        flaws.append(Flaw(FlawKind.NOT_RANKED))
    return flaws


def _without_fixed(given: Market) -> Market:
    """The same market with nothing fixed: a locked pair may be the one that blocks."""
    return Market(
        given.mentors,
        given.startups,
        given.wanted,
        given.place,
        given.rank_by_startup,
        given.rank_by_mentor,
        given.points,
        frozenset(),
        given.vetoes,
        given.seed,
    )
