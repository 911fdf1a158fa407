"""Stable matching with seats on both sides: no pair who would both rather have each other.

Deferred acceptance (Gale and Shapley 1962, Am. Math. Monthly 69:9–15), the startups proposing, so that among all
stable matchings each startup gets the best it can get in any of them.
"""

from collections import deque
from heapq import heappush, heappushpop

from ecosystem.mentoring.domain.matching.market import Market, Pair


def match_stably(given: Market) -> frozenset[Pair]:
    """Return the pairs, the fixed ones among them. Time grows with the number of candidates, times a logarithm."""
    mentor_seats, startup_seats = given.free_seats()
    held: dict[int, list[tuple[int, int]]] = {mentor: [] for mentor in given.mentors}  # the worst on top
    next_wish = dict.fromkeys(given.wanted, 0)
    asking = deque(startup for startup in given.wanted for _ in range(startup_seats[startup]))
    while asking:
        startup = asking.popleft()
        wishes = given.wanted[startup]
        while next_wish[startup] < len(wishes):
            mentor = wishes[next_wish[startup]]
            next_wish[startup] += 1
            rejected = _offer(held[mentor], mentor_seats[mentor], (-given.place[mentor][startup], startup))
            if rejected is None:
                break
            if rejected != startup:
                asking.append(rejected)
                break
    return given.fixed | {(mentor, startup) for mentor, kept in held.items() for _, startup in kept}


def _offer(kept: list[tuple[int, int]], seats: int, offer: tuple[int, int]) -> int | None:
    """Let a mentor keep the best of what it holds and the offer; return who is sent away, or None."""
    if seats <= 0:
        return offer[1]
    if len(kept) < seats:
        heappush(kept, offer)
        return None
    return heappushpop(kept, offer)[1]
