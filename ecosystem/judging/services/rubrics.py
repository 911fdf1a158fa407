"""Use cases about rubrics. A version somebody was scored with never changes: changing it makes the next one."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.contests.services.changes import changing
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.scoring import CriterionRule, RubricRules, rubric_problems
from ecosystem.judging.models import Assignment, Criterion, RoundRubric, Rubric, RubricVersion, ScoreSheet
from ecosystem.judging.queries.rubrics import from_version, is_frozen, latest_version, uses_of


@dataclass(frozen=True)
class RubricDraft:
    """A rubric as its builder hands it in."""

    name: str
    rules: RubricRules
    name_en: str = ""


def create_rubric(
    organiser_id: int, draft: RubricDraft, *, contest: Contest | None = None, by: Account
) -> RubricVersion:
    """Make a rubric: a template of the organiser, or one of `contest`. It may be unfinished until it is used.

    Raises Invalid for keys that are not unique.
    """
    with transaction() as current:
        rubric = Rubric(
            organiser_id=organiser_id,
            contest_id=contest.id if contest else None,
            name=draft.name,
            name_en=draft.name_en,
        )
        version = RubricVersion(rubric=rubric, number=1)
        write_rules(version, draft.rules)
        current.add(rubric)
        current.flush()
        audit.record("judging.rubric_made", rubric, by=by.id, scope=contest or rubric.organiser, note=draft.name)
        return version


def save_rubric(
    rubric: Rubric, draft: RubricDraft, *, shown_version: int | None, amendment: str = "", by: Account
) -> RubricVersion:
    """Store the rubric and return its newest version.

    The newest version is rewritten as long as nobody was scored with it, else the next one is made and the old one
    stays as it is. A version in use must be sound. Raises StaleEdit when somebody else saved meanwhile, Invalid
    when the rules do not fit together, AmendmentNeeded when the contest's rules are locked and would change.
    """
    with _within(rubric, amendment, by):
        locked(Rubric, rubric.id)
        newest = latest_version(rubric.id)
        row = locked(RubricVersion, newest.id)
        check_version(row, shown_version)
        in_use = bool(uses_of(row))
        if in_use:
            _ensure_sound(draft.rules)
        names = audit.assign(rubric, {"name": draft.name, "name_en": draft.name_en})
        target = _next_version(rubric, row) if is_frozen(row) else row
        before = from_version(row)
        write_rules(target, draft.rules)
        session().flush()
        changes = {**names, **_changes(before, from_version(target))}
        audit.record("judging.rubric_saved", rubric, by=by.id, scope=_scope(rubric), changes=changes)
        return target


def _within(rubric: Rubric, amendment: str, by: Account) -> AbstractContextManager[Any]:
    """A contest's rubric changes within the frame of the contest's own changes."""
    if rubric.contest_id is None:
        return transaction()
    return changing(rubric.contest_id, by=by.id, amendment=amendment)


def _scope(rubric: Rubric) -> Any:
    return session().get_one(Contest, rubric.contest_id) if rubric.contest_id else rubric.organiser


def _next_version(rubric: Rubric, newest: RubricVersion) -> RubricVersion:
    newest.frozen_at = newest.frozen_at or clock.now()
    version = RubricVersion(rubric_id=rubric.id, number=newest.number + 1)
    session().add(version)
    return version


def _ensure_sound(rules: RubricRules) -> None:
    problems = rubric_problems(rules)
    if problems:
        raise Invalid(problems[0].text, details={problem.where: problem.text for problem in problems})


def _changes(before: RubricRules, after: RubricRules) -> dict[str, tuple[Any, Any]]:
    return {"rules": (_told(before), _told(after))}


def _told(rules: RubricRules) -> dict[str, Any]:
    """The rules as plain values for the record, without the rows' ids."""
    return {key: _plain(value) for key, value in asdict(rules).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if key != "id"}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def write_rules(version: RubricVersion, rules: RubricRules) -> None:
    """Write rules into the rows of a version; criteria keep their rows by their keys. Raises Invalid for equal keys."""
    keys = [rule.key for rule in rules.criteria]
    if len(set(keys)) != len(keys):
        raise Invalid(_l("Two criteria bear the same name. Please tell them apart."))
    version.scale, version.total, version.places = rules.scale.value, rules.total, rules.places
    version.aggregation, version.trim_from_judges = rules.aggregation.value, rules.trim_from_judges
    version.min_judges, version.pass_mark, version.no_zero = rules.min_judges, rules.pass_mark, rules.no_zero
    version.tie_break = [_stored_step(step.by.value, step.key) for step in rules.tie_break]
    version.components = [_stored_component(asdict(component)) for component in rules.components]
    present = {criterion.key: criterion for criterion in version.criteria}
    version.criteria = [
        _criterion(present.get(rule.key) or Criterion(key=rule.key), rule, position)
        for position, rule in enumerate(rules.criteria)
    ]


