"""Each kind of rule as a sentence of the contest's rules."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.contests.domain.eligibility.facts import NO_NAMES, Names, Rule, board_name, listed
from ecosystem.contests.domain.kinds import EligibilityKind as Kind
from ecosystem.core.errors import Text


def describe(rule: Rule, names: Names = NO_NAMES) -> Text:
    """Return the rule as a sentence of the contest's rules."""
    return _SENTENCES[rule.kind](rule.parameters, names)


def _say_startup_age(parameters: Mapping[str, Any], _names: Names) -> Text:
    years = int(parameters["max_years"])
    if parameters.get("only_registered"):
        return _l("The entrant is a registered startup founded at most %(years)d years before entering.", years=years)
    return _l("A registered startup was founded at most %(years)d years before entering.", years=years)


def _say_team_size(parameters: Mapping[str, Any], _names: Names) -> Text:
    least, most = parameters.get("min"), parameters.get("max")
    if least is not None and most is not None:
        return _l("A team has %(least)d to %(most)d members, its leader included.", least=least, most=most)
    if most is not None:
        return _l("A team has at most %(most)d members, its leader included.", most=most)
    return _l("A team has at least %(least)d members, its leader included.", least=least or 1)


def _say_entries_per_person(parameters: Mapping[str, Any], _names: Names) -> Text:
    most, as_lead = parameters["max"], parameters.get("max_as_lead")
    if as_lead is not None:
        return _l(
            "A person is on at most %(most)d entries and leads at most %(lead)d of them.", most=most, lead=as_lead
        )
    return _l("A person is on at most %(most)d entries.", most=most)


def _say_entries_per_startup(parameters: Mapping[str, Any], _names: Names) -> Text:
    return _l("A startup makes at most %(most)d entries.", most=parameters["max"])


def _say_board(parameters: Mapping[str, Any], names: Names) -> Text:
    board = board_name(parameters, names)
    stages = [str(stage) for stage in parameters.get("stages") or ()]
    conditions: list[Text] = []
    if parameters.get("needs_tax_code"):
        conditions.append(_l("a startup with a tax code enters"))
    elif parameters.get("needs_startup") or stages:
        conditions.append(_l("a startup enters"))
    if stages:
        known = listed([names.stages.get(stage, stage) for stage in stages])
        conditions.append(_l("it is at the stage: %(stages)s", stages=known))
    return _l("On the board %(board)s: %(conditions)s.", board=board, conditions=listed(conditions))


def _say_province(parameters: Mapping[str, Any], names: Names) -> Text:
    wanted = listed([names.provinces.get(str(code), str(code)) for code in parameters["provinces"]])
    return _l("The entrant is based in %(provinces)s.", provinces=wanted)


def _say_member_share(parameters: Mapping[str, Any], _names: Names) -> Text:
    return _l(
        "At least %(least)d%% of the members belong to %(organisation)s.",
        least=parameters["min_percent"],
        organisation=parameters["organisation"],
    )


def _say_no_earlier_winners(parameters: Mapping[str, Any], _names: Names) -> Text:
    years = parameters.get("years")
    if years is not None:
        return _l("The entrant has won no prize of an earlier contest in the last %(years)d years.", years=years)
    return _l("The entrant has won no prize of an earlier contest.")


def _say_no_officials(_parameters: Mapping[str, Any], _names: Names) -> Text:
    return _l("Members of the organising committee, the secretariat and the jury may not be on an entry.")


_SENTENCES: dict[Kind, Callable[[Mapping[str, Any], Names], Text]] = {
    Kind.STARTUP_AGE: _say_startup_age,
    Kind.TEAM_SIZE: _say_team_size,
    Kind.ENTRIES_PER_PERSON: _say_entries_per_person,
    Kind.ENTRIES_PER_STARTUP: _say_entries_per_startup,
    Kind.BOARD: _say_board,
    Kind.PROVINCE: _say_province,
    Kind.MEMBER_SHARE: _say_member_share,
    Kind.NO_EARLIER_WINNERS: _say_no_earlier_winners,
    Kind.NO_OFFICIALS: _say_no_officials,
}
