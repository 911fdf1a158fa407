"""What takes longer than a page should wait for: long bank statements."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session
from ecosystem.payments.models import Statement
from ecosystem.payments.policies import PaymentAction
from ecosystem.payments.services.statements import apply_lines, read_lines_of
from ecosystem.payments.services.statements.applying import APPLY_TASK
from ecosystem.payments.services.statements.importing import READ_TASK


def _may_see(actor: Actor, task: BackgroundTask) -> bool:
    statement = session().get(Statement, task.payload["statement_id"])
    return statement is not None and can(actor, PaymentAction.SEE_FINANCE, statement.organiser)


@background(READ_TASK, title=_l("Reading a bank statement"), see=_may_see)
def read_statement(task: Running) -> str:
    """Compare the lines of a statement with the orders."""
    statement = session().get_one(Statement, task.payload["statement_id"])
    number = read_lines_of(statement, progress=task.progress)
    said: str = ngettext("%(num)s line was read.", "%(num)s lines were read.", number)
    return said


@background(APPLY_TASK, title=_l("Applying a bank statement"), see=_may_see)
def apply_statement(task: Running) -> str:
    """Count what fits, batch by batch; an interrupted one goes on where it stopped."""
    statement = session().get_one(Statement, task.payload["statement_id"])
    found = apply_lines(statement, progress=task.progress)
    counted = found.applied.get("matched", 0)
    said: str = ngettext("%(num)s payment was counted.", "%(num)s payments were counted.", counted)
    return said
