"""What would help entries that are short of judges, read off the network that is full.

From the short entries one goes to every judge who may score them, from there to every entry these judges score, and so
on: whoever is reached is full, and these full judges are the bottleneck. One charge more for any of them, one new way
out of the reached entries to a judge with room, or more judges, is what helps; nothing else does.
"""

import numpy as np

from ecosystem.judging.domain.assignment.flow import Flow
from ecosystem.judging.domain.assignment.problem import Help, Pair, Problem, Remedy
from ecosystem.judging.domain.assignment.table import Mask, Table

MOST_EACH = 5


def remedies(problem: Problem, table: Table, flow: Flow) -> tuple[Help, ...]:
    """Return what would help, the strongest of each kind first; nothing where no entry is short."""
    short = flow.missing > 0
    if not short.any():
        return ()
    entries, judges = _reached(table, flow)
    has_room = flow.chosen.sum(axis=0) < table.limit
    return (
        *_raise_loads(table, flow, short, judges),
        *_lift_conflicts(problem, table, flow, entries, has_room),
        *_widen_boards(problem, table, entries, has_room),
        _more_judges(table, flow),
    )


def _reached(table: Table, flow: Flow) -> tuple[Mask, Mask]:
    entries: Mask = np.greater(flow.missing, 0)
    while True:
        judges: Mask = np.logical_or.reduce((table.allowed & ~flow.chosen)[entries], axis=0)
        wider: Mask = entries | flow.chosen[:, judges].any(axis=1)
        if (wider == entries).all():
            return entries, judges
        entries = wider


def _raise_loads(table: Table, flow: Flow, short: Mask, judges: Mask) -> list[Help]:
    direct = (table.allowed & ~flow.chosen)[short].sum(axis=0)
    order = sorted(np.nonzero(judges)[0].tolist(), key=lambda judge: (-int(direct[judge]), judge))[:MOST_EACH]
    return [Help(Remedy.RAISE_LOAD, int(table.judges[j]), number=max(1, int(direct[j]))) for j in order]


def _lift_conflicts(problem: Problem, table: Table, flow: Flow, entries: Mask, has_room: Mask) -> list[Help]:
    rows = {int(ident): place for place, ident in enumerate(table.entries)}
    columns = {int(ident): place for place, ident in enumerate(table.judges)}
    without_bars = Problem(problem.judges, problem.entries, problem.per_entry)
    found = []
    for pair in problem.barred:
        row, column = rows.get(pair.entry), columns.get(pair.judge)
        if row is None or column is None or not entries[row] or not has_room[column]:
            continue
        if without_bars.allows(pair) and pair not in problem.fixed:
            found.append((-int(flow.missing[row]), pair))
    return [Help(Remedy.LIFT_CONFLICT, pair.judge, pair.entry) for _, pair in sorted(found)[:MOST_EACH]]


def _widen_boards(problem: Problem, table: Table, entries: Mask, has_room: Mask) -> list[Help]:
    waiting = [problem.entry[ident] for ident in table.entries[entries].tolist()]
    free = {ident for ident, room in zip(table.judges.tolist(), has_room.tolist(), strict=True) if room}
    found = []
    for judge in problem.judges:
        if judge.id not in free or not judge.boards:
            continue
        taken = problem.barred | problem.fixed
        gained = sum(e.board not in judge.boards and Pair(judge.id, e.id) not in taken for e in waiting)
        if gained:
            found.append((-gained, judge.id))
    return [Help(Remedy.WIDEN_BOARDS, judge) for _, judge in sorted(found)[:MOST_EACH]]


def _more_judges(table: Table, flow: Flow) -> Help:
    """Judges of equal load, free of conflicts: enough when no entry lacks more than there are, nor all together."""
    load = max(1, int((table.upper + table.fixed.sum(axis=0)).max(initial=0)))
    number = max(int(flow.missing.max()), -(-int(flow.missing.sum()) // load))
    return Help(Remedy.MORE_JUDGES, number=number, load=load)
