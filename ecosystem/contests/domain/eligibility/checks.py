"""Each kind of rule against the facts."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ecosystem.contests.domain.eligibility.facts import (
    NO_NAMES,
    EntryFacts,
    Finding,
    Names,
    Outcome,
    Rule,
    board_name,
    listed,
)
from ecosystem.contests.domain.kinds import EligibilityKind as Kind
from ecosystem.core.errors import Text

Answer = tuple[Outcome, Text]


def check(rules: Sequence[Rule], facts: EntryFacts, names: Names = NO_NAMES) -> list[Finding]:
    """Return one finding a rule, in the order of the rules; a rule about another board is left out."""
    return [
        Finding(rule, *_CHECKS[rule.kind](rule.parameters, facts, names))
        for rule in rules
        if not (rule.kind is Kind.BOARD and rule.parameters.get("board") != facts.board_key)
    ]


def broken(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that bar the entry."""
    return [finding for finding in findings if finding.is_broken]


def full_years(since: date, on: date) -> int:
    """Return the whole years from `since` to `on`; 29 February has its anniversary on 1 March."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _met() -> Answer:
    return Outcome.MET, _l("This rule is met.")


def _startup_age(parameters: Mapping[str, Any], facts: EntryFacts, _names: Names) -> Answer:
    startup, most = facts.startup, int(parameters["max_years"])
    only_registered = bool(parameters.get("only_registered"))
    if startup is None:
        if only_registered:
            return Outcome.BROKEN, _l("The entry is not made by a startup, and this contest asks for one.")
        return _met()
    if startup.founded_on is None:
        if only_registered:
            return Outcome.UNKNOWN, _l("The startup's profile does not say when it was founded.")
        return _met()
    years = full_years(startup.founded_on, facts.on)
    anniversary_reached = (startup.founded_on.month, startup.founded_on.day) == (facts.on.month, facts.on.day)
    if years < most or (years == most and anniversary_reached):
        return _met()
    return Outcome.BROKEN, _l(
        "The startup was founded on %(day)s, more than %(years)d years ago.",
        day=startup.founded_on.strftime("%d/%m/%Y"),
        years=most,
    )


def _team_size(parameters: Mapping[str, Any], facts: EntryFacts, _names: Names) -> Answer:
    size, least, most = len(facts.members), parameters.get("min"), parameters.get("max")
    if least is not None and size < int(least):
        return Outcome.BROKEN, _l(
            "The team has %(size)d members; at least %(least)d are needed.", size=size, least=least
        )
    if most is not None and size > int(most):
        return Outcome.BROKEN, _l("The team has %(size)d members; at most %(most)d are allowed.", size=size, most=most)
    return _met()


def _entries_per_person(parameters: Mapping[str, Any], facts: EntryFacts, _names: Names) -> Answer:
    most, as_lead = int(parameters["max"]), parameters.get("max_as_lead")
    over = [member.name for member in facts.members if member.other_entries + 1 > most]
    if over:
        return Outcome.BROKEN, _l(
            "%(people)s would be on more than %(most)d entries of this contest.", people=", ".join(over), most=most
        )
    if as_lead is not None:
        over = [m.name for m in facts.members if m.is_lead and m.other_entries_as_lead + 1 > int(as_lead)]
    if over:
        return Outcome.BROKEN, _l(
            "%(people)s would lead more than %(most)d entries of this contest.", people=", ".join(over), most=as_lead
        )
    return _met()


def _entries_per_startup(parameters: Mapping[str, Any], facts: EntryFacts, _names: Names) -> Answer:
    most = int(parameters["max"])
    if facts.startup is None or facts.startup.other_entries + 1 <= most:
        return _met()
    return Outcome.BROKEN, _l(
        "%(startup)s would have more than %(most)d entries in this contest.", startup=facts.startup.name, most=most
    )


def _board(parameters: Mapping[str, Any], facts: EntryFacts, names: Names) -> Answer:
    startup = facts.startup
    stages = [str(stage) for stage in parameters.get("stages") or ()]
    board = board_name(parameters, names)
    if startup is None:
        if parameters.get("needs_startup") or parameters.get("needs_tax_code") or stages:
            return Outcome.BROKEN, _l("On the board %(board)s a startup must enter, not a person alone.", board=board)
        return _met()
    if parameters.get("needs_tax_code") and not startup.tax_code:
        return Outcome.BROKEN, _l("On the board %(board)s the startup needs a tax code in its profile.", board=board)
    if stages and startup.stage not in stages:
        return Outcome.BROKEN, _l(
            "On the board %(board)s the startup must be at the stage: %(stages)s.",
            board=board,
            stages=listed([names.stages.get(stage, stage) for stage in stages]),
        )
    return _met()


def _province(parameters: Mapping[str, Any], facts: EntryFacts, names: Names) -> Answer:
    wanted = [str(code) for code in parameters["provinces"]]
    code = facts.startup.province_code if facts.startup is not None else facts.province_code
    if not code:
        return Outcome.UNKNOWN, _l("The profile does not say in which province the entrant is based.")
    if code in wanted:
        return _met()
    return Outcome.BROKEN, _l(
        "The entrant is based in %(province)s; this contest is for %(wanted)s.",
        province=names.provinces.get(code, code),
        wanted=listed([names.provinces.get(each, each) for each in wanted]),
    )


def _member_share(parameters: Mapping[str, Any], facts: EntryFacts, _names: Names) -> Answer:
    organisation, least = str(parameters["organisation"]), int(parameters["min_percent"])
    wanted = _folded(organisation)
    if not facts.members or all(not member.organisation for member in facts.members):
        return Outcome.UNKNOWN, _l("The members' organisations are not given.")
    belonging = sum(wanted in _folded(member.organisation) for member in facts.members)
    if belonging * 100 >= least * len(facts.members):
        return _met()
    return Outcome.BROKEN, _l(
        "%(belonging)d of %(size)d members belong to %(organisation)s; at least %(least)d%% are needed.",
        belonging=belonging,
        size=len(facts.members),
        organisation=organisation,
        least=least,
    )


def _no_earlier_winners(parameters: Mapping[str, Any], facts: EntryFacts, _names: Names) -> Answer:
    years = parameters.get("years")
    first = facts.on.year - int(years) if years is not None else 0
    won = [prize for prize in facts.earlier_prizes if prize.year >= first]
    if not won:
        return _met()
    return Outcome.BROKEN, _l(
        "Won earlier: %(prizes)s.", prizes="; ".join(f"{prize.prize} ({prize.contest}, {prize.year})" for prize in won)
    )


def _no_officials(_parameters: Mapping[str, Any], facts: EntryFacts, _names: Names) -> Answer:
    officials = [member for member in facts.members if str(member.official_as)]
    if not officials:
        return _met()
    named = LazyString(lambda: ", ".join(f"{member.name} ({member.official_as})" for member in officials))
    return Outcome.BROKEN, _l("On the team are officials of this contest: %(people)s.", people=named)


_CHECKS: dict[Kind, Callable[[Mapping[str, Any], EntryFacts, Names], Answer]] = {
    Kind.STARTUP_AGE: _startup_age,
    Kind.TEAM_SIZE: _team_size,
    Kind.ENTRIES_PER_PERSON: _entries_per_person,
    Kind.ENTRIES_PER_STARTUP: _entries_per_startup,
    Kind.BOARD: _board,
    Kind.PROVINCE: _province,
    Kind.MEMBER_SHARE: _member_share,
    Kind.NO_EARLIER_WINNERS: _no_earlier_winners,
    Kind.NO_OFFICIALS: _no_officials,
}
