"""What a matching comes to: who is placed, on which rank, which pairs would rather have each other, who is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ecosystem.mentoring.domain.matching.market import Market, Pair

TOP = 3
DRAWN_RANKS = 5  # ranks that the picture of the distribution tells apart


class WhyLeft(StrEnum):
    """Why a startup has no mentor."""

    NO_CANDIDATE = "no_candidate"  # it ranked nobody who may be matched, and nobody suits it
    ALL_FULL = "all_full"  # everybody it could get works with others
    NO_SEAT = "no_seat"  # none of those it could get has a seat at all


@dataclass(frozen=True)
class Left:
    """A startup without a mentor."""

    startup: int
    why: WhyLeft


@dataclass(frozen=True)
class Figures:
    """A matching in figures. `ranks[i]` counts pairs whose startup had ranked the mentor i-th (from 0, those from
    `DRAWN_RANKS` on in the last but one place, those not ranked in the last); `top` and `top_of_mentors` are shares
    of the pairs whose side had ranked at all, None when nobody had.
    """

    pairs: int
    placed: int
    startups: int
    ranks: tuple[int, ...]
    top: float | None
    top_of_mentors: float | None
    blocking: int
    left: tuple[Left, ...]


def figures_of(given: Market, pairs: Iterable[Pair]) -> Figures:
    """Return the figures of a matching."""
    made = frozenset(pairs)
    placed = {startup for _, startup in made}
    ranks = [0] * (DRAWN_RANKS + 2)
    for pair in made:
        place = given.rank_by_startup.get(pair)
        ranks[-1 if place is None else min(place, DRAWN_RANKS)] += 1
    takes_part = [startup for startup, seats in given.startups.items() if seats > 0]
    return Figures(
        pairs=len(made),
        placed=len(placed),
        startups=len(takes_part),
        ranks=tuple(ranks),
        top=_top(made, given, of_startups=True),
        top_of_mentors=_top(made, given, of_startups=False),
        blocking=len(blocking_pairs(given, made)),
        left=tuple(Left(each, _why(given, each)) for each in sorted(takes_part) if each not in placed),
    )


def _top(made: frozenset[Pair], given: Market, *, of_startups: bool) -> float | None:
    ranks = given.rank_by_startup if of_startups else given.rank_by_mentor
    who = 1 if of_startups else 0
    rankers = {pair[who] for pair in ranks}
    counted = [pair for pair in made if pair[who] in rankers]
    if not counted:
        return None
    return sum(ranks.get(pair, TOP) < TOP for pair in counted) / len(counted)


def _why(given: Market, startup: int) -> WhyLeft:
    candidates = given.wanted.get(startup, ())
    if not candidates:
        return WhyLeft.NO_CANDIDATE
    return WhyLeft.ALL_FULL if any(given.mentors[mentor] > 0 for mentor in candidates) else WhyLeft.NO_SEAT


def blocking_pairs(given: Market, made: frozenset[Pair]) -> Sequence[Pair]:
    """Return the candidates who are not matched though both would rather have each other than what they have.

    A side would have the other if it has a free seat, or one of its partners (other than by a fixed pair) stands
    further down in its order. Source: Roth and Sotomayor 1990, Two-Sided Matching, ch. 5.
    """
    mentor_free, startup_free = given.free_seats()
    worst_of_mentor: dict[int, int] = {}
    worst_of_startup: dict[int, int] = {}
    orders = {startup: {m: number for number, m in enumerate(wishes)} for startup, wishes in given.wanted.items()}
    for mentor, startup in made - given.fixed:
        mentor_free[mentor] -= 1
        startup_free[startup] -= 1
        by_mentor = given.place[mentor].get(startup, len(given.place[mentor]))
        by_startup = orders[startup].get(mentor, len(orders[startup]))
        worst_of_mentor[mentor] = max(worst_of_mentor.get(mentor, -1), by_mentor)
        worst_of_startup[startup] = max(worst_of_startup.get(startup, -1), by_startup)
    return [
        (mentor, startup)
        for mentor, startup in given.candidates()
        if (mentor, startup) not in made
        and given.mentors[mentor] > 0
        and (mentor_free[mentor] > 0 or given.place[mentor][startup] < worst_of_mentor.get(mentor, -1))
        and (startup_free[startup] > 0 or orders[startup][mentor] < worst_of_startup.get(startup, -1))
    ]
