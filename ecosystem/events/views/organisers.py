"""Organisers: founding them, their home, settings and history."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.accounts.queries import history_page
from ecosystem.audit.queries import history_in
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.pagination import page_of
from ecosystem.events import queries, services
from ecosystem.events.forms import FoundOrganiserForm, OrganiserForm, OrganiserLogoForm
from ecosystem.events.models import Organiser
from ecosystem.events.policies import OrganiserAction
from ecosystem.events.views.blueprint import bp


@bp.get("/organise/")
@requires(OrganiserAction.LIST_MINE)
def my_organisers() -> str:
    """The organisers one works for, and the invitations that wait."""
    page = page_of(queries.organisers_of(me()), number=request.args.get("page", 1, int))
    invitations = queries.invitations_for(me(), clock.now())
    return render_template("events/my_organisers.html", page=page, invitations=invitations)


@bp.route("/organise/new", methods=["GET", "POST"])
@requires(OrganiserAction.FOUND)
def found_organiser() -> str | Response:
    """Begin an organiser."""
    form = FoundOrganiserForm()
    if form.validate_on_submit():
        organiser = services.found_organiser(form.to_value(), by=me())
        flash(_("“%(name)s” has been created. Now plan the first event.", name=organiser.name), "success")
        return redirect(url_for("events.organiser_home", organiser_slug=organiser.slug))
    return render_template("events/found_organiser.html", form=form)


@bp.get("/organise/<organiser_slug>/")
@requires(OrganiserAction.VIEW, on=queries.organiser_by_slug)
def organiser_home(organiser: Organiser) -> str:
    """The organiser's events."""
    page = page_of(queries.events_of(organiser), number=request.args.get("page", 1, int), per_page=24)
    return render_template("events/organiser_home.html", organiser=organiser, page=page)


@bp.post("/organise/<organiser_slug>/approve")
@requires(OrganiserAction.APPROVE, on=queries.organiser_by_slug)
def approve_organiser(organiser: Organiser) -> Response:
    """Let the organiser publish (operators only)."""
    services.approve_organiser(organiser, by=me())
    flash(_("“%(name)s” can publish now.", name=organiser.name), "success")
    return redirect(url_for("events.organiser_home", organiser_slug=organiser.slug))


@bp.route("/organise/<organiser_slug>/settings", methods=["GET", "POST"])
@requires(OrganiserAction.EDIT, on=queries.organiser_by_slug)
def organiser_settings(organiser: Organiser) -> str | Response:
    """Name, contact and zone of the organiser."""
    form = OrganiserForm(obj=organiser)
    if form.validate_on_submit():
        services.edit_organiser(organiser, form.to_value(), version=form.shown_version, by=me())
        flash(_("The settings have been saved."), "success")
        return redirect(url_for("events.organiser_settings", organiser_slug=organiser.slug))
    logo_form = OrganiserLogoForm(formdata=None)
    return render_template("events/organiser_settings.html", organiser=organiser, form=form, logo_form=logo_form)


@bp.post("/organise/<organiser_slug>/logo")
@requires(OrganiserAction.EDIT, on=queries.organiser_by_slug)
def organiser_logo(organiser: Organiser) -> Response | tuple[str, int]:
    """Take another logo, or with `remove` take the present one away."""
    form, removing = OrganiserLogoForm(), bool(request.form.get("remove"))
    file = None if removing else form.logo.take_in(by=me().id)
    if file is None and not removing:
        own = OrganiserForm(formdata=None, obj=organiser)
        page = render_template("events/organiser_settings.html", organiser=organiser, form=own, logo_form=form)
        return page, 400
    services.replace_logo(organiser, file, by=me())
    flash(_("The logo has been changed."), "success")
    return redirect(url_for("events.organiser_settings", organiser_slug=organiser.slug))


@bp.get("/organise/<organiser_slug>/history")
@requires(OrganiserAction.READ_HISTORY, on=queries.organiser_by_slug)
def organiser_history(organiser: Organiser) -> str:
    """Who did what, when, from which value to which."""
    page = history_page(history_in(organiser), number=request.args.get("page", 1, int))
    return render_template("events/organiser_history.html", organiser=organiser, page=page)
