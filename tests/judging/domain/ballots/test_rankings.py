"""Borda and Schulze against published elections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.ballots.rankings import (
    Ballot,
    Placed,
    ballot,
    borda,
    duels,
    schulze,
    strongest_paths,
)
from ecosystem.judging.domain.refusals import Reason, Refusal

# M. Schulze 2011, example 1: five candidates, 45 voters; E > A > C > B > D.
SCHULZE = [
    ballot(*"ACBED", count=5),
    ballot(*"ADECB", count=5),
    ballot(*"BEDAC", count=8),
    ballot(*"CABED", count=3),
    ballot(*"CAEBD", count=7),
    ballot(*"CBADE", count=2),
    ballot(*"DCEBA", count=7),
    ballot(*"EBADC", count=8),
]
# The capital of Tennessee, the textbook example of methods of voting, in per cent of the voters.
TENNESSEE = [
    ballot("Memphis", "Nashville", "Chattanooga", "Knoxville", count=42),
    ballot("Nashville", "Chattanooga", "Knoxville", "Memphis", count=26),
    ballot("Chattanooga", "Knoxville", "Nashville", "Memphis", count=15),
    ballot("Knoxville", "Chattanooga", "Nashville", "Memphis", count=17),
]
CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")


def placed(result: list[Placed] | Refusal) -> list[tuple[str, int]]:
    assert not isinstance(result, Refusal)
    return [(each.candidate, each.rank) for each in result]


def test_schulzes_example() -> None:
    assert placed(schulze("ABCDE", SCHULZE)) == [("E", 1), ("A", 2), ("C", 3), ("B", 4), ("D", 5)]


def test_the_strongest_paths_of_schulzes_example() -> None:
    paths = strongest_paths(duels("ABCDE", SCHULZE)).tolist()
    assert paths == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]


def test_borda_in_tennessee() -> None:
    result = borda(CITIES, TENNESSEE)
    assert not isinstance(result, Refusal)
    assert [(p.candidate, p.points) for p in result] == [
        ("Nashville", 194),
        ("Chattanooga", 173),
        ("Memphis", 126),
        ("Knoxville", 107),
    ]


def test_schulze_in_tennessee_finds_the_winner_of_every_duel() -> None:
    assert placed(schulze(CITIES, TENNESSEE))[0] == ("Nashville", 1)


@pytest.mark.parametrize("method", [borda, schulze])
def test_what_is_no_election_is_refused(method: object) -> None:
    assert callable(method)
    assert method([], []) == Refusal(Reason.NO_CANDIDATES)
    assert method("AB", []) == Refusal(Reason.NO_VOTES)
    assert method("AB", [ballot("A", "X")]) == Refusal(Reason.BAD_BALLOT, ("1",))
    assert method("AB", [ballot("A"), ballot("B", "B")]) == Refusal(Reason.BAD_BALLOT, ("2",))


@pytest.mark.parametrize("method", [borda, schulze])
def test_equals_and_those_left_out_share_a_place(method: object) -> None:
    assert callable(method)
    assert placed(method("ABCD", [Ballot((("B",), ("A", "C")))])) == [("B", 1), ("A", 2), ("C", 2), ("D", 4)]
    assert placed(method("AB", [ballot("A", "B"), ballot("B", "A")])) == [("A", 1), ("B", 1)]


orders = st.lists(st.permutations("ABCD").map(lambda order: ballot(*order)), min_size=1, max_size=7)


@given(orders)
def test_who_wins_every_duel_is_first(ballots: list[Ballot]) -> None:
    preferred = duels("ABCD", ballots)
    winners = [
        name for i, name in enumerate("ABCD") if all(preferred[i, j] > preferred[j, i] for j in range(4) if j != i)
    ]
    first = [name for name, rank in placed(schulze("ABCD", ballots)) if rank == 1]
    assert first
    if winners:
        assert first == winners


@given(orders)
def test_borda_points_are_all_given_out(ballots: list[Ballot]) -> None:
    result = borda("ABCD", ballots)
    assert not isinstance(result, Refusal)
    assert sum(each.points for each in result) == 6 * len(ballots)
