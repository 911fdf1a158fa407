"""Bursts are found by sliding windows, and nothing else is."""

import random
from datetime import UTC, datetime, timedelta

from ecosystem.voting.domain.bursts import DEFAULTS, Seen, Threshold, Watch, bursts, thresholds_from
from ecosystem.voting.domain.order import ballot_order

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIGHT = {watch: Threshold(10, 3) for watch in DEFAULTS}


def seen(number: int, minute: float, **values: object) -> Seen:
    given = {"address": f"a{number}", "network": f"n{number}", "domain": "gmail.com", "has_public_domain": True}
    return Seen(number, NOON + timedelta(minutes=minute), **{**given, "entries": (), **values})  # type: ignore[arg-type]


def test_no_ballots_no_bursts() -> None:
    assert bursts([], TIGHT) == []


def test_exactly_the_threshold_is_none() -> None:
    assert bursts([seen(n, n, network="one") for n in range(3)], TIGHT) == []
    (found,) = bursts([seen(n, n, network="one") for n in range(4)], TIGHT)
    assert (found.watch, found.count, found.voters) == (Watch.NETWORK, 4, frozenset(range(4)))


def test_the_window_slides_and_ends_at_its_length() -> None:
    assert bursts([seen(n, n * 4, address="one") for n in range(20)], TIGHT) == [], "three in any ten minutes"
    dense = [seen(n, n * 4, address="one") for n in range(5)] + [seen(9 + n, 100 + n, address="one") for n in range(4)]
    (found,) = bursts(dense, TIGHT)
    assert found.voters == frozenset(range(9, 13)), "ballots before and after the burst are left alone"


def test_many_from_a_public_domain_mean_nothing() -> None:
    assert bursts([seen(n, 0) for n in range(50)], TIGHT) == []
    own = [seen(n, 0, domain="abc.vn", has_public_domain=False) for n in range(5)]
    assert [found.watch for found in bursts(own, TIGHT)] == [Watch.DOMAIN]


def test_one_entry_pushed_from_everywhere() -> None:
    (found,) = bursts([seen(n, 1, entries=(7, 8) if n == 0 else (7,)) for n in range(4)], TIGHT)
    assert (found.watch, found.group) == (Watch.ENTRY, "7")


def test_the_order_of_ballots_changes_nothing() -> None:
    ballots = [seen(n, random.Random(n).uniform(0, 60), network=f"n{n % 3}", entries=(n % 2,)) for n in range(60)]
    shuffled = random.Random(1).sample(ballots, len(ballots))
    assert bursts(ballots, TIGHT) == bursts(shuffled, TIGHT)


def test_thresholds_are_data_with_defaults() -> None:
    found = thresholds_from({"entry": {"minutes": 5, "most": 2}})
    assert found[Watch.ENTRY] == Threshold(5, 2)
    assert found[Watch.NETWORK] == DEFAULTS[Watch.NETWORK]


def test_every_voter_has_an_order_of_their_own_and_keeps_it() -> None:
    codes = [f"HS-{n}" for n in range(20)]
    one = ballot_order(codes, seed="s", voter="a")
    assert one == ballot_order(reversed(codes), seed="s", voter="a")
    assert one != ballot_order(codes, seed="s", voter="b")
    assert sorted(one) == sorted(codes)
    first = [ballot_order(codes, seed="s", voter=str(n))[0] for n in range(400)]
    assert max(first.count(code) for code in codes) < 45, "about 20 of 400 each"
