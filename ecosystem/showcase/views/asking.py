"""A visitor's side of enquiries: the form at a booth, the link in the mail, the threads of one's own."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import public, requires
from ecosystem.core.errors import NoSuchRecord, Refused
from ecosystem.core.pagination import page_of
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.exhibitions.queries.exhibitions import booths_of, exhibitor_by_public_id
from ecosystem.showcase.domain.enquiries import Side
from ecosystem.showcase.forms.enquiries import AskForm, ReplyForm, ReportForm
from ecosystem.showcase.models import Enquiry, EnquiryState, Product
from ecosystem.showcase.policies import EnquiryAction
from ecosystem.showcase.queries import enquiries as queries
from ecosystem.showcase.queries.products import page_of_booth, product_at_booth
from ecosystem.showcase.services import enquiries as services
from ecosystem.showcase.services import withdrawing
from ecosystem.showcase.views.frame import carried_out, language, me_or_nobody, origin

bp = Blueprint("showcase_asking", __name__)
PER_PAGE = 30


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Threads are nobody else's: no cache keeps them."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/booths/<exhibitor_id>/ask", methods=["GET", "POST"])
@requires(EnquiryAction.ASK, on=exhibitor_by_public_id, anonymous=True)
def ask(exhibitor: Exhibitor) -> Any:
    """Ask an exhibitor something, or request a quote."""
    product = _product(exhibitor)
    form = AskForm.for_person(me_or_nobody(), request.args.get("kind", ""))
    if form.validate_on_submit():
        if form.is_trap_filled:  # a program: it is told what people are told, and nothing is kept
            return redirect(url_for(".sent", exhibitor_id=exhibitor.public_id))
        made: list[Enquiry] = []

        def act() -> None:
            made.append(
                services.ask(exhibitor, form.to_value(language()), product=product, by=me_or_nobody(), origin=origin())
            )

        if carried_out(form, act):
            session["asked"] = form.email.data
            if made[0].state is EnquiryState.UNCONFIRMED:
                return redirect(url_for(".sent", exhibitor_id=exhibitor.public_id))
            flash(_("Your enquiry is with the exhibitor. You are told by mail when they answer."), "success")
            return redirect(url_for(".thread", enquiry_id=made[0].public_id))
    page = render_template(
        "showcase/ask.html",
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        product=product,
        form=form,
        page=page_of_booth(exhibitor),
        booths=booths_of(exhibitor),
    )
    return page, 400 if form.errors else 200


@bp.get("/booths/<exhibitor_id>/asked")
@requires(EnquiryAction.ASK, on=exhibitor_by_public_id, anonymous=True)
def sent(exhibitor: Exhibitor) -> str:
    """What happens next: the mail with the link."""
    return render_template("showcase/asked.html", exhibitor=exhibitor, address=session.get("asked", ""))


def _product(exhibitor: Exhibitor) -> Product | None:
    """The product asked about, if it is one of this exhibitor's and shown."""
    wanted = request.args.get("product", "")[:16]
    if not wanted:
        return None
    try:
        found = product_at_booth(exhibitor.public_id, wanted)
    except NoSuchRecord:
        return None
    return found if found.is_shown else None


@bp.get("/enquiries/")
@requires(EnquiryAction.LIST_MINE)
def mine() -> str:
    """Everything I asked, what has a new answer first."""
    page = page_of(queries.enquiries_of(me().id), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    return render_template("showcase/my_enquiries.html", page=page)


@bp.get("/enquiries/<enquiry_id>")
@requires(EnquiryAction.READ_OWN, on=queries.enquiry_by_public_id)
def thread(enquiry: Enquiry) -> Any:
    """A thread of mine."""
    return _thread_page(enquiry, "")


@bp.post("/enquiries/<enquiry_id>/<any(reply,close,reopen,report,withdraw,read):step>")
@requires(EnquiryAction.READ_OWN, on=queries.enquiry_by_public_id)
def step(enquiry: Enquiry, step: str) -> Any:
    """Write, close, open again, report, withdraw consent; or note that it was read."""
    return _step(enquiry, step, "")


@bp.get("/enquiries/link/<token>")
@public
def by_link(token: str) -> Any:
    """The thread behind the link of a mail. Opening it confirms nothing, since mail programs open links themselves."""
    return _thread_page(queries.enquiry_by_token(token), token)


@bp.post("/enquiries/link/<token>/<any(confirm,reply,close,reopen,report,withdraw,read):step>")
@public
def step_by_link(token: str, step: str) -> Any:
    """The same steps for a visitor without an account, and the confirmation of the address."""
    enquiry = queries.enquiry_by_token(token)
    if step == "confirm":
        try:
            services.confirm(enquiry)
        except Refused as error:
            flash(str(error.message), "error")
        else:
            flash(_("Thank you. Your enquiry is with the exhibitor now."), "success")
        return redirect(_home(enquiry, token))
    return _step(enquiry, step, token)


def _step(enquiry: Enquiry, step: str, token: str) -> Any:
    if enquiry.state is EnquiryState.UNCONFIRMED and step != "withdraw":
        raise Refused(_("Please confirm your address first."))
    if step in ("reply", "report"):
        return _written(enquiry, step, token)
    if step == "withdraw":
        withdrawing.withdraw_consent(enquiry, by=me_or_nobody())
        flash(
            _("Your contact details are erased here. The exhibitor can no longer reach you by this enquiry."), "success"
        )
        return redirect(url_for(".mine") if not token else _home(enquiry, token))
    if step == "read":
        services.read(enquiry, Side.VISITOR)
        return Response(status=204)
    services.take_step(enquiry, step, by=me_or_nobody())
    return redirect(_home(enquiry, token))


def _written(enquiry: Enquiry, step: str, token: str) -> Any:
    form = ReplyForm() if step == "reply" else ReportForm()

    def act() -> None:
        if isinstance(form, ReplyForm):
            services.reply(
                enquiry,
                side=Side.VISITOR,
                text=form.text.data or "",
                sent_key=form.sent_key.data or "",
                by=me_or_nobody(),
            )
        else:
            withdrawing.report(enquiry, side=Side.VISITOR, reason=form.reason.data or "", by=me_or_nobody())

    if form.validate_on_submit() and carried_out(form, act):
        told = _("Sent.") if step == "reply" else _("The organiser reads this thread now and decides.")
        flash(told, "success")
        return redirect(_home(enquiry, token))
    return _thread_page(enquiry, token, **{step: form}), 400


def _thread_page(enquiry: Enquiry, token: str, **forms: Any) -> str:
    shown = {"reply": ReplyForm(formdata=None), "report": ReportForm(formdata=None)} | forms
    return render_template("showcase/thread.html", enquiry=enquiry, token=token, **shown)


def _home(enquiry: Enquiry, token: str) -> str:
    if token:
        return url_for(".by_link", token=token)
    return url_for(".thread", enquiry_id=enquiry.public_id)
