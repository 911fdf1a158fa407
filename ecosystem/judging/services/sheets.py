"""The use case of saving a score sheet, part by part. Every change is an event of its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, update

from ecosystem.accounts.models import Account
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Invalid, NotAllowed, Refused, StaleEdit, Text
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.domain.results.history import Change, chained
from ecosystem.judging.domain.results.marks import pack
from ecosystem.judging.domain.scoring import RubricRules, check_score, is_complete, sheet_total
from ecosystem.judging.models import Score, ScoreEvent, ScoreSheet
from ecosystem.judging.queries.charges import Charge, Line, Sheet, charge_for_writing, sheet_of

LONGEST_COMMENT = 5_000
LONGEST_KEY = 64


class Part(StrEnum):
    """The parts of a sheet that are saved one by one."""

    SCORE = "score"
    REASON = "reason"  # the comment on one criterion
    COMMENT = "comment"  # to the applicant
    NOTE = "note"  # private


@dataclass(frozen=True)
class FieldChange:
    """A value of one part as the judge's page holds it; `criterion` is a key where the part belongs to one.

    A score's value is a Decimal or None (taken back), every other part's a text. `seen` is the `digest` of the value
    the page was shown with: an untouched field changes nothing, and when another value is stored meanwhile, the save
    is refused with both. None compares nothing.
    """

    part: Part
    value: Decimal | str | None
    criterion: str = ""
    seen: str | None = None

    @property
    def name(self) -> str:
        """The name of the field: "score-novelty", "comment"."""
        return f"{self.part.value}-{self.criterion}" if self.criterion else self.part.value


def digest(value: Decimal | str | None) -> str:
    """Return a short mark of a value, to tell later whether it is still the same."""
    return sha256(plain(value).encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Saved:
    """What is stored after a save. `total` is None while the sheet is incomplete; `missing` names its criteria."""

    total: Decimal | None
    is_complete: bool
    missing: Sequence[str]
    scores: Mapping[str, Decimal | None]


def save(charge: Charge, changes: Sequence[FieldChange], *, by: Account, key: str | None = None) -> Saved:
    """Store some parts of a sheet, all or none; a `key` that was stored is answered as stored, even when locked since.

    Raises Refused when the sheet is locked, the round closed or the charge void; NotAllowed for another's sheet;
    Invalid with a message per field; StaleEdit when a field changed since it was shown.
    """
    with transaction():
        held = charge_for_writing(charge.assignment.id)
        ensure_own(held, by)
        sheet = sheet_of(held, key=key) if held.version is not None else None
        if sheet is not None and sheet.is_replay:
            return _saved(sheet.rules, sheet.scores)
        ensure_open(held, by)
        assert sheet is not None
        return store(held, sheet, changes, by=by, key=key)


def store(held: Charge, sheet: Sheet, changes: Sequence[FieldChange], *, by: Account, key: str | None = None) -> Saved:
    """Store changes of a sheet that may be changed, inside a transaction; `by` stands in its history.

    Raises Invalid with a message per field, StaleEdit when a field changed since it was shown.
    """
    _check(sheet, changes)
    return _store(held, sheet, _effective(held, sheet, changes), by=by, key=key)


def ensure_own(charge: Charge, by: Account) -> None:
    """Raise NotAllowed unless the sheet is that of `by`."""
    if charge.panelist.account_id != by.id:
        raise NotAllowed(_l("This entry is not assigned to you."))


def ensure_open(charge: Charge, by: Account) -> None:
    """Raise unless `by` may change this sheet now, and say why not."""
    ensure_own(charge, by)
    if (refusal := closed_because(charge)) is not None:
        raise Refused(refusal)


def closed_because(charge: Charge) -> Text | None:
    """Return why the sheet cannot be changed now, None when it can."""
    for holds, reason in (
        (charge.is_conflicted, _l("You have a conflict of interest with this entry, so you cannot score it.")),
        (not charge.is_live, _l("This entry is no longer assigned to you, or no longer takes part.")),
        (charge.is_published, _l("The results of this round have been published, so scores cannot change any more.")),
        (charge.contest.state is not ContestState.PUBLISHED, _l("The contest is closed, so scores cannot change.")),
        (charge.version is None, _l("This round has no rubric yet. Please ask the secretariat.")),
        (
            not charge.round.window.accepts(clock.now()),
            _l("The time for scoring in this round is over, or has not begun."),
        ),
        (charge.sheet_state is SheetState.HANDED_IN, _l("This sheet is handed in. Only the chair can reopen it.")),
        (charge.sheet_state is SheetState.ABSTAINED, _l("You abstained. Only the chair can reopen the sheet.")),
    ):
        if holds:
            return reason
    return None


def _check(sheet: Sheet, changes: Sequence[FieldChange]) -> None:
    messages: dict[str, str] = {}
    for change in changes:
        problem = _problem(sheet.rules, change)
        if problem is not None:
            messages[change.name] = str(problem)
    if messages:
        raise Invalid(_l("Some of it cannot be saved."), details=messages)


def _problem(rules: RubricRules, change: FieldChange) -> Text | None:
    if change.part in (Part.SCORE, Part.REASON) and change.criterion not in rules.by_key:
        return _l("The rubric has no such criterion.")
    if change.part is Part.SCORE:
        if change.value is None:
            return None
        assert isinstance(change.value, Decimal)
        found = check_score(rules.by_key[change.criterion], change.value)
        return found.text if found else None
    if len(str(change.value or "")) > LONGEST_COMMENT:
        return _l("At most %(max)d characters, please.", max=LONGEST_COMMENT)
    return None


def stored_value(held: Charge, sheet: Sheet, change: FieldChange) -> Decimal | str | None:
    """Return what is stored now in the field of `change`, whose criterion must be one of the rubric."""
    if change.part is Part.SCORE:
        return sheet.scores[change.criterion]
    if change.part is Part.REASON:
        return sheet.comments[change.criterion]
    if held.sheet is None:
        return ""
    return held.sheet.comment if change.part is Part.COMMENT else held.sheet.private_note


def _effective(
    held: Charge, sheet: Sheet, changes: Sequence[FieldChange]
) -> list[tuple[FieldChange, Decimal | str | None]]:
    """Pair each change that changes something with the value before. Raises StaleEdit with both values."""
    found, theirs, yours = [], {}, {}
    for change in changes:
        before = stored_value(held, sheet, change)
        if before == change.value or change.seen == digest(change.value):
            continue
        if change.seen is not None and change.seen != digest(before):
            theirs[change.name], yours[change.name] = before, change.value
        found.append((change, before))
    if theirs:
        message = _l("This was changed on another device or in another window meanwhile.")
        raise StaleEdit(message, theirs=theirs, yours=yours)
    return found


def _store(
    held: Charge,
    sheet: Sheet,
    changes: Sequence[tuple[FieldChange, Decimal | str | None]],
    *,
    by: Account,
    key: str | None,
) -> Saved:
    if not changes:
        return _saved(sheet.rules, sheet.scores)
    row = held.sheet or new_sheet(held)
    scores = dict(sheet.scores)
    criteria = {line.criterion.key: line.criterion.id for line in sheet.lines}
    events = []
    for change, before in changes:
        if change.part is Part.SCORE:
            assert not isinstance(change.value, str)
            scores[change.criterion] = change.value
        events.append(_change(row, change, before, by=by, criterion_id=criteria.get(change.criterion)))
    _write_lines(row, sheet.lines, [change for change, _ in changes])
    saved = _saved(sheet.rules, scores)
    texts = {_COLUMN[c.part]: c.value for c, _ in changes if c.part in _COLUMN}
    marks = pack([scores[rule.key] for rule in sheet.rules.criteria])
    history_hash = append_history(row, events, key=key)
    write_sheet(row, total=saved.total, is_complete=saved.is_complete, marks=marks, history_hash=history_hash, **texts)
    return saved


_COLUMN = {Part.COMMENT: "comment", Part.NOTE: "private_note"}


def _saved(rules: RubricRules, scores: Mapping[str, Decimal | None]) -> Saved:
    missing = [rule.key for rule in rules.criteria if rule.is_required and scores.get(rule.key) is None]
    return Saved(sheet_total(rules, scores), is_complete(rules, scores), missing, dict(scores))


def new_sheet(held: Charge) -> ScoreSheet:
    """Make the sheet at its first save. From now on the rubric's version is frozen: a change makes a new one."""
    assert held.version is not None
    row = ScoreSheet(assignment=held.assignment, rubric_version_id=held.version.id)
    session().add(row)
    if held.version.frozen_at is None:
        held.version.frozen_at = clock.now()
    session().flush()
    return row


