"""Registering for an event, and the page of a registration behind the link in the mail."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, can, public, requires
from ecosystem.core.errors import AlreadyTaken, EcosystemError, Invalid, NoSuchRecord, Refused, TooMany
from ecosystem.core.web.responses import file_answer
from ecosystem.core.windows import Phase
from ecosystem.events.models import Event, EventState
from ecosystem.events.queries import event_by_slug
from ecosystem.payments.queries.links import order_path
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.forms.registering import RegistrationForm, registration_form
from ecosystem.visitors.models import Registration, TicketType
from ecosystem.visitors.policies import VisitorAction
from ecosystem.visitors.queries import registrations as queries
from ecosystem.visitors.queries.links import registration_path
from ecosystem.visitors.services import registering
from ecosystem.visitors.services.giving_up import give_up_registration, give_up_ticket, promise_of
from ecosystem.visitors.services.paying import order_of
from ecosystem.visitors.services.resending import send_again
from ecosystem.visitors.views.blueprint import of_event, origin, rule_of, somebody

bp = of_event(Blueprint("visits", __name__))


@bp.route("/events/<event_slug>/register", methods=["GET", "POST"])
@requires(VisitorAction.REGISTER, on=event_by_slug, anonymous=True)
def register(event: Event) -> Any:
    """Choose a ticket, say who comes."""
    types = [each for each in queries.types_of(event) if each.is_open]
    form = registration_form(types, queries.questions_of(event.id), somebody())
    if not form.validate_on_submit():
        return _page(event, types, form)
    chosen = next(each for each in types if each.public_id == form.ticket_type.data)
    try:
        registration = registering.register(chosen, form.to_value(), account=somebody(), origin=origin())
    except AlreadyTaken as error:
        form.may_wait.data = True
        return _page(event, types, form, problem=error)
    except (Invalid, Refused, TooMany) as error:
        return _page(event, types, form, problem=error)
    session["registered"] = registration.email
    if registration.state in (State.CONFIRMED, State.AWAITING_PAYMENT):
        return redirect(registration_path(registration))
    return redirect(url_for(".sent", event_slug=event.slug))


@bp.get("/events/<event_slug>/register/sent")
@requires(VisitorAction.REGISTER, on=event_by_slug, anonymous=True)
def sent(event: Event) -> str:
    """What happens next: the mail. The same page for everybody, so that it tells nobody who is registered."""
    return render_template("visitors/sent.html", event=event, address=session.get("registered", ""))


def _page(event: Event, types: list[TicketType], form: RegistrationForm, problem: EcosystemError | None = None) -> Any:
    if problem is not None:
        form.take_errors(problem)
    now = clock.now()
    page = render_template(
        "visitors/register.html",
        event=event,
        types=types,
        form=form,
        is_on=event.state is EventState.PUBLISHED,
        phases={each.id: each.window.phase(now) for each in types},
        phase=Phase,
        runs=can(actor(), VisitorAction.RUN, event),
        rule=rule_of(event),
    )
    return page, 400 if form.errors or problem is not None else 200


@bp.get("/visits")
@requires(VisitorAction.LIST_MINE)
def mine() -> str:
    """What somebody is registered for."""
    return render_template("visitors/mine.html", registrations=queries.registrations_of_account(me().id))


@bp.get("/visits/<key>")
@public
def show(key: str) -> str:
    """A registration: what to do next, its tickets."""
    registration = queries.registration_by_key(key)
    now = clock.now()
    late = registration.expires_at is not None and registration.expires_at <= now
    return render_template(
        "visitors/registration.html",
        registration=registration,
        event=registration.event,
        key=key,
        is_late=late,
        order_url=_order_url(registration),
        can_cancel=registration.state not in (State.CANCELLED, State.EXPIRED),
        promise=promise_of(registration),
        rule=rule_of(registration.event) if registration.unit_price else [],
    )


def _order_url(registration: Registration) -> str:
    """Guests come to the order by its signed link, which works without an account."""
    order = order_of(registration)
    return order_path(order) if order is not None else ""


@bp.post("/visits/<key>/<any(confirm,accept,cancel,resend):step>")
@public
def take(key: str, step: str) -> Response:
    """Confirm the address, take an offered place, cancel, or have the tickets sent again."""
    registration = queries.registration_by_key(key)
    try:
        _STEPS[step](registration)
    except (Refused, Invalid) as error:
        flash(str(error.message), "error")
    return redirect(url_for(".show", key=key))


def _confirm(registration: Registration) -> None:
    registering.confirm_address(registration)
    flash(_("Your address is confirmed."), "success")


def _accept(registration: Registration) -> None:
    registering.accept_offer(registration)
    flash(_("The place is yours."), "success")


def _cancel(registration: Registration) -> None:
    give_up_registration(registration, by=actor().id, shown=request.form.get("back", None, int))
    flash(_("The registration is cancelled."), "success")


def _resend(registration: Registration) -> None:
    send_again(registration, origin=origin())
    flash(_("The mail is on its way to %(address)s.", address=registration.email), "success")


_STEPS: dict[str, Callable[[Registration], None]] = {
    "confirm": _confirm,
    "accept": _accept,
    "cancel": _cancel,
    "resend": _resend,
}


@bp.post("/visits/<key>/tickets/<ticket_id>/cancel")
@public
def cancel_one(key: str, ticket_id: str) -> Response:
    """Cancel one of several tickets; what goes back for it is the organiser's rule."""
    registration = queries.registration_by_key(key)
    ticket = next((each for each in registration.tickets if each.public_id == ticket_id), None)
    if ticket is None:
        raise NoSuchRecord("")
    try:
        give_up_ticket(ticket, by=actor().id, shown=request.form.get("back", None, int))
    except Refused as error:
        flash(str(error.message), "error")
    else:
        flash(_("The ticket is cancelled. Thank you for giving the place to somebody else."), "success")
    return redirect(url_for(".show", key=key))


@bp.get("/visits/<key>/tickets.pdf")
@public
def tickets_pdf(key: str) -> Response:
    """All valid tickets of the registration, a page each."""
    from ecosystem.visitors.documents.papers import tickets_document  # loads the PDF library

    registration = queries.registration_by_key(key)
    return file_answer(tickets_document(_valid(registration)), "tickets.pdf", "application/pdf")


def _valid(registration: Registration) -> list[Any]:
    return [ticket for ticket in registration.tickets if ticket.state.value == "valid"]


@bp.get("/visits/<key>/event.ics")
@public
def calendar(key: str) -> Response:
    """The event for calendar programs, with the link to the tickets."""
    from ecosystem.visitors.documents.calendars import visit_calendar  # loads the calendar library

    registration = queries.registration_by_key(key)
    return file_answer(visit_calendar(registration), f"{registration.event.slug}.ics", "text/calendar")


@bp.after_request
def keep_private(response: Response) -> Response:
    """A registration is nobody else's: no cache keeps it, and its address is told to no other site."""
    if request.endpoint != "visits.register":
        response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
