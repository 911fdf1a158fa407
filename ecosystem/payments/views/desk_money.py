"""The treasurer's pages about money that waits: what did not fit, refunds, runs of them, comparisons."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.core.access import actor, requires
from ecosystem.core.background import alive
from ecosystem.core.errors import EcosystemError, NoSuchRecord
from ecosystem.core.pagination import page_of
from ecosystem.events.models import Organiser
from ecosystem.events.queries import organiser_by_slug
from ecosystem.payments.forms.selling import DecisionForm, SentForm
from ecosystem.payments.gateway import gateway_named, provider_title
from ecosystem.payments.models import Discrepancy, DiscrepancyState, Refund, RefundRun, RefundState
from ecosystem.payments.policies import PaymentAction
from ecosystem.payments.queries import finance
from ecosystem.payments.queries.sellers import seller_of
from ecosystem.payments.services import discrepancies, reconciliation, refunds, runs

bp = Blueprint("finance_money", __name__, url_prefix="/organise/<organiser_slug>/finance")


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Figures of money are nobody else's."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/discrepancies")
@requires(PaymentAction.SEE_FINANCE, on=organiser_by_slug)
def held(organiser: Organiser) -> str:
    """Money that did not fit: to be decided, then all of it."""
    return _held_page(organiser)


@bp.post("/discrepancies/<discrepancy_id>/<any(accept,give_back,set_aside):decision>")
@requires(PaymentAction.RUN_FINANCE, on=finance.discrepancy_of)
def decide(found: Discrepancy, decision: str) -> Any:
    """Accept the money, give it back, or set it aside."""
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            _decide(found, decision, form)
        except EcosystemError as error:
            form.reason.errors = [str(error.message)]
        else:
            flash(_("The decision is on record."), "success")
            return redirect(url_for(".held", organiser_slug=_here()), code=303)
    form.told_apart(found.public_id)
    return _held_page(organiser_by_slug(_here()), tried=(found.public_id, form)), 400


def _decide(found: Discrepancy, decision: str, form: DecisionForm) -> None:
    words: dict[str, Any] = {"reason": form.reason.data or "", "by": actor().id or 0, "shown": form.shown_version}
    if decision == "accept":
        discrepancies.accept(found, order_code=form.order_code.data or "", **words)
    elif decision == "give_back":
        discrepancies.give_back(found, **words)
    else:
        discrepancies.set_aside(found, **words)


def _held_page(organiser: Organiser, tried: tuple[str, DecisionForm] | None = None) -> str:
    state = _state(DiscrepancyState, default="open")
    listed = finance.discrepancies_of(organiser, state=state, unowned=actor().is_operator)
    return render_template(
        "payments/desk/discrepancies.html",
        organiser=organiser,
        page=page_of(listed, number=request.args.get("page", 1, int), per_page=20),
        state=state,
        form=DecisionForm(formdata=None),
        tried=dict([tried]) if tried else {},
        provider_title=provider_title,
    )


def _here() -> str:
    """The organiser of the address: what came in for nobody's order has none of its own."""
    return str((request.view_args or {})["organiser_slug"])


def _state(kind: Any, *, default: str) -> Any:
    """The state the list is filtered by, None for all."""
    asked = request.args.get("state", default)
    return kind(asked) if asked in {each.value for each in kind} else None


@bp.get("/refunds")
@requires(PaymentAction.SEE_FINANCE, on=organiser_by_slug)
def refund_list(organiser: Organiser) -> str:
    """What goes back: to be sent by hand, on its way, done, failed."""
    return _refunds_page(organiser)


@bp.post("/refunds/<refund_id>/sent")
@requires(PaymentAction.RUN_FINANCE, on=finance.refund_of)
def sent(found: Refund) -> Any:
    """Note the bank's reference of a refund sent by hand."""
    form = SentForm()
    if form.validate_on_submit():
        refunds.mark_sent(found, reference=form.reference.data or "", by=actor().id or 0, shown=form.shown_version)
        flash(_("The refund is done; the buyer gets word and a credit note."), "success")
        return redirect(url_for(".refund_list", organiser_slug=_here()), code=303)
    form.told_apart(found.public_id)
    return _refunds_page(organiser_by_slug(_here()), tried=(found.public_id, form)), 400


@bp.post("/refunds/<refund_id>/<any(retry,by_hand):how>")
@requires(PaymentAction.RUN_FINANCE, on=finance.refund_of)
def retry(found: Refund, how: str) -> Response:
    """Try a failed refund again, through the provider or by hand."""
    refunds.retry_refund(found, by=actor().id or 0, by_hand=how == "by_hand")
    said = (
        _("Send the money by transfer, then note the reference here.") if how == "by_hand" else _("It is tried again.")
    )
    flash(said, "success")
    return redirect(url_for(".refund_list", organiser_slug=_here()), code=303)


def _refunds_page(organiser: Organiser, tried: tuple[str, SentForm] | None = None) -> str:
    state = _state(RefundState, default="")
    return render_template(
        "payments/desk/refunds.html",
        organiser=organiser,
        page=page_of(finance.refunds_of(organiser, state=state), number=request.args.get("page", 1, int)),
        runs=finance.runs_of(organiser),
        state=state,
        form=SentForm(formdata=None),
        tried=dict([tried]) if tried else {},
        provider_title=provider_title,
    )


@bp.get("/runs/<run_id>")
@requires(PaymentAction.SEE_FINANCE, on=finance.run_of)
def run(found: RefundRun) -> str:
    """How far the refunds of a cancelled event are."""
    return render_template(
        "payments/desk/run.html",
        organiser=found.organiser,
        run=found,
        progress={state.value: pair for state, pair in runs.progress_of(found).items()},
        task=alive(runs.KIND, f"run:{found.public_id}"),
    )


@bp.get("/reconciliation")
@requires(PaymentAction.SEE_FINANCE, on=organiser_by_slug)
def comparisons(organiser: Organiser) -> str:
    """What we hold against what the providers say, day by day."""
    seller = seller_of(organiser)
    return render_template(
        "payments/desk/reconciliation.html",
        organiser=organiser,
        page=page_of(finance.reconciliations_of(organiser), number=request.args.get("page", 1, int), per_page=30),
        providers=reconciliation.reconcilable(seller) if seller else [],
        provider_title=provider_title,
    )


@bp.post("/reconciliation/<provider>")
@requires(PaymentAction.RUN_FINANCE, on=organiser_by_slug)
def compare(organiser: Organiser, provider: str) -> Response:
    """Compare now."""
    seller, gateway = seller_of(organiser), gateway_named(provider)
    if seller is None or gateway is None or gateway not in reconciliation.reconcilable(seller):
        raise NoSuchRecord(_("There is no such page."))
    row = reconciliation.reconcile(seller, gateway)
    number = len(row.differences)
    said = ngettext("%(num)s order differs.", "%(num)s orders differ.", number) if number else _("The two books agree.")
    flash(said, "warning" if number else "success")
    return redirect(url_for(".comparisons", organiser_slug=organiser.slug), code=303)
