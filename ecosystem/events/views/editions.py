"""One event of an organiser: overview, settings, cover, life, next edition."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid
from ecosystem.events import queries, services
from ecosystem.events.domain.cloning import next_edition, next_title
from ecosystem.events.domain.life_cycle import LIFE
from ecosystem.events.domain.programme import clashes
from ecosystem.events.forms import CloneForm, CoverForm, EventForm
from ecosystem.events.models import Event, Organiser
from ecosystem.events.policies import EventAction, OrganiserAction
from ecosystem.events.views.blueprint import bp


def _home(event: Event) -> str:
    return url_for("events.event_home", organiser_slug=event.organiser.slug, event_slug=event.slug)


@bp.route("/organise/<organiser_slug>/events/new", methods=["GET", "POST"])
@requires(OrganiserAction.CREATE_EVENT, on=queries.organiser_by_slug)
def create_event(organiser: Organiser) -> str | Response:
    """Plan an event."""
    form = EventForm(data={"timezone": organiser.timezone, "province_code": organiser.province_code})
    if form.validate_on_submit():
        event = services.create_event(organiser, form.to_value(), by=me())
        flash(_("The event is a draft. Only the staff sees it until you publish it."), "success")
        return redirect(url_for("events.event_home", organiser_slug=organiser.slug, event_slug=event.slug))
    return render_template("events/create_event.html", organiser=organiser, form=form)


@bp.get("/organise/<organiser_slug>/events/<event_slug>/")
@requires(EventAction.SEE_DESK, on=queries.event_of_organiser)
def event_home(event: Event) -> str:
    """Where the event stands: what is missing, what is held in it, which steps are next."""
    items = queries.programme_of(event)
    return render_template(
        "events/event_home.html",
        event=event,
        organiser=event.organiser,
        needs=services.publishing_needs(event),
        steps=LIFE.available(event.state),
        held=queries.held_in(event, for_staff=True),
        items=items,
        clashes=clashes(items),
        partners=queries.partners_of(event),
    )


@bp.route("/organise/<organiser_slug>/events/<event_slug>/edit", methods=["GET", "POST"])
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def edit_event(event: Event) -> str | Response:
    """Title, days, place, description."""
    form = EventForm(obj=event)
    if form.validate_on_submit():
        services.edit_event(event, form.to_value(), version=form.shown_version, by=me())
        flash(_("The event has been saved."), "success")
        return redirect(_home(event))
    return _edit_page(event, form, CoverForm(formdata=None))


def _edit_page(event: Event, form: EventForm, cover_form: CoverForm) -> str:
    return render_template(
        "events/edit_event.html", event=event, organiser=event.organiser, form=form, cover_form=cover_form
    )


@bp.post("/organise/<organiser_slug>/events/<event_slug>/cover")
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def event_cover(event: Event) -> Response | tuple[str, int]:
    """Take another cover picture, or with `remove` take the present one away."""
    form, removing = CoverForm(), bool(request.form.get("remove"))
    file = None if removing else form.cover.take_in(by=me().id)
    if file is None and not removing:
        return _edit_page(event, EventForm(formdata=None, obj=event), form), 400
    services.replace_cover(event, file, by=me())
    flash(_("The cover picture has been changed."), "success")
    return redirect(
        url_for("events.edit_event", organiser_slug=event.organiser.slug, event_slug=event.slug, _anchor="cover")
    )


@bp.post("/organise/<organiser_slug>/events/<event_slug>/steps/<step>")
@requires(EventAction.PUBLISH, on=queries.event_of_organiser)
def take_step(event: Event, step: str) -> Response:
    """Publish, cancel, reinstate, archive or restore."""
    if step not in LIFE.transitions:
        raise Invalid(_("There is no such step."))
    services.take_step(event, step, by=me())
    told = {
        "publish": _("The event is published. Everybody can see it now."),
        "cancel": _("The event is cancelled. Its page stays and says so."),
        "reinstate": _("The event takes place after all."),
        "archive": _("The event is in the archive."),
        "restore": _("The event is a draft again. Publish it when it is ready."),
    }
    flash(told[step], "success")
    return redirect(_home(event))


@bp.route("/organise/<organiser_slug>/events/<event_slug>/clone", methods=["GET", "POST"])
@requires(EventAction.CLONE, on=queries.event_of_organiser)
def clone_event(event: Event) -> str | Response:
    """Plan the next edition on the pattern of this one."""
    start = next_edition(event.starts_on, clock.now().date())
    years = event.starts_on.year, start.year
    proposed = {"title": next_title(event.title, *years), "title_en": next_title(event.title_en, *years)}
    form = CloneForm(data={**proposed, "starts_on": start})
    if form.validate_on_submit():
        try:
            new = services.clone_event(event, **form.to_value(), by=me())
        except Invalid as error:
            form.starts_on.errors = [error.message]
        else:
            flash(_("The new edition is a draft. Look at its dates, then publish it."), "success")
            return redirect(_home(new))
    return render_template("events/clone_event.html", event=event, organiser=event.organiser, form=form)
