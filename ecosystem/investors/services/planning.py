"""Use cases of timetable runs: ask for one, work it out, lock and move meetings by hand.

The engine runs in a background task; what is asked for and stored is here.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, insert, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.background import alive, ask_for
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused
from ecosystem.investors.domain.life_cycle import LIFE, ON_NOW, PLANNABLE, SessionState
from ecosystem.investors.domain.scheduling import Placed, Timetable, broken_rules, idle_in, missing_in, value_of
from ecosystem.investors.domain.scheduling.reasons import why_below
from ecosystem.investors.models import (
    InvestorSession,
    PlannedMeeting,
    RunKind,
    RunState,
    TimetableRun,
)
from ecosystem.investors.queries.problems import Standing, hash_of, standing_of
from ecosystem.investors.queries.timetables import PUBLISH_KIND, RUN_KIND

EFFORTS = (1, 3, 10)
MOST_RUNS = 20


def ask_for_run(
    session_: InvestorSession, *, effort: int, seed: int, base: TimetableRun | None, by: Account
) -> TimetableRun:
    """Ask for a timetable; meetings locked in `base` stay. After publishing it repairs: nothing published moves.

    Raises InvalidTransition while wishes are open, Refused for too many runs.
    """
    if effort not in EFFORTS or not 1 <= seed < 2**31:
        raise Invalid(_l("Please choose how thoroughly to plan."))
    with transaction() as current:
        present = locked(InvestorSession, session_.id)
        is_repair = present.published_at is not None and present.state in ON_NOW
        if not is_repair:
            present.state = LIFE.after(present.state, "plan")
        last = current.scalar(select(func.max(TimetableRun.number)).where(TimetableRun.session_id == present.id)) or 0
        count = current.scalar(select(func.count()).where(TimetableRun.session_id == present.id)) or 0
        if count >= MOST_RUNS and not is_repair:
            said = _l("There are %(most)s proposals already. Please delete one that you do not need.", most=MOST_RUNS)
            raise Refused(said)
        run = TimetableRun(
            session_id=present.id,
            number=last + 1,
            kind=RunKind.REPAIR if is_repair else RunKind.WHOLE,
            seed=seed,
            effort=effort,
            asked_by_id=by.id,
        )
        current.add(run)
        current.flush()
        audit.record("timetable_run.asked", run, by=by.id, scope=present.event.organiser)
        ask_for(
            RUN_KIND,
            subject=f"run:{run.id}",
            by=by.id,
            payload={"run_id": run.id, "base_id": base.id if base is not None else None},
            about=present.title,
            url=path_of(present, run),
        )
        return run


def work_out(
    run: TimetableRun,
    base: TimetableRun | None,
    *,
    solve: Callable[[Standing], Timetable],
    done: Callable[[], None] = lambda: None,
) -> None:
    """Solve a run and store the answer, with `done` in the same transaction. What runs twice stores once."""
    session_ = run.session
    is_repair = run.kind is RunKind.REPAIR
    standing = standing_of(session_, base=base, with_spare=is_repair)
    answer = solve(standing)
    with transaction() as current:
        present = locked(TimetableRun, run.id)
        if present.state is RunState.WAITING:
            _store(present, standing, answer)
            current.execute(insert(PlannedMeeting), _rows(present, standing, answer)) if answer.meetings else None
        done()


def _store(run: TimetableRun, standing: Standing, answer: Timetable) -> None:
    run.inputs_hash = hash_of(standing.problem)
    run.method = answer.method.value
    run.objective, run.bound = answer.value, Decimal(answer.bound)
    run.notes = [{"founder": key, "lacks": answer.missing[key], "why": why_below(standing.problem, key).value}
                 for key in answer.missing]  # fmt: skip
    run.figures = figures_of(standing, answer.meetings) | {
        "idle_before": answer.idle_before,
        "locked": len(standing.problem.locked),
    }
    run.state, run.ready_at = RunState.READY, clock.now()


def figures_of(standing: Standing, meetings: Sequence[Placed]) -> dict[str, int]:
    """Return the numbers shown of a timetable: meetings, met wishes of those that could be, minima, waiting."""
    problem = standing.problem
    met = {(each.founder, each.investor) for each in meetings}
    return {
        "meetings": len(meetings),
        "wishes": len(problem.weights),
        "met": sum(pair in met for pair in problem.weights),
        "missing": sum(missing_in(problem, meetings).values()),
        "idle": idle_in(meetings),
        "seats": problem.slots * len(problem.tables),
    }


def _rows(run: TimetableRun, standing: Standing, answer: Timetable) -> list[dict[str, object]]:
    return [
        {
            "run_id": run.id,
            "slot_id": standing.slots[each.slot].id,
            "table_id": each.table,
            "founder_id": each.founder,
            "investor_id": each.investor,
            "is_locked": each.locked,
        }
        for each in answer.meetings
    ]


def discard(run: TimetableRun, *, by: Account) -> None:
    """Delete a proposal with what it proposes. Raises Refused for one that is published or being worked on."""
    with transaction() as current:
        session_ = locked(InvestorSession, run.session_id)
        present = locked(TimetableRun, run.id)
        if present.state is RunState.PUBLISHED:
            raise Refused(_l("A published timetable stays on record."))
        if any(alive(kind, f"run:{present.id}") for kind in (RUN_KIND, PUBLISH_KIND)):
            raise Refused(_l("This proposal is being worked on. Please wait, or cancel that work first."))
        changes = {"number": (present.number, None)}
        audit.record("timetable_run.deleted", present, by=by.id, scope=session_.event.organiser, changes=changes)
        current.execute(delete(PlannedMeeting).where(PlannedMeeting.run_id == present.id))
        current.delete(present)


def lock(run: TimetableRun, planned_id: int, *, is_locked: bool, by: Account) -> PlannedMeeting:
    """Lock a meeting of a proposal, so that it stays when the session is planned again; or unlock it."""
    with transaction():
        _changeable(run)
        planned = _planned(run, planned_id)
        changes = audit.assign(planned, {"is_locked": is_locked})
        if changes:
            organiser = run.session.event.organiser
            audit.record("timetable_run.locked", run, by=by.id, scope=organiser, changes=changes)
        return planned


def breaches_of_move(run: TimetableRun, planned: PlannedMeeting, slot_id: int, table_id: int) -> list[str]:
    """Return which rules a meeting would break in another slot or at another table, by their names."""
    standing = standing_of(run.session, with_spare=True)
    number = standing.number_of()
    if slot_id not in number or table_id not in {table.id for table in standing.tables}:
        raise Invalid(_l("There is no such slot or table."))
    others = [
        Placed(number[each.slot_id], each.founder_id, each.investor_id, each.table_id)
        for each in _all_planned(run)
        if each.id != planned.id and each.slot_id in number
    ]
    moved = Placed(number[slot_id], planned.founder_id, planned.investor_id, table_id)
    return [rule for rule, each in broken_rules(standing.problem, [*others, moved]) if each is moved]


def move_by_hand(
    run: TimetableRun, planned_id: int, slot_id: int, table_id: int, *, by: Account
) -> tuple[PlannedMeeting, list[str]]:
    """Move a meeting of a proposal; return it with the rules it breaks there. Then it is locked.

    Against somebody's hours an organiser may decide, knowing it; two meetings at once, at one table or of one pair, and
    a pair kept apart are refused (the rules are returned and nothing is moved).
    """
    with transaction() as current:
        _changeable(run)
        planned = _planned(run, planned_id)
        breaches = breaches_of_move(run, planned, slot_id, table_id)
        if set(breaches) - {"founder_away", "investor_away"}:
            return planned, breaches
        changes = audit.assign(planned, {"slot_id": slot_id, "table_id": table_id, "is_locked": True})
        current.flush()
        standing = standing_of(run.session, with_spare=True)
        number = standing.number_of()
        placed = [
            Placed(number[each.slot_id], each.founder_id, each.investor_id, each.table_id) for each in _all_planned(run)
        ]
        present = locked(TimetableRun, run.id)
        present.figures = present.figures | figures_of(standing, placed)
        present.objective = value_of(standing.problem, placed)
        present.bound = max(present.bound, Decimal(present.objective))
        audit.record("timetable_run.moved", run, by=by.id, scope=run.session.event.organiser, changes=changes)
        return planned, breaches


def is_stale(run: TimetableRun) -> bool:
    """Tell whether wishes, hours or people changed since the run was worked out."""
    return bool(run.inputs_hash) and run.inputs_hash != hash_of(
        standing_of(run.session, with_spare=run.kind is RunKind.REPAIR).problem
    )


def path_of(session_: InvestorSession, run: TimetableRun) -> str:
    """Return the path of a run's page, for tasks that know no request."""
    return f"/organise/investor-sessions/{session_.public_id}/timetables/{run.public_id}"


def _changeable(run: TimetableRun) -> None:
    present = locked(InvestorSession, run.session_id)
    if locked(TimetableRun, run.id).state is not RunState.READY:
        raise Refused(_l("This proposal cannot be changed any more."))
    if present.state not in PLANNABLE | {SessionState.PUBLISHED, SessionState.RUNNING}:
        raise Refused(_l("This is not possible in the present state of the session."))


def _planned(run: TimetableRun, planned_id: int) -> PlannedMeeting:
    planned = locked(PlannedMeeting, planned_id)
    if planned.run_id != run.id:
        raise NoSuchRecord(_l("This is no longer here."))
    return planned


def _all_planned(run: TimetableRun) -> Sequence[PlannedMeeting]:
    return session().scalars(select(PlannedMeeting).where(PlannedMeeting.run_id == run.id)).all()
