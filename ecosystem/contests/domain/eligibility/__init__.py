"""Who may enter, as data: rules with parameters, checked against facts, told in words.

Parameters of each kind (all optional unless marked *):

    startup_age          max_years*: whole years since founding, on the day of the check.
                         only_registered: true also asks that there is a founding date.
    team_size            min, max: members of the entry, its leader included (at least one of the two).
    entries_per_person   max*: live entries of this contest a person may be on.
                         max_as_lead: of these, how many the person may lead.
    entries_per_startup  max*: live entries of this contest of one startup.
    board                board*: key of the board the rule is about. On it:
                         needs_startup: entered by a startup; needs_tax_code: a registered one;
                         stages: list of stages the startup may be in.
    province             provinces*: list of codes the startup (or, without one, the entry) is based in.
    member_share         organisation*: part of its name; min_percent*: share of members who belong to it.
    no_earlier_winners   years: how many years back prizes count; absent counts all.
    no_officials         none: organisers' staff and the jury of the contest may not be on an entry.

A fact nobody gave makes a finding `UNKNOWN`: people decide it. The same sentences stand on the rules page,
before the form, at submission and on the eligibility desk.
"""

from ecosystem.contests.domain.eligibility.checks import broken, check, full_years
from ecosystem.contests.domain.eligibility.facts import (
    EarlierPrize,
    EntryFacts,
    Finding,
    MemberFacts,
    Names,
    Outcome,
    Rule,
    StartupFacts,
    listed,
)
from ecosystem.contests.domain.eligibility.sentences import describe

__all__ = [
    "EarlierPrize",
    "EntryFacts",
    "Finding",
    "MemberFacts",
    "Names",
    "Outcome",
    "Rule",
    "StartupFacts",
    "broken",
    "check",
    "describe",
    "full_years",
    "listed",
]
