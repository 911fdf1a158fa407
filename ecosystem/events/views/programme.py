"""The programme of an event and the rooms it is held in."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import AlreadyTaken, Invalid
from ecosystem.events import queries, services
from ecosystem.events.domain.programme import by_days, clashes
from ecosystem.events.forms import RoomForm, SessionForm
from ecosystem.events.models import Event, ProgrammeItem
from ecosystem.events.policies import EventAction
from ecosystem.events.views.blueprint import bp

PATH = "/organise/<organiser_slug>/events/<event_slug>"


def _back(event: Event, anchor: str | None = None) -> Response:
    slug, event_slug = event.organiser.slug, event.slug
    return redirect(url_for("events.programme", organiser_slug=slug, event_slug=event_slug, _anchor=anchor))


def _page(event: Event, room_form: RoomForm) -> str:
    items, rooms = queries.programme_of(event), queries.rooms_of(event)
    return render_template(
        "events/programme.html",
        event=event,
        organiser=event.organiser,
        days=by_days(items, event.timezone),
        clashes=clashes(items),
        rooms=rooms,
        room_form=room_form,
        room_forms={room.id: RoomForm(formdata=None, obj=room, prefix=f"r{room.id}-") for room in rooms},
    )


@bp.get(f"{PATH}/programme")
@requires(EventAction.SEE_DESK, on=queries.event_of_organiser)
def programme(event: Event) -> str:
    """The programme by days; rooms wanted twice are pointed out."""
    return _page(event, RoomForm(formdata=None))


@bp.post(f"{PATH}/rooms")
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def add_room(event: Event) -> Response | tuple[str, int]:
    """Add a room."""
    form = RoomForm()
    if form.validate_on_submit():
        try:
            services.add_room(event, name=form.name.data or "", capacity=form.capacity.data, by=me())
        except AlreadyTaken as error:
            form.name.errors = [str(error.message)]
        else:
            return _back(event, "rooms")
    return _page(event, form), 400


@bp.post(f"{PATH}/rooms/<int:room_id>")
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def edit_room(event: Event, room_id: int) -> Response:
    """Change a room, or with `delete` delete it."""
    room, form = queries.room_of(event, room_id), RoomForm(prefix=f"r{room_id}-")
    if request.form.get("delete"):
        services.delete_room(event, room, by=me())
        flash(_("The room has been deleted. Its sessions have no room now."), "success")
    elif form.validate_on_submit():
        services.edit_room(event, room, name=form.name.data or "", capacity=form.capacity.data, by=me())
        flash(_("The room has been saved."), "success")
    else:
        flash(_("Please give the room a name and, if you like, a number of seats."), "error")
    return _back(event, "rooms")


def _session_form(event: Event, item: ProgrammeItem | None = None) -> SessionForm:
    return SessionForm.of(event, queries.rooms_of(event), queries.speakers_of(event), item)


def _session_page(event: Event, form: SessionForm, item: ProgrammeItem | None = None) -> str:
    return render_template("events/session.html", event=event, organiser=event.organiser, form=form, item=item)


def _warn_of_clashes(event: Event, item: ProgrammeItem) -> None:
    """Say which other session wants the room at that time; it is the organiser's to decide."""
    for pair in clashes(queries.programme_of(event)):
        if item in pair:
            other = pair[0] if pair[1] is item else pair[1]
            flash(_("“%(other)s” is held in the same room at that time.", other=other.title), "warning")


@bp.route(f"{PATH}/programme/new", methods=["GET", "POST"])
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def add_session(event: Event) -> str | Response:
    """Add a session."""
    form = _session_form(event)
    if form.validate_on_submit():
        try:
            item = services.add_session(event, form.to_value(event.timezone), by=me())
        except Invalid as error:
            form.form_errors.append(str(error.message))
        else:
            _warn_of_clashes(event, item)
            return _back(event, f"session-{item.public_id}")
    return _session_page(event, form)


@bp.route(f"{PATH}/programme/<public_id>", methods=["GET", "POST"])
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def edit_session(event: Event, public_id: str) -> str | Response:
    """Change a session."""
    item = queries.session_of(event, public_id)
    form = _session_form(event, item)
    if form.validate_on_submit():
        try:
            value = form.to_value(event.timezone)
            item = services.edit_session(event, item, value, version=form.shown_version, by=me())
        except Invalid as error:
            form.form_errors.append(str(error.message))
        else:
            _warn_of_clashes(event, item)
            return _back(event, f"session-{item.public_id}")
    return _session_page(event, form, item)


@bp.post(f"{PATH}/programme/<public_id>/delete")
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def delete_session(event: Event, public_id: str) -> Response:
    """Delete a session."""
    services.delete_session(event, queries.session_of(event, public_id), by=me())
    flash(_("The session has been deleted."), "success")
    return _back(event)
