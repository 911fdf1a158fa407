"""The page of a timetable: a proposal, or what is published, as a grid of people and slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from ecosystem.core.background import BackgroundTask
from ecosystem.core.pagination import Page
from ecosystem.core.web.formatting import format_time
from ecosystem.investors.domain.scheduling import Pair, Placed
from ecosystem.investors.domain.scheduling.reasons import Reason, why_not
from ecosystem.investors.forms.sessions import WhyForm
from ecosystem.investors.kinds import BREACHES, LACKS, METHODS, SIDES, WHY
from ecosystem.investors.models import InvestorSession, RunKind, RunState, Side, TimetableRun
from ecosystem.investors.queries.grids import Line, draw, lines_of, named
from ecosystem.investors.queries.problems import Standing, hash_of, standing_of
from ecosystem.investors.queries.timetables import (
    PUBLISH_KIND,
    RUN_KIND,
    TELL_KIND,
    Cell,
    planned_in,
    task_of,
    unwished_in,
)
from ecosystem.investors.views.grid_cells import cells_of

PER_PAGE = 50


@dataclass(frozen=True)
class Looked:
    """What is looked for in the grid."""

    side: Side
    query: str
    show: str  # "wrong": problems only; "gaps": those who wait between meetings only

    def holds(self, line: Line) -> bool:
        """Tell whether a line is among those to show."""
        if self.show == "wrong":
            return bool(line.wrong or line.lacks)
        return line.has_gaps if self.show == "gaps" else True


def grid_page(session_: InvestorSession, run: TimetableRun | None) -> str:
    """Return the page of a proposal, or of the published timetable when there is none."""
    shows_live = run is None or run.kind is RunKind.REPAIR
    # What is published is no proposal that wishes could make stale; only a question why two do not meet needs them.
    with_wishes = run is not None or "founder" in request.args
    standing = standing_of(session_, with_spare=shows_live, with_live=shows_live, with_wishes=with_wishes)
    cells = list(standing.live) if run is None else planned_in(run)
    looked = _looked()
    lines = lines_of(session_, standing, cells, looked.side)
    page = _page([line for line in named(lines, looked.query) if looked.holds(line)])
    draw(page.items, standing, looked.side, _unwished(session_, run, standing, cells))
    task = _task(run)
    return render_template(
        "investors/sessions/timetable.html",
        session=session_,
        event=session_.event,
        run=run,
        task=task if task is not None and (task.is_alive or task.error) else None,
        is_stale=run is not None and run.state is RunState.READY and run.inputs_hash != hash_of(standing.problem),
        is_repair=run is not None and run.kind is RunKind.REPAIR,
        fresh=_fresh(standing, cells) if run is not None and run.kind is RunKind.REPAIR else set(),
        looked=looked,
        sides=SIDES,
        slots=standing.day,
        cells_of=cells_of,
        page=page,
        number_wrong=sum(bool(line.wrong or line.lacks) for line in lines),
        number_gaps=sum(line.has_gaps for line in lines),
        cells=cells,
        names={row.id: row.name for row in standing.rows},
        breaches=BREACHES,
        lacks=LACKS,
        methods=METHODS,
        why=_why(session_, standing, cells),
    )


def _unwished(
    session_: InvestorSession, run: TimetableRun | None, standing: Standing, cells: Sequence[Cell]
) -> set[Pair]:
    if run is None:
        return unwished_in(session_)
    return {(each.founder_id, each.investor_id) for each in cells} - standing.problem.weights.keys()


def _looked() -> Looked:
    side = Side.INVESTOR if request.args.get("side") == Side.INVESTOR.value else Side.FOUNDER
    return Looked(side, request.args.get("q", "").strip()[:100], request.args.get("show", ""))


def _page(lines: Sequence[Line]) -> Page[Line]:
    pages = max(1, -(-len(lines) // PER_PAGE))
    number = min(max(request.args.get("page", 1, int), 1), pages)
    return Page(lines[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(lines))


def _task(run: TimetableRun | None) -> BackgroundTask | None:
    """The work on a run that people wait for: working it out, publishing it, writing its mails; or why it failed."""
    if run is None:
        return None
    kinds = {
        RunState.WAITING: RUN_KIND,
        RunState.FAILED: RUN_KIND,
        RunState.READY: PUBLISH_KIND,
        RunState.PUBLISHED: TELL_KIND,
    }
    if run.state not in kinds or run.told_at is not None:
        return None
    return task_of(kinds[run.state], run)


def _fresh(standing: Standing, cells: list[Cell]) -> set[str]:
    live = {(each.founder_id, each.investor_id) for each in standing.live}
    return {each.ident for each in cells if (each.founder_id, each.investor_id) not in live}


def _why(session_: InvestorSession, standing: Standing, cells: list[Cell]) -> dict[str, Any]:
    """The question why a pair does not meet, with its answer once it is asked."""
    form = WhyForm(request.args if "founder" in request.args else None, meta={"csrf": False})
    by_public = {row.public_id: row for row in standing.rows}
    for field, side in ((form.founder, Side.FOUNDER), (form.investor, Side.INVESTOR)):
        field.choices = [("", "–"), *((row.public_id, row.name) for row in standing.rows if row.side is side)]
    founder, investor = by_public.get(form.founder.data or ""), by_public.get(form.investor.data or "")
    if founder is None or investor is None:
        return {"form": form, "text": "", "slots": []}
    number = standing.number_of()
    placed = [Placed(number[c.slot_id], c.founder_id, c.investor_id, c.table_id) for c in cells if c.slot_id in number]
    reason: Reason = why_not(standing.problem, placed, founder.id, investor.id)
    hours = [format_time(standing.slots[slot].starts_at, session_.timezone) for slot in reason.slots]
    return {"form": form, "text": WHY[reason.why], "slots": hours, "pair": f"{founder.name} – {investor.name}"}
