"""What takes longer than a page should wait for: papers in bulk, long tables, the analysis of a board."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Board, Round
from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.documents.tables import XLSX, stream_csv, write_xlsx
from ecosystem.judging.documents.tables import TABLES
from ecosystem.judging.models import AssignmentRun, RubricVersion
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.decisions import awards_in, publication_of
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.results import review_rows
from ecosystem.judging.queries.rounds import round_by_id
from ecosystem.judging.services import analysis
from ecosystem.judging.services.assignment import take_back
from ecosystem.judging.services.runs import apply_run, path_of_assignment, path_of_run, work_out

if TYPE_CHECKING:  # the PDF library is slow to load
    from ecosystem.core.documents.paper import Issue

T = TypeVar("T")


def _may(action: JudgingAction, actor: Actor, task: BackgroundTask) -> bool:
    """Whoever may in the round at the moment they look, whoever asked."""
    round_ = session().get(Round, task.payload["round_id"])
    return round_ is not None and can(actor, action, round_)


def may_read_reviews(actor: Actor, task: BackgroundTask) -> bool:
    """For what is made of the sheets."""
    return _may(JudgingAction.READ_REVIEWS, actor, task)


def may_decide(actor: Actor, task: BackgroundTask) -> bool:
    """For what is made of the prizes."""
    return _may(JudgingAction.DECIDE, actor, task)


def may_view_ranking(actor: Actor, task: BackgroundTask) -> bool:
    """For what is made of the ranking."""
    return _may(JudgingAction.VIEW_RANKING, actor, task)


@background("judging.sheets", title=_l("Score sheets (PDF)"), see=may_read_reviews)
def make_sheets(task: Running) -> str:
    """Write the score sheets of a board, all or of one judge, into one PDF."""
    from ecosystem.judging.documents.issued import issued_paper
    from ecosystem.judging.documents.score_sheets import sheets_document

    round_, board, version = _chosen(task)
    judge = task.payload["judge"]
    rows = [row for row in review_rows(round_, board.id, version) if not judge or row.judge == judge]
    by = session().get_one(Account, task.asked_by)

    def make(issue: "Issue | None") -> bytes:
        return sheets_document(round_, version, rows, issue=issue, told=lambda done: task.progress(done, len(rows)))

    with force_locale(task.payload["language"]):
        paper = issued_paper(round_, publication_of(round_), "sheets", make, by=by)
    with task.file(f"{round_.contest.slug}-{board.key}-sheets.pdf", "application/pdf") as target:
        target.write(paper)
    return str(ngettext("%(num)s sheet is in the file.", "%(num)s sheets are in the file.", len(rows)))


@background("judging.certificates", title=_l("Certificates (PDF)"), see=may_decide)
def make_certificates(task: Running) -> str:
    """Write all certificates of the contest into one PDF."""
    from ecosystem.judging.documents.certificates import certificates_document, certificates_of

    contest = session().get_one(Round, task.payload["round_id"]).contest
    awards = awards_in(contest)
    with force_locale(task.payload["language"]):
        paper = certificates_document(_told(task, certificates_of(awards), len(awards)))
    with task.file(f"{contest.slug}-certificates.pdf", "application/pdf") as target:
        target.write(paper)
    return str(ngettext("%(num)s certificate is in the file.", "%(num)s certificates are in the file.", len(awards)))


@background("judging.table", title=_l("Scores as a table"), see=may_read_reviews)
def make_table(task: Running) -> str:
    """Write the ranking or all reviews of a board as CSV or as a workbook."""
    round_, board, version = _chosen(task)
    what, kind, total = task.payload["what"], task.payload["kind"], task.payload["number"]
    rows = _told(task, TABLES[what](round_, board, version), total)
    with task.file(
        f"{round_.contest.slug}-{board.key}-{what}.{kind}", XLSX if kind == "xlsx" else "text/csv"
    ) as target:
        if kind == "xlsx":
            target.write(write_xlsx(rows))
        else:
            target.writelines(piece.encode() for piece in stream_csv(rows))
    return str(ngettext("%(num)s row is in the file.", "%(num)s rows are in the file.", total))


STEPS = {
    "weighing": (1, _l("Weighing every judge against every entry")),
    "solving": (2, _l("Finding the greatest affinity")),
    "lifting": (3, _l("Lifting the worst-off entry")),
    "linking": (4, _l("Linking the judges through common entries")),
}


def may_assign(actor: Actor, task: BackgroundTask) -> bool:
    """For proposals of who scores what."""
    return _may(JudgingAction.ASSIGN, actor, task)


@background("judging.assignment", title=_l("Proposal of an assignment"), see=may_assign)
def propose_assignment(task: Running) -> None:
    """Work out who scores what, and keep it for the page of the run."""

    def told(step: str) -> None:
        number, words = STEPS[step]
        task.progress(number, len(STEPS) + 1, str(words))

    def done(run: AssignmentRun) -> None:
        task.finish({"said": _("The proposal is ready."), "url": path_of_run(run.round, run)})

    work_out(session().get_one(AssignmentRun, task.payload["run_id"]), told=told, done=done)


@background("judging.assignment_applied", title=_l("Assigning entries to judges"), see=may_assign)
def apply_assignment(task: Running) -> None:
    """Carry out a proposal that changes many charges."""

    def done(run: AssignmentRun) -> None:
        task.finish({"said": _("The entries are assigned."), "url": path_of_run(run.round, run)})

    run = session().get_one(AssignmentRun, task.payload["run_id"])
    by = session().get_one(Account, task.asked_by)
    apply_run(run, tells_judges=task.payload["tells_judges"], by=by, done=done)


@background("judging.assignment_undone", title=_l("Taking an assignment back"), see=may_assign)
def undo_assignment(task: Running) -> None:
    """Take back an applied proposal that changed many charges."""
    round_ = round_by_id(task.payload["round_id"])
    said = {"said": _("The assignment is as it was before."), "url": path_of_assignment(round_)}
    by = session().get_one(Account, task.asked_by)
    take_back(round_, by=by, only=task.payload["entry_id"], done=lambda: task.finish(said))


def _chosen(task: Running) -> tuple[Round, Board, RubricVersion]:
    round_ = session().get_one(Round, task.payload["round_id"])
    board = session().get_one(Board, task.payload["board_id"])
    return round_, board, one_or_missing(rubric_of(round_, board.id))


def _told(task: Running, things: Iterable[T], total: int) -> Iterator[T]:
    for number, thing in enumerate(things):
        task.progress(min(number, total), total)
        yield thing


@background(analysis.KIND, title=_l("Analysis of the scores"), see=may_view_ranking)
def analyse_board(task: Running) -> dict[str, Any]:
    """Analyse one board of a round and store the answer."""
    round_ = round_by_id(task.payload["round_id"])
    board = one_or_missing(next((b for b in round_.contest.boards if b.id == task.payload["board_id"]), None))
    said = {"said": _("The scores are analysed."), "url": str(task.payload["url"])}
    analysis.compute(round_, board, finish=lambda: task.finish(said))
    return said
