"""The organiser's pages: products with the means to hide them, reported enquiries, signs for all booths."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.audit.services import record
from ecosystem.core.access import requires
from ecosystem.core.background import ask_for
from ecosystem.core.database import scalars, transaction
from ecosystem.core.errors import Refused
from ecosystem.core.pagination import page_of
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.responses import table_answer
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.queries.exhibitions import booths_by_exhibitor, exhibition_by_slug
from ecosystem.showcase.documents.tables import product_rows
from ecosystem.showcase.forms.products import DecisionForm, HideForm
from ecosystem.showcase.models import Enquiry, Product
from ecosystem.showcase.policies import EnquiryAction, ShowcaseAction
from ecosystem.showcase.queries import moderation as queries
from ecosystem.showcase.queries.enquiries import enquiry_in, open_reports, report_of, reports_in
from ecosystem.showcase.queries.products import first_pictures, product_in
from ecosystem.showcase.services import moderation
from ecosystem.showcase.views.frame import carried_out

bp = Blueprint("showcase_moderation", __name__, url_prefix="/organise/exhibitions/<slug>/showcase")
PER_PAGE = 40
MOST_ROWS = 10_000


def filter_asked() -> queries.ModerationFilter:
    """Read what is looked for from the address."""
    asked = request.args
    return queries.ModerationFilter(
        query=asked.get("q", "").strip()[:200], state=asked.get("state", "")[:10], sort=asked.get("sort", "")[:12]
    )


@bp.get("/")
@requires(ShowcaseAction.SEE_MODERATION, on=exhibition_by_slug)
def index(exhibition: Exhibition) -> str:
    """What exhibitors show."""
    wanted = filter_asked()
    page = page_of(
        queries.published_products(exhibition, wanted), number=request.args.get("page", 1, int), per_page=PER_PAGE
    )
    return render_template(
        "showcase/moderation.html",
        exhibition=exhibition,
        page=page,
        wanted=wanted,
        pictures=first_pictures([each.id for each in page.items]),
        counts=queries.counts_in(exhibition),
        reports=open_reports(exhibition),
    )


@bp.get("/products.<any(csv,xlsx):kind>")
@requires(ShowcaseAction.SEE_MODERATION, on=exhibition_by_slug)
def export(exhibition: Exhibition, kind: str) -> Response:
    """The list as filtered, for spreadsheets."""
    with transaction():
        record("showcase.exported", exhibition, by=me().id, scope=exhibition, note=kind)
    products = scalars(queries.published_products(exhibition, filter_asked()).limit(MOST_ROWS))
    rows = product_rows(products, booths_by_exhibitor({each.exhibitor_id for each in products}))
    name = f"products-{exhibition.slug}"
    return table_answer(rows, name, kind)


@bp.post("/signs-<any(A4,A5):size>")
@requires(ShowcaseAction.SEE_MODERATION, on=exhibition_by_slug)
def signs(exhibition: Exhibition, size: str) -> Response:
    """Ask for the signs of all booths in one PDF."""
    task = ask_for(
        "showcase.signs",
        subject=f"exhibition:{exhibition.id}:{size}:{get_locale()}",
        by=me().id,
        payload={"exhibition_id": exhibition.id, "size": size},
        about=in_language(exhibition, "title"),
        url=url_for(".index", slug=exhibition.slug),
    )
    return redirect(url_for("tasks.show", public_id=task.public_id))


@bp.route("/products/<product_id>/hide", methods=["GET", "POST"])
@requires(ShowcaseAction.HIDE_PRODUCT, on=product_in)
def hide(product: Product) -> Any:
    """Take a product from public pages, with a reason."""
    form = HideForm()
    if form.validate_on_submit() and carried_out(
        form, lambda: moderation.hide_product(product, reason=form.reason.data or "", by=me())
    ):
        flash(_("The product is hidden. Its exhibitor was told why."), "success")
        return redirect(url_for(".index", slug=product.exhibitor.exhibition.slug))
    page = render_template("showcase/hide.html", product=product, exhibition=product.exhibitor.exhibition, form=form)
    return page, 400 if form.errors else 200


@bp.post("/products/<product_id>/show")
@requires(ShowcaseAction.HIDE_PRODUCT, on=product_in)
def show_again(product: Product) -> Response:
    """Let it be seen again."""
    moderation.show_product_again(product, by=me())
    flash(_("The product is shown again."), "success")
    return redirect(url_for(".index", slug=product.exhibitor.exhibition.slug))


@bp.get("/reports")
@requires(ShowcaseAction.SEE_MODERATION, on=exhibition_by_slug)
def reports(exhibition: Exhibition) -> str:
    """Enquiries that one side reported; no others."""
    page = page_of(reports_in(exhibition), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    return render_template("showcase/reports.html", exhibition=exhibition, page=page)


@bp.get("/reports/<enquiry_id>")
@requires(EnquiryAction.READ_REPORTED, on=enquiry_in)
def report(enquiry: Enquiry) -> str:
    """A reported thread, with the reasons."""
    return _report_page(enquiry, DecisionForm(formdata=None))


@bp.post("/reports/<enquiry_id>/<report_id>")
@requires(EnquiryAction.DECIDE_REPORT, on=enquiry_in)
def decide(enquiry: Enquiry, report_id: str) -> Any:
    """Decide on a report."""
    form = DecisionForm()
    found = report_of(enquiry, report_id)
    if not form.validate_on_submit():
        return _report_page(enquiry, form), 400
    try:
        moderation.decide_report(found, upheld=bool(form.upheld.data), note=form.note.data or "", by=me())
    except Refused as error:
        flash(str(error.message), "error")
    else:
        flash(_("Decided, and on record."), "success")
    return redirect(url_for(".reports", slug=enquiry.exhibitor.exhibition.slug))


def _report_page(enquiry: Enquiry, form: DecisionForm) -> str:
    return render_template("showcase/report.html", enquiry=enquiry, exhibition=enquiry.exhibitor.exhibition, form=form)
