"""Use cases of assignment runs: ask for a proposal, work it out, carry it out, look at it again.

A small proposal of a light method is worked out at once; everything else by a worker process, for the engine is heavy
and a large round would keep a web worker busy.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.background import BackgroundTask, alive, ask_for
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.domain.assignment import Pair, Problem, Proposal
from ecosystem.judging.models import AssignmentRun, RunState
from ecosystem.judging.queries.assignment import Standing, known_of, standing_of
from ecosystem.judging.services.assignment import SOLVERS, Method, carry_out, changes_in, take_back, undoable

AT_ONCE = 20_000  # pairs of judge and entry up to which a light method answers within the request
CHANGES_AT_ONCE = 600
PROPOSE, APPLY, UNDO = "judging.assignment", "judging.assignment_applied", "judging.assignment_undone"


@dataclass(frozen=True)
class Settings:
    """What a proposal is asked for; `lowest` and `highest` None leave loads near an even share.

    `keeps` moves as little as possible of what stands, else only what was scored stays; `linked` links the judges.
    """

    per_entry: int
    seed: int
    lowest: int | None = None
    highest: int | None = None
    keeps: bool = True
    linked: bool = True


def ask_for_proposal(
    round_: Round, method: Method, settings: Settings, *, by: Account, here: bool = False
) -> AssignmentRun:
    """Store a run and work it out, at once if it is light and small (or if `here`), else in the background."""
    with transaction() as current:
        run = AssignmentRun(round_id=round_.id, method=method.value, settings=asdict(settings), asked_by_id=by.id)
        current.add(run)
        current.flush()
        if here or (method in SOLVERS and _is_small(round_)):
            work_out(run)
        else:
            _leave_to_worker(PROPOSE, run, by=by)
        return run


def _is_small(round_: Round) -> bool:
    standing = standing_of(round_)
    return len(standing.judges) * len(standing.entries) <= AT_ONCE


def _leave_to_worker(kind: str, run: AssignmentRun, *, by: Account, **payload: Any) -> None:
    round_ = session().get_one(Round, run.round_id)
    task = ask_for(
        kind,
        subject=f"assignment_run:{run.id}",
        by=by.id,
        payload={"run_id": run.id, "round_id": run.round_id, **payload},
        about=f"{in_language(round_.contest, 'title')} · {in_language(round_, 'name')}",
        url=path_of_run(round_, run),
    )
    run.task_id = task.id


def path_of_run(round_: Round, run: AssignmentRun) -> str:
    """Return the path of the page of a run."""
    return f"{path_of_assignment(round_)}/runs/{run.public_id}"


def work_out(
    run: AssignmentRun,
    *,
    standing: Standing | None = None,
    told: Callable[[str], None] = lambda _: None,
    done: Callable[[AssignmentRun], None] = lambda _: None,
) -> None:
    """Make the proposal of a run and store it; `done` is called last in the transaction that stores it."""
    round_ = session().get_one(Round, run.round_id)
    settings = Settings(**run.settings)
    standing = standing or standing_of(round_)
    problem = standing.problem(
        settings.per_entry,
        settings.seed,
        known=known_of(round_),
        lowest=settings.lowest,
        highest=settings.highest,
        keeps=settings.keeps,
    )
    made = _solved(Method(run.method), problem, settings, told)
    with transaction():
        row = locked(AssignmentRun, run.id)
        row.pairs = [[pair.judge, pair.entry] for pair in sorted(made.pairs)]
        row.input_hash = input_hash(standing)
        row.outcome = _outcome(made, standing)
        row.objective, row.bound = (made.quality.total, made.quality.best) if made.quality else (None, None)
        row.state, row.ready_at = RunState.READY, clock.now()
        done(row)


def _solved(method: Method, problem: Problem, settings: Settings, told: Callable[[str], None]) -> Proposal:
    if method in SOLVERS:
        return SOLVERS[method](problem)
    from ecosystem.judging.domain.assignment.optimal import solve_optimal  # heavy: worker processes only

    fair = method is Method.FAIR
    return solve_optimal(problem, fair=fair, linked=settings.linked, told=lambda step: told(step.value))


def _outcome(made: Proposal, standing: Standing) -> dict[str, Any]:
    """Return the summary that the page of a run shows, as plain values."""
    return {
        "added": len(made.pairs - standing.current),
        "removed": len(standing.current - made.pairs),
        "kept": len(made.pairs & standing.current),
        "barred": len(standing.barred),
        "fitting": made.fitting,
        "shortages": [[each.entry, each.missing] for each in made.shortages],
        "loads": [[judge, load] for judge, load in made.loads.items()],
        "help": [asdict(each) | {"remedy": each.remedy.value} for each in made.help],
        "quality": asdict(made.quality) if made.quality else None,
    }


def input_hash(standing: Standing) -> str:
    """Name all that a proposal depends on: judges, entries, conflicts, charges and whether they are begun."""
    judges = [
        [j.id, j.max_load, sorted(map(int, j.board_ids)), sorted(j.sectors), sorted(j.languages)]
        for j in standing.judges
    ]
    entries = [[e.id, e.board_id, sorted(e.sectors)] for e in standing.entries]
    charges = [[*c.pair, c.state.value, c.has_sheet] for c in standing.charges]
    text = json.dumps([sorted(judges, key=lambda row: row[0]), entries, sorted(charges), sorted(standing.barred)])
    return hashlib.sha256(text.encode()).hexdigest()


def changes_of(run: AssignmentRun, standing: Standing) -> tuple[set[Pair], set[Pair]]:
    """Return what a run would add to what stands now, and what it would take away."""
    pairs = {Pair(*pair) for pair in run.pairs or ()}
    return pairs - standing.current, set(standing.current) - pairs


def ask_to_apply(run: AssignmentRun, *, tells_judges: bool, by: Account) -> bool:
    """Carry a run out: a few changes at once, many in the background. Return whether it is done already.

    Raises Refused as `apply_run` does.
    """
    # One that is still being worked out has no outcome yet; it is refused below like any other that cannot be applied.
    if run.outcome.get("added", 0) + run.outcome.get("removed", 0) <= CHANGES_AT_ONCE:
        apply_run(run, tells_judges=tells_judges, by=by)
        return True
    with transaction():
        row = locked(AssignmentRun, run.id)
        _ensure_appliable(row, standing_of(session().get_one(Round, row.round_id)))
        _leave_to_worker(APPLY, row, by=by, tells_judges=tells_judges)
    return False


def apply_run(
    run: AssignmentRun,
    *,
    tells_judges: bool,
    by: Account,
    done: Callable[[AssignmentRun], None] = lambda _: None,
) -> None:
    """Carry out exactly the proposal that was looked at, under the lock of its round.

    Raises Refused when it was carried out before, or when a judge, an entry, a conflict or a score came in between.
    """
    with transaction():
        round_ = locked(Round, run.round_id)
        row = locked(AssignmentRun, run.id)
        standing = standing_of(round_)
        _ensure_appliable(row, standing)
        pairs = {Pair(*pair) for pair in row.pairs or ()}
        carry_out(
            round_,
            standing,
            pairs,
            method=Method(row.method),
            settings=row.settings,
            tells_judges=tells_judges,
            by=by,
        )
        row.state, row.applied_at, row.applied_by_id = RunState.APPLIED, clock.now(), by.id
        done(row)


def ask_to_take_back(round_: Round, *, by: Account) -> bool:
    """Undo the last applied proposal: a few changes at once, many in the background. Return whether it is done already.

    Raises Refused as `take_back` does.
    """
    entry = undoable(round_)
    if sum(map(len, changes_in(entry))) <= CHANGES_AT_ONCE:
        take_back(round_, by=by, only=entry.id)
        return True
    ask_for(
        UNDO,
        subject=f"round:{round_.id}",
        by=by.id,
        payload={"round_id": round_.id, "entry_id": entry.id},
        about=f"{in_language(round_.contest, 'title')} · {in_language(round_, 'name')}",
        url=path_of_assignment(round_),
    )
    return False


def undoing(round_: Round) -> BackgroundTask | None:
    """Return the task that takes the last applied proposal back, while it waits or runs."""
    return alive(UNDO, f"round:{round_.id}")


def path_of_assignment(round_: Round) -> str:
    """Return the path of the page of a round's assignment."""
    return f"/organise/contests/{round_.contest.slug}/judging/assignment/{round_.public_id}"


def _ensure_appliable(run: AssignmentRun, standing: Standing) -> None:
    if run.state is not RunState.READY:
        raise Refused(_l("This proposal was carried out already, or it is not ready yet."))
    if run.input_hash != input_hash(standing):
        raise Refused(_l("Something changed since this proposal was made. Please ask for a new one."))
