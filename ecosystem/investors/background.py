"""Work of investor sessions for worker processes: timetables, publishing large ones, papers in bulk."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ecosystem.accounts.models import Account
from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Refused
from ecosystem.investors.domain.scheduling import Timetable
from ecosystem.investors.models import InvestorSession, RunKind, RunState, TimetableRun
from ecosystem.investors.policies import SessionAction
from ecosystem.investors.queries.problems import Standing
from ecosystem.investors.queries.timetables import PAPERS_KIND, PUBLISH_KIND, RUN_KIND, TELL_KIND
from ecosystem.investors.services import planning, publishing, telling

STEPS = {
    "choosing": _l("Choosing who meets whom"),
    "improving": _l("Improving slot by slot"),
    "proving": _l("Proving what the best could be"),
    "shortening": _l("Shortening the gaps"),
    "seating": _l("Seating people at tables"),
}


def _of_run(actor: Actor, task: BackgroundTask) -> bool:
    run = session().get(TimetableRun, task.payload["run_id"])
    return run is not None and can(actor, SessionAction.RUN, run.session)


def _of_session(actor: Actor, task: BackgroundTask) -> bool:
    session_ = session().get(InvestorSession, task.payload["session_id"])
    return session_ is not None and can(actor, SessionAction.SEE_DESK, session_)


@background(RUN_KIND, title=_l("Timetable of an investor session"), see=_of_run)
def make_timetable(task: Running) -> None:
    """Work out a timetable, and keep it for the page of the run."""
    from ecosystem.investors.domain.scheduling.engine import repair, schedule

    run = session().get_one(TimetableRun, task.payload["run_id"])

    def told(step: int, of: int, name: str) -> None:
        task.progress(step - 1, of, str(STEPS[name]))

    def solve(standing: Standing) -> Timetable:
        if run.kind is RunKind.REPAIR:
            return repair(standing.problem)
        return schedule(standing.problem, seed=run.seed, effort=run.effort, told=told)

    def done() -> None:
        task.finish({"said": _("The proposal is ready."), "url": planning.path_of(run.session, run)})

    try:
        planning.work_out(run, _base(task.payload["base_id"]), solve=solve, done=done)
    except Exception:
        _failed(run)
        raise


def _base(base_id: int | None) -> TimetableRun | None:
    if base_id is None:
        return None
    base = session().get(TimetableRun, base_id)
    if base is None:
        raise Refused(_l("The proposal whose locked meetings were to stay was deleted. Please make a new proposal."))
    return base


def _failed(run: TimetableRun) -> None:
    session().rollback()
    with transaction() as current:
        present = current.get(TimetableRun, run.id, populate_existing=True)
        if present is not None:  # it may have been deleted meanwhile
            present.state = RunState.FAILED


@background(PUBLISH_KIND, title=_l("Publishing a timetable"), see=_of_run)
def publish_timetable(task: Running) -> None:
    """Publish a large timetable."""
    run = session().get_one(TimetableRun, task.payload["run_id"])
    by = session().get_one(Account, task.asked_by)
    said: dict[str, Any] = {"said": _("The timetable is published."), "url": planning.path_of(run.session, run)}
    publishing.publish(run, by=by, done=lambda: task.finish(said))


@background(TELL_KIND, title=_l("Mails of a timetable"), see=_of_run)
def tell_timetable(task: Running) -> None:
    """Write the mails that tell a published timetable."""
    run = session().get_one(TimetableRun, task.payload["run_id"])
    url = planning.path_of(run.session, run)

    def done(number: int) -> None:
        said = ngettext("%(num)s mail waits to be released.", "%(num)s mails wait to be released.", number)
        task.finish({"said": said, "url": url})

    telling.tell(run, told=task.progress, done=done)


@background(PAPERS_KIND, title=_l("Agendas and table cards (PDF)"), see=_of_session)
def make_papers(task: Running) -> str:
    """Write all agendas, or all table cards, into one PDF."""
    from ecosystem.investors.documents.papers import write_agendas, write_table_cards

    session_ = session().get_one(InvestorSession, task.payload["session_id"])
    what = task.payload["what"]
    write = write_agendas if what == "agendas" else write_table_cards
    with task.file(f"{session_.public_id}-{what}.pdf", "application/pdf") as target:
        number = write(session_, target, told=task.progress)
    return str(ngettext("%(num)s page is in the file.", "%(num)s pages are in the file.", number))
