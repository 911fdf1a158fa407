"""The staff's list of registrations: look, cancel, send, take in lists, take out, badges."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.audit.services import record
from ecosystem.core.access import requires
from ecosystem.core.background import ask_for
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.core.identifiers import public_id
from ecosystem.core.pagination import page_of
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.responses import table_answer
from ecosystem.events.models import Event
from ecosystem.events.queries import event_of_organiser
from ecosystem.visitors.documents.lists import news_rows, visitor_rows
from ecosystem.visitors.forms.organising import ImportForm, MessageForm, import_form
from ecosystem.visitors.models import Registration
from ecosystem.visitors.policies import VisitorAction
from ecosystem.visitors.queries import registrations as queries
from ecosystem.visitors.queries.news import news_readers
from ecosystem.visitors.queries.registrations import VisitorFilter
from ecosystem.visitors.services.ending import cancel_registration
from ecosystem.visitors.services.importing import check_people, take_in
from ecosystem.visitors.services.resending import send_again, send_message
from ecosystem.visitors.views.blueprint import of_event

bp = of_event(Blueprint("visitors", __name__, url_prefix="/organise/<organiser_slug>/events/<event_slug>/visitors"))


def wanted_filter() -> VisitorFilter:
    """Return what the address asks for."""
    get = request.args.get
    return VisitorFilter(
        query=get("q", "").strip()[:200],
        state=get("state", ""),
        ticket_type=get("type", ""),
        came=get("came", ""),
        sort=get("sort", ""),
    )


def where(event: Event, endpoint: str, **values: Any) -> str:
    """Return the address of a page about this event."""
    return url_for(endpoint, organiser_slug=event.organiser.slug, event_slug=event.slug, **values)


@bp.get("/")
@requires(VisitorAction.VIEW, on=event_of_organiser)
def index(event: Event) -> str:
    """Search, filter, sort, take out."""
    wanted = wanted_filter()
    page = page_of(queries.listed(event, wanted), number=request.args.get("page", 1, int))
    tickets = [ticket.id for registration in page.items for ticket in registration.tickets]
    return render_template(
        "visitors/desk/registrations.html",
        event=event,
        organiser=event.organiser,
        page=page,
        wanted=wanted,
        counts=queries.counts_by_state(event),
        types=queries.types_of(event),
        came=queries.entered_at(tickets),
    )


@bp.get("/registrations/<registration_id>")
@requires(VisitorAction.VIEW, on=queries.registration_of_event)
def show(registration: Registration) -> str:
    """One registration with its tickets and answers."""
    event = registration.event
    return render_template(
        "visitors/desk/registration.html",
        registration=registration,
        event=event,
        organiser=event.organiser,
        questions=queries.questions_of(event.id),
        came=queries.entered_at([ticket.id for ticket in registration.tickets]),
    )


@bp.post("/registrations/<registration_id>/<any(cancel,resend):step>")
@requires(VisitorAction.RUN, on=queries.registration_of_event)
def take(registration: Registration, step: str) -> Response:
    """Cancel a registration (what was paid goes back), or send its mail again."""
    try:
        if step == "cancel":
            cancel_registration(registration, by=me().id, reason=request.form.get("reason", "").strip()[:500])
            flash(_("The registration is cancelled."), "success")
        else:
            send_again(registration)
            flash(_("The mail is on its way to %(address)s.", address=registration.email), "success")
    except Refused as error:
        flash(str(error.message), "error")
    return redirect(where(registration.event, ".show", registration_id=registration.public_id))


@bp.get("/export.<any(csv,xlsx):kind>")
@requires(VisitorAction.RUN, on=event_of_organiser)
def export(event: Event, kind: str) -> Response:
    """The list as filtered, a row a ticket."""
    with transaction():
        record("visitors.exported", event, by=me().id, scope=event, note=kind)
    rows = visitor_rows(event, queries.exported_tickets(event, wanted_filter()), queries.questions_of(event.id))
    return table_answer(rows, event.slug, kind)


@bp.get("/news.<any(csv,xlsx):kind>")
@requires(VisitorAction.RUN, on=event_of_organiser)
def news(event: Event, kind: str) -> Response:
    """Who agreed to get word of later events, with the time, the words and the link to take it back."""
    with transaction():
        record("visitors.news_exported", event, by=me().id, scope=event, note=kind)
    rows, name = news_rows(event, news_readers(event)), f"{event.slug}-news"
    return table_answer(rows, name, kind)


@bp.route("/import", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=event_of_organiser)
def take_in_list(event: Event) -> Any:
    """First what would happen, then do it."""
    types = queries.types_of(event)
    form = import_form(types)
    if not form.validate_on_submit():
        return _import_page(event, form, None), 400 if form.errors else 200
    chosen = next(each for each in types if each.public_id == form.ticket_type.data)
    checked = check_people(chosen, form.people_given())
    if not form.step.data or not checked.good:
        return _import_page(event, form, checked)
    people = [person for _number, person in checked.good]
    try:
        number = take_in(chosen, people, request_key=form.step.data, tell=bool(form.tell.data), by=me())
    except AlreadyTaken as error:
        form.take_errors(error)
        return _import_page(event, form, checked), 409
    flash(ngettext("%(num)s person was registered.", "%(num)s people were registered.", number), "success")
    return redirect(where(event, ".index"))


def _import_page(event: Event, form: ImportForm, checked: Any) -> str:
    form.step.data = public_id(16) if checked is not None and checked.good else ""
    return render_template(
        "visitors/desk/import.html", event=event, organiser=event.organiser, form=form, checked=checked
    )


@bp.route("/message", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=event_of_organiser)
def message(event: Event) -> Any:
    """Write to everybody the list shows."""
    wanted = wanted_filter()
    form = MessageForm()
    ids = [row.id for row in session().scalars(queries.listed(event, wanted)).unique() if row.email.count("@") == 1]
    if form.validate_on_submit():
        batch = f"visit-message:{event.id}:{form.batch.data}"
        number = send_message(
            event, ids, subject=form.subject.data or "", body=form.body.data or "", batch=batch, by=me().id
        )
        flash(ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", number), "success")
        return redirect(where(event, ".index"))
    page = render_template(
        "visitors/desk/message.html", event=event, organiser=event.organiser, form=form, number=len(ids), wanted=wanted
    )
    return page, 400 if form.errors else 200


@bp.post("/badges")
@requires(VisitorAction.CHECK_IN, on=event_of_organiser)
def badges(event: Event) -> Response:
    """Badges of everybody, or of one ticket type, made in the background."""
    kind = request.form.get("type", "")[:16]
    task = ask_for(
        "visitors.badges",
        subject=f"event:{event.id}:{kind}",
        by=me().id,
        payload={"event_id": event.id, "type": kind},
        about=in_language(event, "title"),
        url=where(event, ".index"),
    )
    return redirect(url_for("tasks.show", public_id=task.public_id))