def _stored_step(by: str, key: str) -> dict[str, str]:
    return {"by": by, "key": key} if key else {"by": by}


def _stored_component(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "maximum": str(values["maximum"]), "formula": str(values["formula"])}


def _criterion(row: Criterion, rule: CriterionRule, position: int) -> Criterion:
    for name in (
        "name",
        "name_en",
        "description",
        "maximum",
        "weight",
        "step",
        "comment_below",
        "comment_above",
        "minimum_to_pass",
        "is_required",
    ):
        setattr(row, name, getattr(rule, name))
    row.anchors = [{"from": str(a.start), "to": str(a.end), "text": a.text} for a in rule.anchors]
    row.position = position
    return row


def copy_rubric(
    version: RubricVersion, organiser_id: int, *, contest: Contest | None = None, name: str = "", by: Account
) -> RubricVersion:
    """Copy a version into a rubric of its own: a template into a contest, or a contest's into a template."""
    rubric = version.rubric
    draft = RubricDraft(name or rubric.name, from_version(version), rubric.name_en)
    return create_rubric(organiser_id, draft, contest=contest, by=by)


def archive_rubric(rubric: Rubric, *, by: Account) -> None:
    """Put a rubric away. Raises Refused while a round is scored with it."""
    with transaction():
        row = locked(Rubric, rubric.id)
        if any(uses_of(version) for version in row.versions):
            raise Refused(_l("A round is scored with this rubric, so it stays."))
        row.archived_at = clock.now()
        audit.record("judging.rubric_archived", row, by=by.id, scope=_scope(row))


@dataclass(frozen=True)
class Choice:
    """The version a round is scored with on a board; None takes the choice back."""

    round: Round
    board: Board
    version: RubricVersion | None


def use_rubric(
    round_: Round, boards: Iterable[Board], version: RubricVersion | None, *, amendment: str = "", by: Account
) -> None:
    """Choose one version for several boards of a round; see `use_rubrics`."""
    use_rubrics([Choice(round_, board, version) for board in boards], amendment=amendment, by=by)


def use_rubrics(choices: Sequence[Choice], *, amendment: str = "", by: Account) -> None:
    """Choose what rounds of one contest are scored with, all of it or nothing.

    Raises Invalid when the rules of a version do not fit together, Refused when a board has sheets of another
    version or the rubric is another contest's, AmendmentNeeded when the contest's rules are locked and would change.
    """
    for choice in choices:
        _ensure_usable(choice)
    if not choices:
        return
    with changing(choices[0].round.contest_id, by=by.id, amendment=amendment) as change:
        for choice in choices:
            _choose(choice.round, choice.board, choice.version)
        told = {f"{c.round.name} / {c.board.name}": ("", _named(c.version)) for c in choices}
        change.noting("judging.rubrics_chosen", changes=told)


def _ensure_usable(choice: Choice) -> None:
    version = choice.version
    if version is None:
        return
    _ensure_sound(from_version(version))
    if version.rubric.contest_id != choice.round.contest_id:
        raise Refused(_l("This rubric is not one of the contest. Copy it into the contest first."))


def _named(version: RubricVersion | None) -> str:
    return f"{version.rubric.name} v{version.number}" if version else "–"


def _choose(round_: Round, board: Board, version: RubricVersion | None) -> None:
    current = session()
    row = current.scalar(select(RoundRubric).where(RoundRubric.round_id == round_.id, RoundRubric.board_id == board.id))
    if row is not None and version is not None and row.rubric_version_id == version.id:
        return
    if row is not None and _is_scored(round_, board):
        raise Refused(_l("Judges have scored “%(board)s” in this round already; its rubric stays.", board=board.name))
    if version is None:
        if row is not None:
            current.delete(row)
        return
    if row is None:
        row = RoundRubric(round_id=round_.id, board_id=board.id)
        current.add(row)
    row.rubric_version_id = version.id


def _is_scored(round_: Round, board: Board) -> bool:
    sheet = exists().where(
        ScoreSheet.assignment_id == Assignment.id,
        Assignment.round_id == round_.id,
        Assignment.application_id == Application.id,
        Application.board_id == board.id,
    )
    return bool(session().scalar(select(sheet)))
