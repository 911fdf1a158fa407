"""What is wrong with a draft that was changed by hand is named at its pair; ranks are read as people type them."""

import pytest

from ecosystem.mentoring.domain.draft import FlawKind, flaws_of
from ecosystem.mentoring.domain.matching import market
from ecosystem.mentoring.domain.ranks import ranks_from


def test_every_flaw_is_told_at_its_pair() -> None:
    given = market(
        mentors={1: 1, 2: 2},
        startups={1: 1, 2: 1, 3: 1},
        startup_rankings={1: [1, 2], 2: [1, 2], 3: [2]},
        mentor_rankings={1: [1, 2], 2: []},
        points={(2, 3): 10},
        vetoes=[(2, 2)],
    )
    full = flaws_of(given, [(1, 1), (1, 2), (2, 3)])
    assert [flaw.kind for flaw in full[1, 1]] == [FlawKind.MENTOR_FULL]
    assert (2, 3) not in full
    assert next(flaw.kind for flaw in flaws_of(given, [(2, 2)])[2, 2]) is FlawKind.VETO
    blocked = flaws_of(given, [(2, 1), (1, 2)])
    assert [(flaw.kind, flaw.other) for flaw in blocked[2, 1]] == [(FlawKind.BLOCKING, (1, 1))]
    assert not any(flaw.stops for flaw in blocked[2, 1])
    strangers = market(mentors={1: 1}, startups={1: 1}, startup_rankings={}, mentor_rankings={}, points={})
    assert [flaw.kind for flaw in flaws_of(strangers, [(1, 1)])[1, 1]] == [FlawKind.NOT_RANKED]


def test_ranks_are_read_in_their_order() -> None:
    assert ranks_from({"a": "3", "b": "", "c": "1"}) == ["c", "a"]


@pytest.mark.parametrize("typed", [{"a": "1", "b": "1"}, {"a": "x"}, {"a": "0"}, {"a": "1000"}, {"a": "²"}])
def test_other_ranks_are_refused(typed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no rank|twice"):
        ranks_from(typed)
