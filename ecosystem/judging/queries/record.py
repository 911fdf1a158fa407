"""The record of a round's score events: what is not in it yet, what is, and which sheets stand behind it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, select

from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.domain.results.seal import Salts
from ecosystem.judging.models import (
    Assignment,
    Criterion,
    EventChain,
    Panelist,
    RoundRubric,
    ScoreEvent,
    ScoreSheet,
    SealedEvent,
)
from ecosystem.judging.queries.charges import standing
from ecosystem.judging.queries.publication import judge_labels
from ecosystem.judging.queries.rounds import takes_part


class Unsealed(NamedTuple):
    """An event that is to be sealed, with what binds it."""

    id: int
    sheet_id: int
    kind: str
    criterion: str | None
    after: str
    hash: str
    code: str
    panelist_id: int


def chain_of(round_id: int) -> EventChain | None:
    """Return the round's record, None before its first event was sealed."""
    return session().scalar(select(EventChain).where(EventChain.round_id == round_id))


def rounds_to_seal() -> list[int]:
    """Return the ids of the rounds that have events outside their record."""
    statement = (
        select(Assignment.round_id)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(ScoreEvent, ScoreEvent.sheet_id == ScoreSheet.id)
        .where(_is_unsealed())
        .distinct()
        .order_by(Assignment.round_id)
    )
    return list(session().scalars(statement))


def _is_unsealed() -> Any:
    return ~exists().where(SealedEvent.event_id == ScoreEvent.id)


def unsealed_in(round_id: int, *, at_most: int | None) -> list[Unsealed]:
    """Return the round's events outside its record, oldest first. The order within a sheet is that of its history."""
    statement = (
        select(
            ScoreEvent.id,
            ScoreEvent.sheet_id,
            ScoreEvent.kind,
            Criterion.key,
            ScoreEvent.after,
            ScoreEvent.hash,
            Application.code,
            Assignment.panelist_id,
        )
        .join(ScoreSheet, ScoreSheet.id == ScoreEvent.sheet_id)
        .join(Assignment, Assignment.id == ScoreSheet.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(Criterion, Criterion.id == ScoreEvent.criterion_id)
        .where(Assignment.round_id == round_id, _is_unsealed())
        .order_by(ScoreEvent.id)
        .limit(at_most)
    )
    return [Unsealed(*row) for row in session().execute(statement)]


@dataclass(frozen=True)
class SheetBehind:
    """A sheet that has events: whose it is, and why it does not count, "" when it does."""

    sheet_id: int
    code: str
    panelist_id: int
    judge: str
    left_out: str


def sheets_behind(round_: Round) -> list[SheetBehind]:
    """Return every sheet of the round that has events, with the reason why it does not count; three statements."""
    labels = judge_labels(round_)
    return [_behind(row, labels) for row in session().execute(_sheets(round_))]


def _sheets(round_: Round) -> Select[*tuple[Any, ...]]:
    is_own = RoundRubric.rubric_version_id == ScoreSheet.rubric_version_id
    return (
        select(
            ScoreSheet.id,
            Application.code,
            Panelist.id,
            ScoreSheet.state,
            takes_part(round_),
            standing(),
            is_own,
        )
        .join(Assignment, Assignment.id == ScoreSheet.assignment_id)
        .join(Panelist, Panelist.id == Assignment.panelist_id)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(
            RoundRubric,
            (RoundRubric.round_id == Assignment.round_id) & (RoundRubric.board_id == Application.board_id),
        )
        .where(Assignment.round_id == round_.id, exists().where(ScoreEvent.sheet_id == ScoreSheet.id))
        .order_by(Application.number, Application.id, Panelist.public_id)
    )


_BY_STATE = {
    SheetState.DRAFT: "not_handed_in",
    SheetState.ABSTAINED: "abstained",
    SheetState.WITHDRAWN: "withdrawn",
}


def _behind(row: Any, labels: dict[int, str]) -> SheetBehind:
    sheet_id, code, panelist_id, state, takes, stands, is_own = row
    reason = _BY_STATE.get(state, "")
    if not reason and not (takes and stands and is_own):
        reason = "entry_out" if not takes else "charge_ended" if not stands else "other_rubric"
    return SheetBehind(sheet_id, code, panelist_id, labels[panelist_id], reason)


class Sealed(NamedTuple):
    """A link of the record with the row of its event."""

    event_id: int
    sheet_id: int
    number: int
    sheet: str
    kind: str
    criterion: str
    value: str
    rest: str
    hash: str


_SHOWN = Sealed._fields[2:]


def sealed_in(round_id: int) -> list[Sealed]:
    """Return the whole record of a round in order."""
    columns = [getattr(SealedEvent, name) for name in _SHOWN]
    statement = (
        select(SealedEvent.event_id, ScoreEvent.sheet_id, *columns)
        .join(ScoreEvent, ScoreEvent.id == SealedEvent.event_id)
        .where(SealedEvent.round_id == round_id)
        .order_by(SealedEvent.number)
    )
    return list(map(Sealed._make, session().execute(statement)))


def record_document(round_: Round) -> dict[str, Any]:
    """Return the record as it is published: all links; of the sheets that count, what binds them and their last scores
    opened; of the others, why they do not count."""
    chain = chain_of(round_.id)
    if chain is None:
        return {"events": [], "sheets": [], "judges": {}, "left_out": []}
    salts, links = Salts(chain.secret), sealed_in(round_.id)
    last = {(link.sheet_id, link.criterion): link.event_id for link in links if link.kind == "score"}
    names = {link.sheet_id: link.sheet for link in links}
    given: dict[int, dict[str, str]] = {}
    for (sheet_id, criterion), event_id in last.items():
        given.setdefault(sheet_id, {})[criterion] = salts.value(event_id)
    behind = sheets_behind(round_)
    counted = [each for each in behind if not each.left_out]
    return {
        "events": [dict(zip(_SHOWN, link[2:], strict=True)) for link in links],
        "judges": {each.judge: salts.judge(each.panelist_id) for each in counted},
        "sheets": [
            {
                "entry": each.code,
                "judge": each.judge,
                "sheet": names[each.sheet_id],
                "salt": salts.sheet(each.sheet_id),
                "salts": given.get(each.sheet_id, {}),
            }
            for each in counted
        ],
        "left_out": sorted(
            ({"sheet": names[each.sheet_id], "reason": each.left_out} for each in behind if each.left_out),
            key=lambda left: left["sheet"],
        ),
    }
