"""What the event offers its visitors: ticket types, invitation codes, questions of the form."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.events.models import Event
from ecosystem.events.queries import event_of_organiser
from ecosystem.visitors.domain.states import EntryPolicy
from ecosystem.visitors.forms.organising import QuestionForm, RefundForm, TicketTypeForm, codes_form, ticket_type_form
from ecosystem.visitors.kinds import QUESTION_TITLES
from ecosystem.visitors.models import TicketType
from ecosystem.visitors.policies import VisitorAction
from ecosystem.visitors.queries import registrations as queries
from ecosystem.visitors.services import offer
from ecosystem.visitors.services.terms import set_terms, terms_of
from ecosystem.visitors.views.blueprint import of_event, rule_of

bp = of_event(
    Blueprint("visitor_offer", __name__, url_prefix="/organise/<organiser_slug>/events/<event_slug>/visitors/tickets")
)


def _home(event: Event) -> Response:
    return redirect(url_for(".index", organiser_slug=event.organiser.slug, event_slug=event.slug))


@bp.get("/")
@requires(VisitorAction.VIEW, on=event_of_organiser)
def index(event: Event) -> str:
    """Ticket types with their places, codes, questions."""
    return render_template(
        "visitors/desk/tickets.html",
        event=event,
        organiser=event.organiser,
        types=queries.types_of(event),
        codes=queries.codes_of(event),
        questions=queries.questions_of(event.id),
        kinds=QUESTION_TITLES,
        rule=rule_of(event),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=event_of_organiser)
def new(event: Event) -> Any:
    """Add a ticket type."""
    form = ticket_type_form(event)
    if form.validate_on_submit():
        try:
            offer.add_type(event, form.to_values(), by=me().id)
        except AlreadyTaken as error:
            form.take_errors(error)
        else:
            flash(_("The ticket can be registered for as soon as the event is public."), "success")
            return _home(event)
    return _type_page(event, form, None)


@bp.route("/types/<type_id>", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=queries.type_of_event)
def edit(ticket_type: TicketType) -> Any:
    """Change a ticket type."""
    event = ticket_type.event
    form = ticket_type_form(event, ticket_type)
    if form.validate_on_submit():
        try:
            offer.change_type(ticket_type, form.to_values(), by=me().id, shown=form.shown_version)
        except (AlreadyTaken, Invalid) as error:
            form.take_errors(error)
        else:
            flash(_("Saved."), "success")
            return _home(event)
    return _type_page(event, form, ticket_type)


def _type_page(event: Event, form: TicketTypeForm, ticket_type: TicketType | None) -> Any:
    page = render_template(
        "visitors/desk/ticket_type.html",
        event=event,
        organiser=event.organiser,
        form=form,
        ticket_type=ticket_type,
        policies=EntryPolicy,
    )
    return page, 400 if form.errors or form.form_errors else 200


@bp.post("/types/<type_id>/delete")
@requires(VisitorAction.RUN, on=queries.type_of_event)
def delete(ticket_type: TicketType) -> Response:
    """Delete a ticket type nobody registered for."""
    try:
        offer.delete_type(ticket_type, by=me().id)
        flash(_("The ticket type is deleted."), "success")
    except Refused as error:
        flash(str(error.message), "error")
    return _home(ticket_type.event)


@bp.route("/refunds", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=event_of_organiser)
def refunds(event: Event) -> Any:
    """What goes back to visitors who cancel."""
    stored = terms_of(event)
    form = RefundForm(obj=stored)
    if form.validate_on_submit():
        try:
            steps = form.steps(stored.refund_steps if stored else ())
            set_terms(event, steps, by=me().id, shown=form.shown_version)
        except (AlreadyTaken, StaleEdit) as error:
            flash(str(error.message), "error")
        else:
            flash(_("Saved."), "success")
        return _home(event)
    if not form.is_submitted() and stored is not None:
        form.show_rule(stored.refund_steps)
    page = render_template("visitors/desk/refunds.html", event=event, organiser=event.organiser, form=form)
    return page, 400 if form.errors else 200


@bp.route("/codes", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=event_of_organiser)
def make_codes(event: Event) -> Any:
    """Make invitation codes."""
    types = queries.types_of(event)
    form = codes_form(event, types)
    if form.validate_on_submit():
        chosen = next(each for each in types if each.public_id == form.ticket_type.data)
        try:
            made = offer.make_codes(
                chosen,
                number=form.number.data or 1,
                uses=form.uses.data or 1,
                note=form.note.data or "",
                expires_at=form.expires_at.instant,
                code=form.code.data or "",
                by=me().id,
            )
        except AlreadyTaken as error:
            form.take_errors(error)
        else:
            flash(_("Invitation codes made: %(number)s.", number=len(made)), "success")
            return _home(event)
    page = render_template("visitors/desk/codes.html", event=event, organiser=event.organiser, form=form)
    return page, 400 if form.errors or form.form_errors else 200


@bp.post("/codes/<code_id>/withdraw")
@requires(VisitorAction.RUN, on=event_of_organiser)
def withdraw_code(event: Event, code_id: str) -> Response:
    """Make a code worthless."""
    offer.withdraw_code(event, code_id, by=me().id)
    flash(_("The code is good for nothing any more."), "success")
    return _home(event)


@bp.route("/questions", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=event_of_organiser)
def add_question(event: Event) -> Any:
    """Ask one more question."""
    form = QuestionForm()
    if form.validate_on_submit():
        try:
            offer.add_question(event, form.to_values(), by=me().id)
        except Invalid as error:
            form.take_errors(error)
        else:
            flash(_("The question stands in the form now."), "success")
            return _home(event)
    page = render_template("visitors/desk/question.html", event=event, organiser=event.organiser, form=form)
    return page, 400 if form.errors or form.form_errors else 200


@bp.post("/questions/<question_id>/remove")
@requires(VisitorAction.RUN, on=event_of_organiser)
def remove_question(event: Event, question_id: str) -> Response:
    """Ask a question no more."""
    offer.remove_question(event, question_id, by=me().id)
    flash(_("The question is asked no more; the answers given stay."), "success")
    return _home(event)
