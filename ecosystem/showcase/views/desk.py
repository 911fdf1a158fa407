"""An exhibitor's dashboard and the writing of its public page."""

from datetime import datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import StaleEdit
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.exhibitions.queries.exhibitions import exhibitor_by_public_id
from ecosystem.showcase.forms.products import BoothPageForm, CoverForm, LogoForm, stored_page
from ecosystem.showcase.models import BoothPage
from ecosystem.showcase.policies import ShowcaseAction
from ecosystem.showcase.queries.dashboard import BOOTH_STATES, dashboard_of
from ecosystem.showcase.queries.products import page_of_booth
from ecosystem.showcase.services import booth_pages
from ecosystem.showcase.views.public import short_url

bp = Blueprint("showcase_desk", __name__, url_prefix="/exhibitors/<exhibitor_id>")


@bp.get("/")
@requires(ShowcaseAction.SEE_DASHBOARD, on=exhibitor_by_public_id)
def dashboard(exhibitor: Exhibitor) -> str:
    """Where we stand: what is left to do, what comes next, what visitors do."""
    now = clock.now()
    zone = clock.zone(exhibitor.exhibition.event.timezone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return render_template(
        "showcase/dashboard.html",
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        board=dashboard_of(exhibitor, today=midnight, now=now),
        booth_states=BOOTH_STATES,
        short_url=short_url(exhibitor),
    )


@bp.route("/page", methods=["GET", "POST"])
@requires(ShowcaseAction.WRITE, on=exhibitor_by_public_id)
def page(exhibitor: Exhibitor) -> Any:
    """The words of the public page."""
    present = page_of_booth(exhibitor) or BoothPage(exhibitor_id=exhibitor.id, version=0)
    form = BoothPageForm(data=stored_page(present) if present.id else None)
    if form.validate_on_submit():
        try:
            booth_pages.write_page(exhibitor, form.to_values(), version=form.shown_version or None, by=me())
        except StaleEdit:
            newest = page_of_booth(exhibitor)
            if newest is None:
                raise
            form.show_both(stored_page(newest), version=newest.version)
        else:
            flash(_("Your page is saved."), "success")
            return redirect(url_for(".page", exhibitor_id=exhibitor.public_id))
    return _page(exhibitor, form)


@bp.post("/cover")
@requires(ShowcaseAction.WRITE, on=exhibitor_by_public_id)
def cover(exhibitor: Exhibitor) -> Any:
    """Take another cover, or with `remove` take the present one away."""
    form, removing = CoverForm(), bool(request.form.get("remove"))
    file = None if removing else form.cover.take_in(by=me().id)
    if file is None and not removing:
        return _page(exhibitor, cover_form=form)
    booth_pages.replace_cover(exhibitor, file, by=me())
    flash(_("The cover picture has been changed."), "success")
    return redirect(url_for(".page", exhibitor_id=exhibitor.public_id, _anchor="cover"))


@bp.post("/logo")
@requires(ShowcaseAction.WRITE, on=exhibitor_by_public_id)
def logo(exhibitor: Exhibitor) -> Any:
    """Take another logo, or with `remove` take the present one away."""
    form, removing = LogoForm(), bool(request.form.get("remove"))
    file = None if removing else form.logo.take_in(by=me().id)
    if file is None and not removing:
        return _page(exhibitor, logo_form=form)
    booth_pages.replace_logo(exhibitor, file, by=me())
    flash(_("The logo has been changed."), "success")
    return redirect(url_for(".page", exhibitor_id=exhibitor.public_id, _anchor="logo"))


def _page(
    exhibitor: Exhibitor,
    form: BoothPageForm | None = None,
    *,
    cover_form: CoverForm | None = None,
    logo_form: LogoForm | None = None,
) -> Any:
    """The page with its three forms; those not given are as stored."""
    page = page_of_booth(exhibitor)
    form = form or BoothPageForm(formdata=None, data=stored_page(page) if page else None)
    cover_form, logo_form = cover_form or CoverForm(formdata=None), logo_form or LogoForm(formdata=None)
    shown = render_template(
        "showcase/page_form.html",
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        page=page,
        form=form,
        cover_form=cover_form,
        logo_form=logo_form,
        short_url=short_url(exhibitor),
    )
    return shown, 400 if form.errors or cover_form.errors or logo_form.errors else 200