def _change(
    row: ScoreSheet,
    change: FieldChange,
    before: Decimal | str | None,
    *,
    by: Account,
    criterion_id: int | None,
) -> Change:
    return Change(
        sheet_id=row.id,
        at=clock.now(),
        account_id=by.id,
        kind=change.part.value,
        criterion_id=criterion_id,
        before=plain(before),
        after=plain(change.value),
    )


def plain(value: Decimal | str | None) -> str:
    """Write a value as history keeps it: no needless zeros, nothing for a missing score."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value or ""


def _write_lines(row: ScoreSheet, lines: Sequence[Line], changes: Sequence[FieldChange]) -> None:
    """Insert or update the score rows of the changed criteria."""
    values: dict[str, dict[str, Decimal | str | None]] = {}
    for change in changes:
        if change.part in (Part.SCORE, Part.REASON):
            column = "value" if change.part is Part.SCORE else "comment"
            values.setdefault(change.criterion, {})[column] = change.value
    fresh = []
    for line in lines:
        wanted = values.get(line.criterion.key)
        if wanted is None:
            continue
        if line.score_id is not None:
            session().execute(update(Score).where(Score.id == line.score_id).values(**wanted), execution_options=_QUICK)
        else:
            ids = {"sheet_id": row.id, "criterion_id": line.criterion.id}
            empty: dict[str, Any] = {**ids, "value": None, "comment": ""}
            fresh.append(empty | wanted)
    if fresh:
        session().execute(insert(Score), fresh)


_QUICK = {"synchronize_session": False}


def append_history(row: ScoreSheet, changes: Sequence[Change], *, key: str | None) -> str:
    """Put events at the end of the sheet's history; return the hash of the last. The first one carries the key."""
    head, rows = row.history_hash or "", []
    for index, change in enumerate(changes):
        head = chained(head, change)
        rows.append(vars(change) | {"hash": head, "key": key if index == 0 else None})
    session().execute(insert(ScoreEvent), rows)
    return head


def write_sheet(row: ScoreSheet, **values: object) -> None:
    """Set columns of a sheet and store them at once."""
    for name, value in values.items():
        setattr(row, name, value)
    session().flush()
