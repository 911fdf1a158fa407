"""An exhibitor's products: the list, one product, its pictures and papers."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import Refused, StaleEdit
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.exhibitions.queries.exhibitions import exhibitor_by_public_id
from ecosystem.showcase.forms.products import (
    BrochureForm,
    CertificateForm,
    OcopFileForm,
    PictureForm,
    ProductForm,
    stored,
)
from ecosystem.showcase.models import Product
from ecosystem.showcase.policies import ShowcaseAction
from ecosystem.showcase.queries.products import product_at_booth, products_of
from ecosystem.showcase.services import copying
from ecosystem.showcase.services import products as services
from ecosystem.showcase.views.frame import carried_out

bp = Blueprint("showcase_products", __name__, url_prefix="/exhibitors/<exhibitor_id>/products")


@bp.get("/")
@requires(ShowcaseAction.WRITE, on=exhibitor_by_public_id)
def index(exhibitor: Exhibitor) -> str:
    """All products, drafts too, in their order."""
    products = products_of(exhibitor)
    earlier = [] if products else copying.earlier_products_of(exhibitor)
    return render_template(
        "showcase/products.html",
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        products=products,
        earlier=earlier,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(ShowcaseAction.WRITE, on=exhibitor_by_public_id)
def new(exhibitor: Exhibitor) -> Any:
    """Write a product; the first one begins with what the startup's profile says."""
    begin = services.first_values(exhibitor)
    form = ProductForm.beginning_with(begin) if not products_of(exhibitor) else ProductForm()
    if form.validate_on_submit():
        made: list[Product] = []

        def act() -> None:
            made.append(services.create_product(exhibitor, form.to_value(), by=me()))

        if carried_out(form, act):
            flash(_("The product is saved as a draft. Add pictures, then publish it."), "success")
            return redirect(home(made[0], exhibitor, "pictures"))
    page = render_template(
        "showcase/product_form.html", exhibitor=exhibitor, exhibition=exhibitor.exhibition, product=None, form=form
    )
    return page, 400 if form.errors else 200


@bp.get("/copy")
@requires(ShowcaseAction.WRITE, on=exhibitor_by_public_id)
def copy_page(exhibitor: Exhibitor) -> str:
    """What we showed at earlier exhibitions."""
    earlier = copying.earlier_products_of(exhibitor)
    return render_template("showcase/copy.html", exhibitor=exhibitor, exhibition=exhibitor.exhibition, earlier=earlier)


@bp.post("/copy")
@requires(ShowcaseAction.WRITE, on=exhibitor_by_public_id)
def copy(exhibitor: Exhibitor) -> Response:
    """Take the ticked ones over as drafts."""
    try:
        made = copying.copy_products(exhibitor, request.form.getlist("product")[:200], by=me())
    except Refused as error:
        flash(str(error.message), "error")
    else:
        told = ngettext("%(num)s product was copied as a draft.", "%(num)s products were copied as drafts.", len(made))
        flash(told, "success")
    return redirect(url_for(".index", exhibitor_id=exhibitor.public_id))


@bp.route("/<product_id>", methods=["GET", "POST"])
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def edit(product: Product) -> Any:
    """Change a product."""
    form = ProductForm.of(product)
    if form.validate_on_submit():
        try:
            done = carried_out(
                form, lambda: services.edit_product(product, form.to_value(), version=form.shown_version, by=me())
            )
        except StaleEdit:
            newest = product_at_booth(product.exhibitor.public_id, product.public_id)
            form.show_both(stored(newest), version=newest.version)
            done = False
        if done:
            flash(_("Saved."), "success")
            return redirect(home(product))
    return product_page(product, form)


def media_forms(product: Product) -> dict[str, Any]:
    """The empty forms of the page of one product."""
    return {
        "picture_form": PictureForm(formdata=None),
        "certificate_form": CertificateForm(formdata=None),
        "brochure_form": BrochureForm(formdata=None),
        "ocop_form": OcopFileForm(formdata=None) if product.ocop_stars else None,
    }


def product_page(product: Product, form: ProductForm | None = None, **forms: Any) -> Any:
    """The page of one product, with whichever form came back with errors."""
    shown = form or ProductForm(formdata=None, data=stored(product))
    several = media_forms(product) | forms
    failed = bool(shown.errors or shown.stale or any(each.errors for each in several.values() if each))
    page = render_template(
        "showcase/product_form.html",
        exhibitor=product.exhibitor,
        exhibition=product.exhibitor.exhibition,
        product=product,
        form=shown,
        missing=services.obstacles_to_publication(product),
        **several,
    )
    return page, 400 if failed else 200


@bp.post("/<product_id>/<any(publish,withdraw,remove):step>")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def take(product: Product, step: str) -> Response:
    """Publish, take back to a draft, or remove."""
    exhibitor = product.exhibitor
    try:
        {
            "publish": services.publish_product,
            "withdraw": services.withdraw_product,
            "remove": services.remove_product,
        }[step](product, by=me())
    except Refused as error:
        flash(str(error.message), "error")
        return redirect(home(product))
    told = {
        "publish": _("The product is published. Everybody can see it now."),
        "withdraw": _("The product is a draft again."),
        "remove": _("The product is removed."),
    }
    flash(told[step], "success")
    if step == "remove":
        return redirect(url_for(".index", exhibitor_id=exhibitor.public_id))
    return redirect(home(product))


@bp.post("/<product_id>/move")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def move(product: Product) -> Response:
    """Move it up or down in the list."""
    services.move_product(product, request.form.get("direction", "up"), by=me())
    return redirect(url_for(".index", exhibitor_id=product.exhibitor.public_id))


def home(product: Product, exhibitor: Exhibitor | None = None, anchor: str | None = None) -> str:
    """Return the path of the product's own page."""
    owner = exhibitor or product.exhibitor
    return url_for("showcase_products.edit", exhibitor_id=owner.public_id, product_id=product.public_id, _anchor=anchor)
