"""Conflicts of interest that data tell by themselves, from plain facts about judges and entries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FoundBy(StrEnum):
    """Which rule found a conflict; the values are those stored as its source."""

    SAME_PERSON = "same_person"
    SAME_STARTUP = "same_startup"
    OFFICIAL_ON_ENTRY = "official_on_entry"


@dataclass(frozen=True)
class JudgeFacts:
    """A judge: the account, its addresses in lower case, the startups it belongs to."""

    account_id: int
    emails: frozenset[str] = frozenset()
    startups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class EntryFacts:
    """An entry: who is on its team (accounts and addresses, its author included) and which startup enters."""

    entry_id: int
    accounts: frozenset[int] = frozenset()
    emails: frozenset[str] = frozenset()
    startup_id: int | None = None


@dataclass(frozen=True)
class Found:
    """One conflict and the rule that found it."""

    account_id: int
    entry_id: int
    by: FoundBy


@dataclass(frozen=True)
class Facts:
    """All that the rules look at. `startups_of` maps team members' accounts to their startups.

    `officials` are the accounts on the organiser's staff and on the contest's juries.
    """

    judges: Collection[JudgeFacts]
    entries: Collection[EntryFacts]
    startups_of: Mapping[int, frozenset[int]] = field(default_factory=dict)
    officials: frozenset[int] = frozenset()


def find_conflicts(facts: Facts) -> set[Found]:
    """Return every conflict the three simple rules find.

    Same person: the judge, or the judge's address, is on the entry. Same startup: the judge belongs to the startup
    that enters, or to one a member of the team belongs to. Official on the entry: somebody of the organiser's
    staff or of a jury is on the team; then none of that jury's other members judges the entry either.
    """
    return {
        *_same_person(facts),
        *_same_startup(facts),
        *_official_on_entry(facts),
    }


def _same_person(facts: Facts) -> Iterable[Found]:
    by_account = {judge.account_id for judge in facts.judges}
    by_email: dict[str, set[int]] = defaultdict(set)
    for judge in facts.judges:
        for email in judge.emails:
            by_email[email].add(judge.account_id)
    for entry in facts.entries:
        same = (entry.accounts & by_account).union(*(by_email[e] for e in entry.emails if e in by_email))
        for account_id in same:
            yield Found(account_id, entry.entry_id, FoundBy.SAME_PERSON)


def _same_startup(facts: Facts) -> Iterable[Found]:
    judges_in: dict[int, set[int]] = defaultdict(set)
    for judge in facts.judges:
        for startup in judge.startups:
            judges_in[startup].add(judge.account_id)
    for entry in facts.entries:
        startups = {entry.startup_id} if entry.startup_id is not None else set()
        startups = startups.union(*(facts.startups_of.get(account, frozenset()) for account in entry.accounts))
        for startup in startups & judges_in.keys():
            for account_id in judges_in[startup] - entry.accounts:
                yield Found(account_id, entry.entry_id, FoundBy.SAME_STARTUP)


def _official_on_entry(facts: Facts) -> Iterable[Found]:
    for entry in facts.entries:
        if entry.accounts.isdisjoint(facts.officials):
            continue
        for judge in facts.judges:
            if judge.account_id not in entry.accounts:
                yield Found(judge.account_id, entry.entry_id, FoundBy.OFFICIAL_ON_ENTRY)
