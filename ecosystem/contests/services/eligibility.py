"""The eligibility rules of a contest."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.audit.services import assign
from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.contests.models import Contest, EligibilityRule
from ecosystem.contests.services.boards import refuse_over
from ecosystem.contests.services.changes import changing
from ecosystem.contests.services.order import rearrange
from ecosystem.core.database import locked, scalars, session
from ecosystem.core.errors import Invalid, Refused

MOST_RULES = 30
# The board rule may stand once for each board; every other kind is said once.
REPEATABLE = (EligibilityKind.BOARD, EligibilityKind.MEMBER_SHARE)
NEEDED = {
    EligibilityKind.STARTUP_AGE: ("max_years",),
    EligibilityKind.ENTRIES_PER_PERSON: ("max",),
    EligibilityKind.ENTRIES_PER_STARTUP: ("max",),
    EligibilityKind.BOARD: ("board",),
    EligibilityKind.PROVINCE: ("provinces",),
    EligibilityKind.MEMBER_SHARE: ("organisation", "min_percent"),
}


def add_rule(
    contest: Contest, *, kind: EligibilityKind, parameters: Mapping[str, Any], by: int, amendment: str = ""
) -> EligibilityRule:
    """Add a rule; parameters as in `domain.eligibility`. Raises Invalid, Refused for a second of its kind."""
    with changing(contest.id, by=by, amendment=amendment) as change:
        rules = rule_rows(change.contest)
        refuse_over(len(rules), MOST_RULES)
        if kind not in REPEATABLE and any(rule.kind is kind for rule in rules):
            raise Refused(_l("There is a rule of this kind already; change that one."))
        _check(change.contest, kind, parameters)
        last = session().scalar(
            select(func.max(EligibilityRule.position)).where(EligibilityRule.contest_id == contest.id)
        )
        rule = EligibilityRule(
            contest_id=contest.id, kind=kind, parameters=dict(parameters), position=0 if last is None else last + 1
        )
        session().add(rule)
        change.noting("eligibility.rule_added", rule, {"kind": (None, kind)})
        return rule


def edit_rule(rule: EligibilityRule, *, parameters: Mapping[str, Any], by: int, amendment: str = "") -> None:
    """Change the parameters of a rule. Raises Invalid, AmendmentNeeded."""
    with changing(rule.contest_id, by=by, amendment=amendment) as change:
        present = locked(EligibilityRule, rule.id)
        _check(change.contest, present.kind, parameters)
        change.noting("eligibility.rule_edited", present, assign(present, {"parameters": dict(parameters)}))


def remove_rule(rule: EligibilityRule, *, by: int, amendment: str = "") -> None:
    """Take a rule away."""
    with changing(rule.contest_id, by=by, amendment=amendment) as change:
        present = locked(EligibilityRule, rule.id)
        change.noting("eligibility.rule_removed", change.contest, {"rule": (present.kind, None)})
        session().delete(present)


def move_rule(rule: EligibilityRule, *, up: bool, by: int) -> None:
    """Move a rule one place."""
    with changing(rule.contest_id, by=by) as change:
        rearrange(rule_rows(change.contest), rule.id, up=up)
        change.noting("eligibility.rule_moved", rule)


def rule_rows(contest: Contest) -> list[EligibilityRule]:
    """Return the rules in order."""
    statement = select(EligibilityRule).where(EligibilityRule.contest_id == contest.id)
    return list(scalars(statement.order_by(EligibilityRule.position, EligibilityRule.id)))


def _check(contest: Contest, kind: EligibilityKind, parameters: Mapping[str, Any]) -> None:
    absent = [name for name in NEEDED.get(kind, ()) if parameters.get(name) in (None, "", [])]
    if kind is EligibilityKind.TEAM_SIZE and parameters.get("min") is None and parameters.get("max") is None:
        absent = ["max"]
    if absent:
        message = _l("Please fill in this field.")
        raise Invalid(message, details=dict.fromkeys(absent, message))
    least, most = parameters.get("min"), parameters.get("max")
    if least is not None and most is not None and int(least) > int(most):
        message = _l("The least is more than the most.")
        raise Invalid(message, details={"min": message})
    if kind is EligibilityKind.BOARD and parameters["board"] not in {board.key for board in contest.boards}:
        message = _l("This board does not belong to the contest.")
        raise Invalid(message, details={"board": message})
