"""Bradley and Terry against a published fit, and with the prior where the plain model has no answer."""

import numpy as np
import pytest

from ecosystem.judging.domain.ballots.pairs import Duel, Strengths, bradley_terry
from ecosystem.judging.domain.refusals import Reason, Refusal

# A. Agresti, Categorical Data Analysis, table 10.10: American League East, 1987; row team's wins over column team.
TEAMS = ("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore")
WINS = (
    (0, 7, 9, 7, 7, 9, 11),
    (6, 0, 7, 5, 11, 9, 9),
    (4, 6, 0, 7, 7, 8, 12),
    (6, 8, 6, 0, 6, 7, 10),
    (6, 2, 6, 7, 0, 7, 12),
    (4, 4, 5, 6, 6, 0, 6),
    (2, 4, 1, 3, 1, 7, 0),
)


def strengths(entries: object, duels: list[Duel], prior: float = 1.0) -> Strengths:
    found = bradley_terry(entries, duels, prior=prior)  # type: ignore[arg-type]
    assert isinstance(found, Strengths)
    return found


def test_baseball() -> None:
    """The maximum likelihood fit of H. Turner, D. Firth, Journal of Statistical Software 48(9), 2012 (to two digits in
    Agresti: 1.58, 1.44, 1.29, 1.25, 1.11, 0.68), Baltimore at 0; so wide a prior is no prior."""
    duels = [Duel(TEAMS[i], TEAMS[j], float(n)) for i, row in enumerate(WINS) for j, n in enumerate(row) if n]
    found = strengths(TEAMS, duels, prior=1e4)
    base = found.strength[found.entries.index("Baltimore")]
    above = dict(zip(found.entries, found.strength - base, strict=True))
    expected = (1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0.0)
    assert [round(above[team], 4) for team in TEAMS] == pytest.approx(expected, abs=1.5e-4)


def test_the_undefeated_stay_finite() -> None:
    found = strengths("abc", [Duel("a", "b"), Duel("a", "c"), Duel("b", "c")])
    assert np.isfinite(found.strength).all()
    assert found.ranks == (1, 2, 3)
    assert found.strength.sum() == pytest.approx(0)


def test_who_was_never_compared_stands_in_the_middle_and_is_least_sure() -> None:
    found = strengths("abc", [Duel("a", "b")] * 5)
    assert found.ranks == (1, 3, 2)
    assert found.error[2] == max(found.error)


def test_draws_tie() -> None:
    found = strengths("ab", [Duel("a", "b", 0.5), Duel("b", "a", 0.5)])
    assert found.ranks == (1, 1)


def test_a_circle_ties() -> None:
    found = strengths("abc", [Duel("a", "b"), Duel("b", "c"), Duel("c", "a")])
    assert found.ranks == (1, 1, 1)


@pytest.mark.parametrize(
    ("entries", "duels", "refusal"),
    [
        ("", [], Refusal(Reason.NO_CANDIDATES)),
        ("ab", [], Refusal(Reason.NO_VOTES)),
        ("ab", [Duel("a", "a")], Refusal(Reason.BAD_BALLOT, ("1",))),
        ("ab", [Duel("a", "b"), Duel("a", "x")], Refusal(Reason.BAD_BALLOT, ("2",))),
        ("ab", [Duel("a", "b", float("nan"))], Refusal(Reason.BAD_BALLOT, ("1",))),
    ],
)
def test_what_is_no_contest_is_refused(entries: str, duels: list[Duel], refusal: Refusal) -> None:
    assert bradley_terry(entries, duels) == refusal


def test_a_prior_is_above_nothing() -> None:
    with pytest.raises(ValueError, match="prior"):
        bradley_terry("ab", [Duel("a", "b")], prior=0.0)
