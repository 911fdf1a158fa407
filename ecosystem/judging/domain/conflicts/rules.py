"""Conflicts of interest between judges and entries, found from data.

A conflict bars the judge from the entry until somebody of the secretariat lifts it. The rules look at facts that the
caller collected once for all judges and entries, so a contest is looked at with a constant number of statements.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ecosystem.judging.domain.conflicts.organisations import organisation_key, own_domain, same_domain, tax_key


class FoundBy(StrEnum):
    """Which rule found a conflict, the strongest first; the values are those stored as its source."""

    SAME_PERSON = "same_person"
    SAME_STARTUP = "same_startup"
    MENTOR = "mentor"
    INVESTOR = "investor"
    SAME_TAX_CODE = "same_tax_code"
    SAME_ORGANISATION = "same_organisation"
    SAME_EMAIL_DOMAIN = "same_email_domain"


@dataclass(frozen=True)
class JudgeFacts:
    """A judge: the account, its addresses in lower case, the startups it belongs to, organisations as written."""

    account_id: int
    emails: frozenset[str] = frozenset()
    startups: frozenset[int] = frozenset()
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EntryFacts:
    """An entry: who is on its team (accounts and addresses, its author included) and which startup enters."""

    entry_id: int
    accounts: frozenset[int] = frozenset()
    emails: frozenset[str] = frozenset()
    startup_id: int | None = None
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StartupFacts:
    """A startup by name and tax code."""

    name: str = ""
    tax_code: str = ""


@dataclass(frozen=True)
class TieFact:
    """Another feature knows that a person mentors or invests in a startup; `what` says it in a few words."""

    account_id: int
    startup_id: int
    by: FoundBy
    what: str = ""


@dataclass(frozen=True)
class Found:
    """One conflict, the rule that found it, and what it found: a name, a code, a domain."""

    account_id: int
    entry_id: int
    by: FoundBy
    evidence: str = ""


@dataclass(frozen=True)
class Facts:
    """All that the rules look at. `startups_of` maps team members' accounts to their startups.

    `officials` are the accounts on the organiser's staff and on the contest's juries.
    """

    judges: Collection[JudgeFacts]
    entries: Collection[EntryFacts]
    startups_of: Mapping[int, frozenset[int]] = field(default_factory=dict)
    officials: frozenset[int] = frozenset()
    startups: Mapping[int, StartupFacts] = field(default_factory=dict)
    ties: Collection[TieFact] = ()

    def startups_behind(self, entry: EntryFacts) -> frozenset[int]:
        """Return the startup that enters and those the members of the team belong to."""
        entering = frozenset() if entry.startup_id is None else frozenset({entry.startup_id})
        return entering.union(*(self.startups_of.get(account, frozenset()) for account in entry.accounts))


def find_conflicts(facts: Facts) -> set[Found]:
    """Return the conflicts between judges and entries, of each pair only the strongest.

    In this order: the judge, or the judge's address, is on the entry; the judge belongs to the startup that enters or
    to one a member of the team belongs to; mentors or invests in it; belongs to a startup of the same tax code; names
    the same organisation; has an address at the same organisation's domain.
    """
    strongest: dict[tuple[int, int], Found] = {}
    for rule in (_same_person, _same_startup, _tied, _same_tax_code, _same_organisation, _same_domain):
        for found in rule(facts):
            strongest.setdefault((found.account_id, found.entry_id), found)
    return set(strongest.values())


def find_bars(facts: Facts) -> dict[int, frozenset[int]]:
    """Return the entries on which officials are, with these: none of the jury judges such an entry."""
    return {
        entry.entry_id: entry.accounts & facts.officials
        for entry in facts.entries
        if not entry.accounts.isdisjoint(facts.officials)
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
        for startup in sorted(facts.startups_behind(entry) & judges_in.keys()):
            for account_id in judges_in[startup] - entry.accounts:
                yield Found(account_id, entry.entry_id, FoundBy.SAME_STARTUP, _name(facts, startup))


def _name(facts: Facts, startup: int) -> str:
    return facts.startups.get(startup, StartupFacts()).name


def _tied(facts: Facts) -> Iterable[Found]:
    judges = {judge.account_id for judge in facts.judges}
    tied: dict[int, list[TieFact]] = defaultdict(list)
    for tie in facts.ties:
        if tie.account_id in judges:
            tied[tie.startup_id].append(tie)
    for entry in facts.entries:
        for startup in sorted(facts.startups_behind(entry) & tied.keys()):
            for tie in sorted(tied[startup], key=lambda each: list(FoundBy).index(each.by)):
                yield Found(tie.account_id, entry.entry_id, tie.by, tie.what or _name(facts, startup))


def _same_tax_code(facts: Facts) -> Iterable[Found]:
    def codes(startups: Iterable[int]) -> Iterator[str]:
        return (key for each in startups if (key := tax_key(facts.startups.get(each, StartupFacts()).tax_code)))

    yield from _meeting(
        facts,
        FoundBy.SAME_TAX_CODE,
        {judge.account_id: {code: code for code in codes(judge.startups)} for judge in facts.judges},
        {entry.entry_id: set(codes(facts.startups_behind(entry))) for entry in facts.entries},
    )


def _same_organisation(facts: Facts) -> Iterable[Found]:
    keys: dict[str, str] = {}

    def key(name: str) -> str:
        if name not in keys:
            keys[name] = organisation_key(name)
        return keys[name]

    def named(entry: EntryFacts) -> set[str]:
        own = set() if entry.startup_id is None else {_name(facts, entry.startup_id)}
        return {key(name) for name in entry.organisations | own} - {""}

    yield from _meeting(
        facts,
        FoundBy.SAME_ORGANISATION,
        {judge.account_id: {key(n): n for n in sorted(judge.organisations) if key(n)} for judge in facts.judges},
        {entry.entry_id: named(entry) for entry in facts.entries},
    )


def _meeting(
    facts: Facts, by: FoundBy, judges: Mapping[int, Mapping[str, str]], entries: Mapping[int, set[str]]
) -> Iterable[Found]:
    """Yield judges and entries that share a key; the judges' keys lead to what is shown."""
    holders: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for account_id, keys in judges.items():
        for key, shown in keys.items():
            holders[key].append((account_id, shown))
    for entry in facts.entries:
        for key in sorted(entries[entry.entry_id] & holders.keys()):
            for account_id, shown in holders[key]:
                yield Found(account_id, entry.entry_id, by, shown)


def _same_domain(facts: Facts) -> Iterable[Found]:
    domains = {
        judge.account_id: {domain for email in judge.emails if (domain := own_domain(email))} for judge in facts.judges
    }
    held = {domain for of_judge in domains.values() for domain in of_judge}
    alike: dict[str, set[str]] = {}
    for entry in facts.entries:
        for domain in sorted({own_domain(email) for email in entry.emails} - {""}):
            if domain not in alike:
                alike[domain] = {each for each in held if same_domain(each, domain)}
            for account_id, of_judge in domains.items():
                if alike[domain] and (met := sorted(of_judge & alike[domain])):
                    yield Found(account_id, entry.entry_id, FoundBy.SAME_EMAIL_DOMAIN, same_domain(met[0], domain))
