"""The market of a matching round: who could work with whom, and in which order each side would have the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

Pair = tuple[int, int]  # mentor, startup
UNRANKED = 10_000


@dataclass(frozen=True)
class Market:
    """Everything a run depends on.

    `mentors` and `startups` map ids to their seats (0 and more). `wanted[startup]` are its candidates, the one it
    likes best first; `place[mentor][startup]` is how far down a mentor has a candidate, from 0. `rank_by_startup` and
    `rank_by_mentor` hold the ranks people gave (from 0), `points` the affinity of candidates (0 to 1000). `fixed`
    pairs hold their seats whatever happens.
    """

    mentors: Mapping[int, int]
    startups: Mapping[int, int]
    wanted: Mapping[int, Sequence[int]]
    place: Mapping[int, Mapping[int, int]]
    rank_by_startup: Mapping[Pair, int]
    rank_by_mentor: Mapping[Pair, int]
    points: Mapping[Pair, int]
    fixed: frozenset[Pair]
    vetoes: frozenset[Pair]
    seed: int

    def free_seats(self) -> tuple[dict[int, int], dict[int, int]]:
        """Return the seats of mentors and of startups that the fixed pairs leave."""
        mentors, startups = dict(self.mentors), dict(self.startups)
        for mentor, startup in self.fixed:
            mentors[mentor] -= 1
            startups[startup] -= 1
        return mentors, startups

    def candidates(self) -> Iterable[Pair]:
        """Yield every pair that may be made, without the fixed ones."""
        for startup, mentors in self.wanted.items():
            for mentor in mentors:
                yield mentor, startup


def market(
    *,
    mentors: Mapping[int, int],
    startups: Mapping[int, int],
    startup_rankings: Mapping[int, Sequence[int]],
    mentor_rankings: Mapping[int, Sequence[int]],
    points: Mapping[Pair, int],
    vetoes: Iterable[Pair] = (),
    fixed: Iterable[Pair] = (),
    seed: int = 0,
) -> Market:
    """Put a market together: candidates are the pairs that either side ranked or that `points` holds.

    Each side orders its candidates by its own ranking first, then by points, then by a draw from the seed. Vetoed
    pairs and people without a seat are no candidates. Raises ValueError when fixed pairs take more seats than there
    are, name somebody unknown, or a pair is both fixed and vetoed.
    """
    fixed_pairs, vetoed = frozenset(fixed), frozenset(vetoes)
    _check(mentors, startups, fixed_pairs, vetoed)
    by_startup = {(m, s): place for s, ranking in startup_rankings.items() for place, m in enumerate(ranking)}
    by_mentor = {(m, s): place for m, ranking in mentor_rankings.items() for place, s in enumerate(ranking)}
    pairs = {
        pair
        for pair in {*by_startup, *by_mentor, *points}
        if pair[0] in mentors and pair[1] in startups and pair not in vetoed and pair not in fixed_pairs
    }
    draws = {pair: _draw(seed, pair) for pair in pairs}

    def order_of(ranks: Mapping[Pair, int], pair: Pair) -> tuple[int, int, int]:
        return ranks.get(pair, UNRANKED), -points.get(pair, 0), draws[pair]

    wanted: dict[int, list[int]] = {startup: [] for startup in sorted(startups)}
    for mentor, startup in sorted(pairs, key=lambda pair: (pair[1], order_of(by_startup, pair))):
        wanted[startup].append(mentor)
    place: dict[int, dict[int, int]] = {mentor: {} for mentor in sorted(mentors)}
    for mentor, startup in sorted(pairs, key=lambda pair: (pair[0], order_of(by_mentor, pair))):
        place[mentor][startup] = len(place[mentor])
    return Market(
        dict(mentors), dict(startups), wanted, place, by_startup, by_mentor, dict(points), fixed_pairs, vetoed, seed
    )


def _check(
    mentors: Mapping[int, int], startups: Mapping[int, int], fixed: frozenset[Pair], vetoes: frozenset[Pair]
) -> None:
    if fixed & vetoes:
        raise ValueError("a pair is both fixed and vetoed")
    held_by_mentor: dict[int, int] = {}
    held_by_startup: dict[int, int] = {}
    for mentor, startup in fixed:
        held_by_mentor[mentor] = held_by_mentor.get(mentor, 0) + 1
        held_by_startup[startup] = held_by_startup.get(startup, 0) + 1
    for held, seats in ((held_by_mentor, mentors), (held_by_startup, startups)):
        for who, number in held.items():
            if number > seats.get(who, 0):
                raise ValueError(f"more fixed pairs than seats: {who}")


def _draw(seed: int, pair: Pair) -> int:
    return crc32(b"%d:%d" % pair, seed & 0xFFFFFFFF)


def as_lists(pairs: Iterable[Pair]) -> list[list[int]]:
    """Return pairs as they are stored: sorted lists."""
    return [list(pair) for pair in sorted(pairs)]


def from_lists(stored: Iterable[Sequence[int]]) -> frozenset[Pair]:
    """Return stored pairs as a set."""
    return frozenset((pair[0], pair[1]) for pair in stored)
