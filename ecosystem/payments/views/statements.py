"""The treasurer's pages of bank statements: import, look, apply, decide what is left."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.background import alive
from ecosystem.core.database import scalars
from ecosystem.core.errors import EcosystemError, Invalid
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import table_answer
from ecosystem.events.models import Organiser
from ecosystem.events.queries import organiser_by_slug
from ecosystem.payments.documents.statement_tables import line_rows
from ecosystem.payments.domain.statements.files import Sheet
from ecosystem.payments.forms.statements import SAMPLES, AsideForm, ChosenForm, StatementForm, columns_form
from ecosystem.payments.models import LineState, Statement, StatementLine, StatementState
from ecosystem.payments.policies import PaymentAction
from ecosystem.payments.queries import statements as reading
from ecosystem.payments.services import statements
from ecosystem.payments.services.statements.applying import APPLY_TASK
from ecosystem.payments.services.statements.importing import READ_TASK, columns_of, sheet_of
from ecosystem.payments.views.wording import LINE_STATES, REASONS, TONES

bp = Blueprint("statements", __name__, url_prefix="/organise/<organiser_slug>/finance/statements")
MOST_EXPORTED = 10_000
FIRST_SHOWN = (LineState.NEAR, LineState.MATCHED, LineState.UNMATCHED)


@bp.route("/", methods=["GET", "POST"])
@requires(PaymentAction.RUN_FINANCE, on=organiser_by_slug)
def index(organiser: Organiser) -> Any:
    """Import a statement; those imported before, by whom and when."""
    form = StatementForm()
    if form.validate_on_submit():
        try:
            found = statements.upload(organiser, name=form.file.data.filename, content=form.content(), by=me().id)
        except Invalid as error:
            form.file.errors = [str(error.message)]
        else:
            return redirect(_home(found, organiser), code=303)
    page = page_of(reading.statements_of(organiser), number=request.args.get("page", 1, int), per_page=20)
    undecided = reading.undecided(organiser)
    shown = render_template(
        "payments/statements/index.html", organiser=organiser, form=form, page=page, undecided=undecided
    )
    return shown, 400 if form.errors else 200


@bp.get("/<statement_id>")
@requires(PaymentAction.RUN_FINANCE, on=reading.statement_of_organiser)
def show(statement: Statement) -> Any:
    """The lines of a statement: what counts, what is near, what pays nothing."""
    if statement.state is StatementState.COLUMNS:
        return redirect(_home(statement, endpoint=".columns"))
    counts = reading.counts_of(statement)
    state = _state(request.args.get("state", ""), counts)
    words = request.args.get("q", "")[:100]
    page = page_of(reading.lines_of(statement, state=state, words=words), number=request.args.get("page", 1, int))
    return render_template(
        "payments/statements/show.html",
        organiser=statement.organiser,
        statement=statement,
        counts=counts,
        state=state,
        words=words,
        page=page,
        orders=reading.orders_by_id(ident for line in page.items for ident in line.order_ids),
        task=_task(statement),
        states=LINE_STATES,
        reasons=REASONS,
        tones=TONES,
    )


@bp.get("/<statement_id>/lines.<any(csv,xlsx):kind>")
@requires(PaymentAction.RUN_FINANCE, on=reading.statement_of_organiser)
def export(statement: Statement, kind: str) -> Any:
    """The lines as they are filtered, for a spreadsheet."""
    counts = reading.counts_of(statement)
    state = _state(request.args.get("state", ""), counts)
    chosen = reading.lines_of(statement, state=state, words=request.args.get("q", "")[:100])
    lines = scalars(chosen.limit(MOST_EXPORTED + 1))
    if len(lines) > MOST_EXPORTED:
        flash(_("These are too many lines for one file. Please filter the list first."), "warning")
        return redirect(_home(statement))
    orders = reading.orders_by_id(ident for line in lines for ident in line.order_ids)
    rows = line_rows(lines, orders, LINE_STATES, REASONS)
    name = f"statement-{statement.public_id}"
    return table_answer(rows, name, kind)


@bp.route("/<statement_id>/columns", methods=["GET", "POST"])
@requires(PaymentAction.RUN_FINANCE, on=reading.statement_of_organiser)
def columns(statement: Statement) -> Any:
    """Say what the columns are."""
    if statement.state not in (StatementState.COLUMNS, StatementState.READ):
        return redirect(_home(statement))
    sheet, found = sheet_of(statement), columns_of(statement)
    form = columns_form(sheet, found)
    problem = ""
    if form.validate_on_submit():
        try:
            statements.choose_columns(statement, form.chosen(), header=form.header_row(), by=me().id)
        except EcosystemError as error:
            problem = str(error.message)
        else:
            return redirect(_home(statement), code=303)
    values = {"organiser": statement.organiser, "statement": statement, "form": form, "problem": problem}
    page = render_template("payments/statements/columns.html", **values, **_sample(sheet, found.header))
    return page, 400 if problem or form.errors else 200


def _sample(sheet: Sheet, header: int) -> dict[str, Any]:
    """The first rows of the sheet, as wide as its widest."""
    rows = sheet.rows[header : header + SAMPLES]
    width = max(len(row.cells) for row in rows)
    return {"rows": [[*row.cells, *[""] * (width - len(row.cells))] for row in rows], "width": width}


@bp.post("/<statement_id>/<any(apply,discard):step>")
@requires(PaymentAction.RUN_FINANCE, on=reading.statement_of_organiser)
def take(statement: Statement, step: str) -> Response:
    """Count what fits, or throw the statement away."""
    shown = request.form.get("version", type=int)
    if step == "discard":
        statements.discard(statement, by=me().id, shown=shown)
        flash(_("The statement was discarded; nothing of it was counted."), "success")
        return redirect(url_for(".index", organiser_slug=statement.organiser.slug), code=303)
    found = statements.ask_to_apply(statement, by=me().id, shown=shown)
    if found.state is StatementState.APPLIED:
        flash(_("The statement was applied."), "success")
    return redirect(_home(statement), code=303)


@bp.get("/<statement_id>/lines/<line_id>")
@requires(PaymentAction.RUN_FINANCE, on=reading.line_of_statement)
def line(line: StatementLine) -> Any:
    """One line: which order it pays."""
    return _line_page(line, AsideForm(formdata=None))


@bp.post("/<statement_id>/lines/<line_id>")
@requires(PaymentAction.RUN_FINANCE, on=reading.line_of_statement)
def decide(line: StatementLine) -> Any:
    """Give the line to an order."""
    form = ChosenForm()
    order = reading.order_of_organiser(line.organiser_id, form.order.data or "")
    found = statements.decide(line, order, by=me().id, shown=form.shown_version)
    if found.state is LineState.HELD:
        flash(_("It does not fit the order, or came too late. Decide now what becomes of the money."), "info")
    else:
        flash(_("The order %(code)s is paid.", code=order.code), "success")
    return redirect(_home(line.statement), code=303)


@bp.post("/<statement_id>/lines/<line_id>/aside")
@requires(PaymentAction.RUN_FINANCE, on=reading.line_of_statement)
def set_aside(line: StatementLine) -> Any:
    """Decide that the line pays no order."""
    form = AsideForm()
    if not form.validate_on_submit():
        return _line_page(line, form), 400
    statements.set_aside(line, reason=form.reason.data or "", by=me().id, shown=form.shown_version)
    flash(_("The line was set aside."), "success")
    return redirect(_home(line.statement), code=303)


def _line_page(line: StatementLine, form: AsideForm) -> str:
    words = request.args.get("q", "")[:100]
    return render_template(
        "payments/statements/line.html",
        organiser=line.statement.organiser,
        statement=line.statement,
        line=line,
        words=words,
        found=reading.orders_for(line, words),
        form=form,
        states=LINE_STATES,
        reasons=REASONS,
        tones=TONES,
    )


def _state(wanted: str, counts: Any) -> LineState | None:
    """The state asked for; without one the first that needs looking at."""
    if wanted == "all":
        return None
    if wanted in {each.value for each in LineState}:
        return LineState(wanted)
    return next((state for state in FIRST_SHOWN if counts.get(state.value)), None)


def _task(statement: Statement) -> Any:
    kinds = {StatementState.READING: READ_TASK, StatementState.APPLYING: APPLY_TASK}
    kind = kinds.get(statement.state)
    return alive(kind, f"statement:{statement.public_id}") if kind else None


def _home(statement: Statement, organiser: Organiser | None = None, *, endpoint: str = ".show") -> str:
    slug = (organiser or statement.organiser).slug
    return url_for(endpoint, organiser_slug=slug, statement_id=statement.public_id)
