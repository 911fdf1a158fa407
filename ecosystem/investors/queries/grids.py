"""A timetable as a grid of people and slots, ready to be drawn: every cell knows whom, where and what is wrong.

All rows are tallied, so that problems can be counted and looked for; only those that are shown are drawn.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ecosystem.core.search import fold
from ecosystem.investors.domain.scheduling import Pair
from ecosystem.investors.models import InvestorSession, MeetingState, Side
from ecosystem.investors.queries.problems import Standing
from ecosystem.investors.queries.timetables import Cell, Row

NONE: frozenset[int] = frozenset()


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
    """One person's row: how many meetings, meetings lacking, cells with something wrong; empty slots of the day.

    `boxes` in the order of slots and `idle` slots are known once the line is drawn.
    """

    row: Row
    cells: dict[int, list[Cell]] = field(default_factory=dict)
    lacks: int = 0
    wrong: int = 0
    has_gaps: bool = False
    boxes: list[Box] = field(default_factory=list)
    idle: int = 0

    @property
    def meetings(self) -> int:
        """In how many slots they meet somebody."""
        return len(self.cells)


AWAY, OPEN, BREAK = Box("away"), Box("open"), Box("break")


def lines_of(session_: InvestorSession, standing: Standing, cells: Iterable[Cell], side: Side) -> list[Line]:
    """Return a line for every participant of one side by name, tallied and not drawn yet."""
    lines = {row.id: Line(row) for row in standing.rows if row.side is side}
    rules, is_founder = _Rules(standing, side), side is Side.FOUNDER
    for cell in cells:
        line = lines.get(cell.founder_id if is_founder else cell.investor_id)
        if line is not None:
            line.cells.setdefault(cell.slot_id, []).append(cell)
    for line in lines.values():
        numbers = sorted(rules.number[slot_id] for slot_id in line.cells if slot_id in rules.number)
        line.has_gaps = bool(numbers) and numbers[-1] - numbers[0] >= len(numbers)
        line.wrong = sum(bool(rules.broken(found)) for found in line.cells.values())
        line.lacks = max(0, session_.founder_minimum - line.meetings) if is_founder else 0
    return list(lines.values())


def named(lines: Sequence[Line], query: str) -> list[Line]:
    """Return the lines in whose name every word of `query` occurs, marks and case apart."""
    words = fold(query).split()
    return [line for line in lines if all(word in fold(line.row.name) for word in words)] if words else list(lines)


def draw(lines: Iterable[Line], standing: Standing, side: Side, unwished: Collection[Pair]) -> None:
    """Fill the boxes of the lines that are shown; `unwished` are the pairs of whom neither wished for the other."""
    names = {row.id: row.name for row in standing.rows}
    tables = {table.id: table.label or str(table.number) for table in standing.tables}
    rules = _Rules(standing, side, unwished)
    for line in lines:
        _draw(line, standing, rules, names, tables)


def _draw(line: Line, standing: Standing, rules: "_Rules", names: Mapping[int, str], tables: Mapping[int, str]) -> None:
    free, taken = rules.free.get(line.row.id, NONE), []
    for place, slot in enumerate(standing.day):
        found = line.cells.get(slot.id)
        if slot.is_break:
            line.boxes.append(BREAK)
        elif found is None:
            line.boxes.append(OPEN if rules.number[slot.id] in free else AWAY)
        else:
            line.boxes.append(_box(found, rules, names, tables))
            taken.append(place)
    if taken:
        within = standing.day[taken[0] : taken[-1] + 1]
        line.idle = sum(not slot.is_break for slot in within) - len(taken)


def _box(found: list[Cell], rules: "_Rules", names: Mapping[int, str], tables: Mapping[int, str]) -> Box:
    cell = found[0]
    pair = (cell.founder_id, cell.investor_id)
    return Box(
        "meeting",
        names.get(pair[1] if rules.side is Side.FOUNDER else pair[0], "?"),
        tables.get(cell.table_id, "?"),
        cell.ident,
        cell.is_locked,
        rules.broken(found),
        "" if cell.state is MeetingState.PLANNED else cell.state.value,
        "none" if pair in rules.unwished else "",
    )


class _Rules:
    """What a cell of a grid can break."""

    def __init__(self, standing: Standing, side: Side, unwished: Collection[Pair] = ()) -> None:
        self.problem, self.side, self.unwished = standing.problem, side, unwished
        self.number = standing.number_of()
        self.free = {guest.key: guest.free for guest in chain(self.problem.founders, self.problem.investors)}

    def broken(self, found: list[Cell]) -> str:
        """Return the names of the rules broken in one cell, "" for none."""
        cell = found[0]
        number = self.number.get(cell.slot_id, -1)
        wrong = []
        if len(found) > 1:
            wrong.append("founder_twice" if self.side is Side.FOUNDER else "investor_twice")
        if (cell.founder_id, cell.investor_id) in self.problem.vetoes:
            wrong.append("veto")
        if number not in self.free.get(cell.founder_id, NONE):
            wrong.append("founder_away")
        if number not in self.free.get(cell.investor_id, NONE):
            wrong.append("investor_away")
        return " ".join(wrong)
