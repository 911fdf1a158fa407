"""An exhibitor's side of enquiries: the list, a thread with answers and quotes, taking them out."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.audit.services import record
from ecosystem.core.access import requires
from ecosystem.core.database import scalars, transaction
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import table_answer
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.exhibitions.queries.exhibitions import exhibitor_by_public_id
from ecosystem.showcase.documents.tables import enquiry_rows
from ecosystem.showcase.domain.enquiries import Side
from ecosystem.showcase.forms.enquiries import AnswerForm, ReportForm
from ecosystem.showcase.models import Enquiry
from ecosystem.showcase.policies import EnquiryAction
from ecosystem.showcase.queries import enquiries as queries
from ecosystem.showcase.queries.enquiries import EnquiryFilter
from ecosystem.showcase.services import enquiries as services
from ecosystem.showcase.services import withdrawing
from ecosystem.showcase.views.frame import carried_out, today

bp = Blueprint("showcase_enquiries", __name__, url_prefix="/exhibitors/<exhibitor_id>/enquiries")
PER_PAGE = 30
MOST_ROWS = 10_000


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """People's contact data stand here: no cache keeps them."""
    response.headers["Cache-Control"] = "no-store"
    return response


def filter_asked() -> EnquiryFilter:
    """Read what is looked for from the address."""
    asked = request.args
    return EnquiryFilter(
        query=asked.get("q", "").strip()[:200],
        state=asked.get("state", "")[:20],
        kind=asked.get("about", "")[:20],
        sort=asked.get("sort", "")[:10],
    )


@bp.get("/")
@requires(EnquiryAction.LIST, on=exhibitor_by_public_id)
def index(exhibitor: Exhibitor) -> str:
    """What visitors ask, what is new first."""
    wanted = filter_asked()
    page = page_of(queries.enquiries_to(exhibitor, wanted), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    return render_template(
        "showcase/enquiries.html",
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        page=page,
        wanted=wanted,
        counts=queries.counts_of_enquiries(exhibitor),
    )


@bp.get("/export.<any(csv,xlsx):kind>")
@requires(EnquiryAction.LIST, on=exhibitor_by_public_id)
def export(exhibitor: Exhibitor, kind: str) -> Response:
    """The list as filtered, with the contact data visitors agreed to give."""
    with transaction():
        record("enquiry.exported", exhibitor, by=me().id, scope=exhibitor.exhibition, note=kind)
    rows = enquiry_rows(_listed(exhibitor))
    name = f"enquiries-{exhibitor.public_id}"
    return table_answer(rows, name, kind)


def _listed(exhibitor: Exhibitor) -> Iterator[Enquiry]:
    yield from scalars(queries.enquiries_to(exhibitor, filter_asked()).limit(MOST_ROWS))


@bp.get("/<enquiry_id>")
@requires(EnquiryAction.ANSWER, on=queries.enquiry_at)
def thread(enquiry: Enquiry) -> Any:
    """One thread."""
    return _thread_page(enquiry)


@bp.post("/<enquiry_id>/reply")
@requires(EnquiryAction.ANSWER, on=queries.enquiry_at)
def reply(enquiry: Enquiry) -> Any:
    """Answer, with a quote if one is made."""
    form = AnswerForm()

    def act() -> None:
        services.reply(
            enquiry,
            side=Side.EXHIBITOR,
            text=form.text.data or "",
            sent_key=form.sent_key.data or "",
            by=me(),
            quote=form.quote,
        )

    if form.validate_on_submit() and carried_out(form, act):
        flash(_("Sent. The visitor is told by mail."), "success")
        return redirect(_home(enquiry))
    return _thread_page(enquiry, reply=form), 400


@bp.post("/<enquiry_id>/report")
@requires(EnquiryAction.ANSWER, on=queries.enquiry_at)
def report(enquiry: Enquiry) -> Any:
    """Report the visitor to the organiser."""
    form = ReportForm()

    def act() -> None:
        withdrawing.report(enquiry, side=Side.EXHIBITOR, reason=form.reason.data or "", by=me())

    if form.validate_on_submit() and carried_out(form, act):
        flash(_("The organiser reads this thread now and decides."), "success")
        return redirect(_home(enquiry))
    return _thread_page(enquiry, report=form), 400


@bp.post("/<enquiry_id>/<any(close,reopen,read):step>")
@requires(EnquiryAction.ANSWER, on=queries.enquiry_at)
def step(enquiry: Enquiry, step: str) -> Response:
    """Close, open again, or note that it was read."""
    if step == "read":
        services.read(enquiry, Side.EXHIBITOR)
        return Response(status=204)
    services.take_step(enquiry, step, by=me())
    return redirect(_home(enquiry))


def _thread_page(enquiry: Enquiry, **forms: Any) -> str:
    shown = {"reply": AnswerForm(formdata=None), "report": ReportForm(formdata=None)} | forms
    return render_template(
        "showcase/exhibitor_thread.html",
        enquiry=enquiry,
        exhibitor=enquiry.exhibitor,
        exhibition=enquiry.exhibitor.exhibition,
        today=today(),
        **shown,
    )


def _home(enquiry: Enquiry) -> str:
    return url_for(".thread", exhibitor_id=enquiry.exhibitor.public_id, enquiry_id=enquiry.public_id)
