"""Too many votes at once from one place: windows that slide over the moments of confirmation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Watch(StrEnum):
    """What is watched; `DISPOSABLE` is no burst but a kind of address."""

    ADDRESS = "address"  # one network address
    NETWORK = "network"  # one range of addresses
    DOMAIN = "domain"  # one e-mail domain that is not open to everybody
    ENTRY = "entry"  # one entry
    DISPOSABLE = "disposable"


@dataclass(frozen=True)
class Threshold:
    """More than `most` ballots within `minutes` are a burst."""

    minutes: int
    most: int


DEFAULTS: Mapping[Watch, Threshold] = {
    Watch.ADDRESS: Threshold(60, 20),
    Watch.NETWORK: Threshold(60, 60),
    Watch.DOMAIN: Threshold(60, 40),
    Watch.ENTRY: Threshold(10, 120),
}


@dataclass(frozen=True)
class Seen:
    """A confirmed ballot as the watch sees it: nobody's name, hashes of where it came from."""

    voter_id: int
    at: datetime
    address: str
    network: str
    domain: str
    has_public_domain: bool
    entries: Sequence[int]


@dataclass(frozen=True)
class Burst:
    """Ballots that came too close together. `count` is the fullest window's, `group` what they share."""

    watch: Watch
    group: str
    voters: frozenset[int]
    count: int
    threshold: Threshold


def thresholds_from(values: Mapping[str, Mapping[str, int]]) -> dict[Watch, Threshold]:
    """Return the thresholds stored with a poll, the defaults where it says nothing."""
    found = dict(DEFAULTS)
    for watch in DEFAULTS:
        if watch.value in values:
            found[watch] = Threshold(int(values[watch.value]["minutes"]), int(values[watch.value]["most"]))
    return found


def bursts(ballots: Iterable[Seen], thresholds: Mapping[Watch, Threshold]) -> list[Burst]:
    """Return every group of ballots that passes a threshold. Their order changes nothing."""
    groups: dict[tuple[Watch, str], list[Seen]] = defaultdict(list)
    for ballot in ballots:
        for key in _groups_of(ballot):
            groups[key].append(ballot)
    found = (_burst(watch, group, seen, thresholds[watch]) for (watch, group), seen in sorted(groups.items()))
    return [burst for burst in found if burst is not None]


def _groups_of(ballot: Seen) -> Iterator[tuple[Watch, str]]:
    if ballot.address:
        yield Watch.ADDRESS, ballot.address
    if ballot.network:
        yield Watch.NETWORK, ballot.network
    if ballot.domain and not ballot.has_public_domain:
        yield Watch.DOMAIN, ballot.domain
    for entry in ballot.entries:
        yield Watch.ENTRY, str(entry)


def _burst(watch: Watch, group: str, seen: list[Seen], threshold: Threshold) -> Burst | None:
    order = sorted(seen, key=lambda ballot: (ballot.at, ballot.voter_id))
    length, first, fullest = timedelta(minutes=threshold.minutes), 0, 0
    voters: set[int] = set()
    for last, ballot in enumerate(order):
        while ballot.at - order[first].at >= length:
            first += 1
        count = last - first + 1
        if count > threshold.most:
            fullest = max(fullest, count)
            voters.update(each.voter_id for each in order[first : last + 1])
    return Burst(watch, group, frozenset(voters), fullest, threshold) if voters else None
