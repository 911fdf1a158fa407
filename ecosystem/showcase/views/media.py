"""Pictures, certificates and the brochure of a product."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import Refused
from ecosystem.core.web.responses import is_htmx, with_toast
from ecosystem.showcase.forms.products import AltForm, BrochureForm, CertificateForm, OcopFileForm, PictureForm
from ecosystem.showcase.models import Product
from ecosystem.showcase.policies import ShowcaseAction
from ecosystem.showcase.queries.products import certificate_of, picture_of, product_at_booth
from ecosystem.showcase.services import media
from ecosystem.showcase.views.frame import carried_out
from ecosystem.showcase.views.products import home, product_page

bp = Blueprint("showcase_media", __name__, url_prefix="/exhibitors/<exhibitor_id>/products/<product_id>")


@bp.post("/pictures")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def add_picture(product: Product) -> Any:
    """Add a picture: with the form, or one by one as they are chosen, and then its line comes back."""
    form = PictureForm()
    file, refused = form.file.take_in(by=me().id), None
    picture = None
    if file is not None:
        try:
            picture = media.add_picture(product, file, by=me())
        except Refused as error:
            refused = error.message
            form.file.errors = [*form.file.errors, refused]
    if is_htmx():
        if picture is None:
            return with_toast(Response("", status=422), form.file.errors[0], "error")
        return render_template("showcase/_picture.html", product=product, picture=picture, first=False, last=True)
    if picture is None:
        return product_page(product, picture_form=form)
    return redirect(home(product, anchor="pictures"))


@bp.post("/pictures/order")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def order_pictures(product: Product) -> Any:
    """Put the pictures into the order they were dragged into."""
    media.order_pictures(product, request.form.getlist("picture")[:50], by=me())
    if is_htmx():
        return with_toast(Response(status=200), _("The order is saved."))
    return redirect(home(product, anchor="pictures"))


@bp.post("/pictures/<picture_id>/<any(move,describe,remove):step>")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def change_picture(product: Product, picture_id: str, step: str) -> Any:
    """Move a picture, say what it shows, or remove it."""
    picture = picture_of(product, picture_id)
    if step == "move":
        media.move_picture(picture, request.form.get("direction", "up"), by=me())
    elif step == "describe":
        form = AltForm(prefix=f"{picture.public_id}-")
        if form.validate_on_submit():
            media.describe_picture(picture, alt=form.alt.data or "", by=me())
            flash(_("Saved."), "success")
        else:
            flash(_("The description is too long."), "error")
    else:
        try:
            media.remove_picture(picture, by=me())
        except Refused as error:
            flash(str(error.message), "error")
    return redirect(home(product, anchor="pictures"))


@bp.post("/certificates")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def add_certificate(product: Product) -> Any:
    """Add a certificate, with a copy of it if there is one."""
    form = CertificateForm()
    if form.validate_on_submit():
        field = form.certificate_file
        file = field.take_in(by=me().id) if field.is_given else None
        refused = field.is_given and file is None

        def act() -> None:
            media.add_certificate(
                product,
                kind=form.kind.data,
                title=form.title.data or "",
                number=form.number.data or "",
                valid_until=form.valid_until.data,
                file=file,
                by=me(),
            )

        if not refused and carried_out(form, act):
            flash(_("The certificate is shown."), "success")
            return redirect(home(product, anchor="certificates"))
    return product_page(product, certificate_form=form)


@bp.post("/certificates/<certificate_id>/remove")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def remove_certificate(product: Product, certificate_id: str) -> Any:
    """Take a certificate away."""
    media.remove_certificate(certificate_of(product, certificate_id), by=me())
    return redirect(home(product, anchor="certificates"))


@bp.post("/<any(brochure,ocop_file):which>")
@requires(ShowcaseAction.EDIT_PRODUCT, on=product_at_booth)
def document(product: Product, which: str) -> Any:
    """Keep another brochure or OCOP certificate, or with `remove` none."""
    form = BrochureForm() if which == "brochure" else OcopFileForm()
    removing = bool(request.form.get("remove"))
    file = None if removing else form[which].take_in(by=me().id)
    if file is None and not removing:
        return product_page(product, **{"brochure_form" if which == "brochure" else "ocop_form": form})
    media.replace_document(product, which, file, by=me())
    flash(_("Saved."), "success")
    return redirect(home(product, anchor="papers"))
