"""A timetable as a grid of people and slots, ready to be drawn: every cell knows whom, where and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ecosystem.investors.models import InvestorSession, MeetingState, Side
from ecosystem.investors.queries.problems import Standing
from ecosystem.investors.queries.timetables import Cell, Row


@dataclass(frozen=True)
class Box:
    """One cell: `kind` is "meeting", "away", "open" or "break"; `wrong` names broken rules, "" for none."""

    kind: str
    other: str = ""
    table: str = ""
    ident: str = ""
    is_locked: bool = False
    wrong: str = ""
    state: str = ""
    wish: str = ""


@dataclass
class Line:
    """One person's row: the boxes in the order of slots, how many meetings, idle slots and meetings lacking."""

    row: Row
    boxes: list[Box] = field(default_factory=list)
    meetings: int = 0
    idle: int = 0
    lacks: int = 0
    wrong: int = 0


AWAY, OPEN, BREAK = Box("away"), Box("open"), Box("break")


def lines_of(
    session_: InvestorSession,
    standing: Standing,
    people: Sequence[Row],
    cells: Sequence[Cell],
    slots: Sequence[tuple[int, bool]],
    side: Side,
) -> list[Line]:
    """Return a line for every participant of one side. `slots` are (id, is a break) in order."""
    names = {row.id: row.name for row in people}
    tables = {table.id: table.label or str(table.number) for table in standing.tables}
    at: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells:
        who = cell.founder_id if side is Side.FOUNDER else cell.investor_id
        at.setdefault((who, cell.slot_id), []).append(cell)
    free = _free(standing)
    shown = _Shown(side, names, tables, free, standing)
    lines = []
    for row in people:
        if row.side is side:
            lines.append(_line(session_, row, at, slots, shown))
    return lines


@dataclass(frozen=True)
class _Shown:
    side: Side
    names: Mapping[int, str]
    tables: Mapping[int, str]
    free: Mapping[int, frozenset[int]]
    standing: Standing

    def box(self, cells: list[Cell]) -> Box:
        cell = cells[0]
        is_founder = self.side is Side.FOUNDER
        other = cell.investor_id if is_founder else cell.founder_id
        pair = (cell.founder_id, cell.investor_id)
        wrong = []
        if len(cells) > 1:
            wrong.append("founder_twice" if is_founder else "investor_twice")
        if pair in self.standing.problem.vetoes:
            wrong.append("veto")
        for ident, rule in ((cell.founder_id, "founder_away"), (cell.investor_id, "investor_away")):
            if cell.slot_id not in self.free.get(ident, frozenset()):
                wrong.append(rule)
        return Box(
            "meeting",
            self.names.get(other, "?"),
            self.tables.get(cell.table_id, "?"),
            cell.ident,
            cell.is_locked,
            " ".join(wrong),
            "" if cell.state is MeetingState.PLANNED else cell.state.value,
            "" if self.standing.problem.weight(pair) else "none",
        )


def _line(
    session_: InvestorSession,
    row: Row,
    at: Mapping[tuple[int, int], list[Cell]],
    slots: Sequence[tuple[int, bool]],
    shown: _Shown,
) -> Line:
    line, free = Line(row), shown.free.get(row.id, frozenset())
    taken = []
    for number, (slot_id, is_break) in enumerate(slots):
        cells = at.get((row.id, slot_id))
        if is_break:
            line.boxes.append(BREAK)
        elif cells is None:
            line.boxes.append(OPEN if slot_id in free else AWAY)
        else:
            box = shown.box(cells)
            line.boxes.append(box)
            line.wrong += bool(box.wrong)
            taken.append(number)
    line.meetings = len(taken)
    if taken:
        within = slots[taken[0] : taken[-1] + 1]
        line.idle = sum(not is_break for _slot, is_break in within) - len(taken)
    if row.side is Side.FOUNDER:
        line.lacks = max(0, session_.founder_minimum - len(taken))
    return line


def _free(standing: Standing) -> dict[int, frozenset[int]]:
    """Participant -> ids of the slots in which they can come."""
    problem = standing.problem
    return {
        guest.key: frozenset(standing.slots[number].id for number in guest.free)
        for guest in chain(problem.founders, problem.investors)
    }
