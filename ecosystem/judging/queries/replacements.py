"""Entries that lost a judge to a recusal or a conflict and want another, with the judges who suit best."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from ecosystem.contests.models import Round
from ecosystem.core.database import session
from ecosystem.judging.domain.assignment import Pair, Problem
from ecosystem.judging.domain.assignment.affinity import Affinity, affinity_of
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.models import Assignment, Panelist
from ecosystem.judging.queries.assignment import EntryLine, Standing, known_of

PROPOSED = 3


@dataclass(frozen=True)
class Lost:
    """A judge an entry lost: by recusing (with the reason given), else by a conflict of interest."""

    name: str
    recused: bool
    reason: str


@dataclass(frozen=True)
class Candidate:
    """A judge who may take the entry, how well the judge suits it, and how many entries the judge has."""

    panelist: Panelist
    affinity: Affinity
    load: int


@dataclass(frozen=True)
class Wanted:
    """An entry that lacks `missing` judges after losing some; `candidates` the best first."""

    entry: EntryLine
    missing: int
    lost: Sequence[Lost]
    candidates: Sequence[Candidate]


def entries_wanting(round_: Round, standing: Standing) -> list[EntryLine]:
    """Return the entries that lost a judge to a recusal or a conflict and have fewer than the round asks for."""
    given = Counter(pair.entry for pair in standing.current - standing.barred)
    lost = {
        charge.pair.entry
        for charge in standing.charges
        if charge.state is AssignmentState.RECUSED or charge.pair in standing.barred
    }
    return [entry for entry in standing.entries if entry.id in lost and given[entry.id] < round_.reviews_per_entry]


def wanted_replacements(round_: Round, standing: Standing) -> list[Wanted]:
    """Return those entries with whom they lost, and up to three judges with room each, who suit best and do least."""
    entries = entries_wanting(round_, standing)
    if not entries:
        return []
    known = known_of(round_, [entry.id for entry in entries])
    problem = standing.problem(round_.reviews_per_entry, seed=1, known=known)
    loads = Counter(pair.judge for pair in standing.current)
    given = Counter(pair.entry for pair in standing.current - standing.barred)
    lost = _lost(round_, standing, {entry.id for entry in entries})
    return [
        Wanted(
            entry,
            round_.reviews_per_entry - given[entry.id],
            lost[entry.id],
            _candidates(standing, problem, loads, entry.id),
        )
        for entry in entries
    ]


def _candidates(standing: Standing, problem: Problem, loads: Counter[int], entry_id: int) -> list[Candidate]:
    found = []
    for judge in standing.judges:
        pair = Pair(judge.id, entry_id)
        has_room = judge.max_load is None or loads[judge.id] < judge.max_load
        if has_room and pair not in standing.current and problem.allows(pair):
            affinity = affinity_of(problem.judge[judge.id], problem.entry[entry_id])
            found.append(Candidate(judge, affinity, loads[judge.id]))
    return sorted(found, key=lambda each: (-each.affinity.points, each.load, each.panelist.id))[:PROPOSED]


def _lost(round_: Round, standing: Standing, entries: set[int]) -> dict[int, list[Lost]]:
    rows = session().execute(
        select(
            Assignment.application_id,
            Assignment.panelist_id,
            Assignment.state,
            Assignment.recusal_reason,
            Panelist.name,
        )
        .join(Panelist, Panelist.id == Assignment.panelist_id)
        .where(
            Assignment.round_id == round_.id,
            Assignment.application_id.in_(entries),
            or_(Assignment.state == AssignmentState.RECUSED, Assignment.state == AssignmentState.WITHDRAWN),
        )
        .order_by(Assignment.id)
    )
    found: dict[int, list[Lost]] = defaultdict(list)
    for entry_id, panelist_id, state, reason, name in rows:
        recused = state is AssignmentState.RECUSED
        if recused or Pair(panelist_id, entry_id) in standing.barred:
            found[entry_id].append(Lost(name, recused, reason))
    return found
