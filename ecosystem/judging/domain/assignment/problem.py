"""The problem of assigning entries to judges, and a proposal that solves it, whatever engine made it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias


class Pair(NamedTuple):
    """A judge and an entry, by their ids."""

    judge: int
    entry: int


@dataclass(frozen=True)
class Judge:
    """A judge who may be assigned entries; no `boards` means all, no `max_load` means any number.

    `languages` are those the judge reads, none told means unknown; `practised` the sectors judged before.
    """

    id: int
    max_load: int | None = None
    boards: frozenset[int] = frozenset()
    sectors: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    practised: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """An entry to be scored; a judge who knows one of its sectors fits better. No `language` means unknown."""

    id: int
    board: int | None = None
    sectors: frozenset[str] = frozenset()
    language: str = ""


@dataclass(frozen=True)
class Problem:
    """Give every entry `per_entry` judges.

    `barred` pairs never occur. `fixed` pairs (somebody scored) stay, whatever else holds. `current` is how it stands
    now, fixed pairs included: a good proposal moves as little of it as it can. `seed` decides between equals.
    `lowest` and `highest` are the loads aimed at for every judge; None leaves them near an even share.
    """

    judges: tuple[Judge, ...]
    entries: tuple[Entry, ...]
    per_entry: int
    barred: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    current: frozenset[Pair] = frozenset()
    seed: int = 1
    lowest: int | None = None
    highest: int | None = None

    @cached_property
    def judge(self) -> dict[int, Judge]:
        """The judges by id."""
        return {judge.id: judge for judge in self.judges}

    @cached_property
    def entry(self) -> dict[int, Entry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.entries}

    def allows(self, pair: Pair) -> bool:
        """Tell whether a new charge may join the two: no conflict, and a board the judge scores."""
        judge, entry = self.judge[pair.judge], self.entry[pair.entry]
        return pair not in self.barred and (not judge.boards or entry.board in judge.boards)

    def fits(self, pair: Pair) -> bool:
        """Tell whether the judge knows a sector of the entry."""
        return not self.judge[pair.judge].sectors.isdisjoint(self.entry[pair.entry].sectors)


@dataclass(frozen=True)
class Shortage:
    """An entry that lacks `missing` judges."""

    entry: int
    missing: int


@dataclass(frozen=True)
class Quality:
    """How good an assignment is, in whole points of affinity (`affinity.py`).

    `total` is reached, `best` is the proven optimum under the same rules; what `total` is below it was given for
    fairness or for links between judges. `worst` is the sum of the worst-off entry among those with all their judges
    (None if there are none), `worst_bound` what no assignment whatever can exceed (None if not worked out).
    `parts` counts the groups of judges whom no chain of common entries links; `overlap` is the fewest entries two
    judges share, `unlinked` the pairs of judges who share none. `under` are judges below the lowest load.
    """

    total: int
    best: int
    worst: int | None = None
    worst_bound: int | None = None
    parts: int = 1
    overlap: int = 0
    unlinked: int = 0
    under: tuple[int, ...] = ()


class Remedy(StrEnum):
    """What would help entries that are short of judges."""

    RAISE_LOAD = "raise_load"
    LIFT_CONFLICT = "lift_conflict"
    WIDEN_BOARDS = "widen_boards"
    MORE_JUDGES = "more_judges"


@dataclass(frozen=True)
class Help:
    """One remedy: raise this judge's load, lift the conflict of this pair, widen the boards of this judge.

    For more judges, `number` says how many, of `load` entries each, would serve every entry; otherwise each remedy
    alone serves one charge more.
    """

    remedy: Remedy
    judge: int | None = None
    entry: int | None = None
    number: int = 1
    load: int = 0


@dataclass(frozen=True)
class Proposal:
    """A set of charges with what it changes and what it cannot do. Equal problems give equal proposals."""

    pairs: frozenset[Pair]
    added: frozenset[Pair]
    removed: frozenset[Pair]
    shortages: tuple[Shortage, ...]
    loads: Mapping[int, int]
    fitting: int
    method: str
    seed: int
    quality: Quality | None = None
    help: tuple[Help, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every entry has all its judges."""
        return not self.shortages


Solver: TypeAlias = Callable[[Problem], Proposal]


def proposal(
    problem: Problem,
    pairs: frozenset[Pair],
    *,
    method: str,
    quality: Quality | None = None,
    help: tuple[Help, ...] = (),
) -> Proposal:
    """Describe `pairs` as an answer to `problem`: the diff, the shortages, the loads of all judges."""
    judges_of = Counter(pair.entry for pair in pairs)
    loads = Counter(pair.judge for pair in pairs)
    known = [pair for pair in pairs if pair.judge in problem.judge and pair.entry in problem.entry]
    short = [(entry.id, problem.per_entry - judges_of[entry.id]) for entry in problem.entries]
    return Proposal(
        pairs=pairs,
        added=pairs - problem.current,
        removed=problem.current - pairs,
        shortages=tuple(Shortage(entry, missing) for entry, missing in short if missing > 0),
        loads={judge.id: loads[judge.id] for judge in problem.judges},
        fitting=sum(problem.fits(pair) for pair in known),
        method=method,
        seed=problem.seed,
        quality=quality,
        help=help,
    )
