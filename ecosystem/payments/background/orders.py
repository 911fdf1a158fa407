"""What takes longer than a page should wait for: giving many orders back, long lists."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ecosystem.core.access import Actor
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session, transaction
from ecosystem.core.documents.tables import XLSX, stream_csv, write_xlsx
from ecosystem.events.models import Organiser
from ecosystem.payments.documents.tables import order_rows
from ecosystem.payments.models import Order, RefundRun, RefundState
from ecosystem.payments.policies import runs_finance
from ecosystem.payments.queries.finance import Filters, sums_of, table_rows
from ecosystem.payments.services import exports, runs


def may_see_run(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever runs the organiser's finance at the moment they look."""
    run = session().get(RefundRun, task.payload["run_id"])
    return run is not None and runs_finance(actor, run.organiser_id)


@background(runs.KIND, title=_l("Refunds of a cancelled event"), see=may_see_run)
def refund_run(task: Running) -> None:
    """Ask for the refunds of a run and send those that providers send."""
    run = session().get_one(RefundRun, task.payload["run_id"])
    runs.carry_out(run, task.progress)
    with transaction():
        runs.end(run)
        found = runs.progress_of(run)
        done = found.get(RefundState.DONE, (0, 0))[0]
        left = sum(number for state, (number, _total) in found.items() if state is not RefundState.DONE)
        task.finish(
            _("%(done)s refunds are done, %(left)s wait for the provider or the treasurer.", done=done, left=left)
        )


def may_see_table(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever runs the organiser's finance at the moment they look."""
    return runs_finance(actor, task.payload["organiser_id"])


@background(exports.KIND, title=_l("Orders as a table"), see=may_see_table)
def make_table(task: Running) -> str:
    """Write a filtered list of orders as CSV or as a workbook."""
    organiser = session().get_one(Organiser, task.payload["organiser_id"])
    names = ("query", "state", "purpose", "provider", "period")
    filters, kind = Filters(**{name: task.payload[name] for name in names}), task.payload["kind"]
    total = sums_of(organiser, filters).number
    rows = order_rows(_told(task, table_rows(organiser, filters), total), organiser.timezone)
    media_type = XLSX if kind == "xlsx" else "text/csv"
    with task.file(f"{organiser.slug}-orders.{kind}", media_type) as target:
        if kind == "xlsx":
            target.write(write_xlsx(rows))
        else:
            target.writelines(piece.encode() for piece in stream_csv(rows))
    return str(ngettext("%(num)s order is in the file.", "%(num)s orders are in the file.", total))


def _told(task: Running, orders: Iterable[Order], total: int) -> Iterator[Order]:
    for done, order in enumerate(orders, 1):
        yield order
        if done % 200 == 0:
            task.progress(done, total)
