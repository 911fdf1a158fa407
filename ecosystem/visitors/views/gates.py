"""Gates of an event and the telephones that scan there."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.addresses import absolute
from ecosystem.core.errors import AlreadyTaken
from ecosystem.events.models import Event
from ecosystem.events.queries import event_of_organiser
from ecosystem.visitors.forms.organising import GateForm, HelperForm
from ecosystem.visitors.models import Gate
from ecosystem.visitors.policies import VisitorAction
from ecosystem.visitors.queries import gates as queries
from ecosystem.visitors.services import gates
from ecosystem.visitors.views.blueprint import of_event

bp = of_event(
    Blueprint("visitor_gates", __name__, url_prefix="/organise/<organiser_slug>/events/<event_slug>/visitors/gates")
)


def _home(event: Event) -> str:
    return url_for(".index", organiser_slug=event.organiser.slug, event_slug=event.slug)


@bp.get("/")
@requires(VisitorAction.CHECK_IN, on=event_of_organiser)
def index(event: Event) -> str:
    """Gates with their figures, and the devices whose links work."""
    today = clock.now().astimezone(clock.zone(event.timezone)).date()
    return render_template(
        "visitors/desk/gates.html",
        event=event,
        organiser=event.organiser,
        counts=queries.counts_by_gate(event, today),
        devices=queries.devices_of(event),
        valid=queries.valid_tickets(event),
        link=session.pop("device_link", None),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=event_of_organiser)
def new(event: Event) -> Any:
    """Add a gate."""
    form = GateForm()
    if form.validate_on_submit():
        try:
            gates.add_gate(event, name=form.name.data or "", capacity=form.capacity.data, by=me().id)
            return redirect(_home(event))
        except AlreadyTaken as error:
            form.take_errors(error)
    return _gate_page(event, form, None)


@bp.route("/<gate_id>", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=queries.gate_of_event)
def edit(gate: Gate) -> Any:
    """Change a gate."""
    form = GateForm(obj=gate)
    if form.validate_on_submit():
        try:
            gates.change_gate(gate, name=form.name.data or "", capacity=form.capacity.data, by=me().id)
            return redirect(_home(gate.event))
        except AlreadyTaken as error:
            form.take_errors(error)
    return _gate_page(gate.event, form, gate)


def _gate_page(event: Event, form: GateForm, gate: Gate | None) -> Any:
    page = render_template("visitors/desk/gate.html", event=event, organiser=event.organiser, form=form, gate=gate)
    return page, 400 if form.errors or form.form_errors else 200


@bp.post("/<gate_id>/open")
@requires(VisitorAction.CHECK_IN, on=queries.gate_of_event)
def open_here(gate: Gate) -> Response:
    """Make this telephone one that scans at the gate, for a day's work."""
    account = me()
    _device, token = gates.link_device(
        gate, label=account.name, lasts=gates.STAFF_DEVICE_LASTS, by=account.id, account=account
    )
    return redirect(url_for("check_in.page", token=token))


@bp.route("/<gate_id>/helpers/new", methods=["GET", "POST"])
@requires(VisitorAction.RUN, on=queries.gate_of_event)
def link_helper(gate: Gate) -> Any:
    """Make a link for a helper without an account; it is shown once."""
    event, form = gate.event, HelperForm()
    if form.validate_on_submit():
        device, token = gates.link_device(
            gate, label=form.label.data or "", lasts=timedelta(hours=form.hours.data or 1), by=me().id
        )
        session["device_link"] = {
            "url": absolute(url_for("check_in.page", token=token)),
            "label": device.label,
            "gate": gate.name,
        }
        return redirect(_home(event))
    page = render_template("visitors/desk/new_link.html", event=event, organiser=event.organiser, form=form, gate=gate)
    return page, 400 if form.errors else 200


@bp.post("/devices/<device_id>/revoke")
@requires(VisitorAction.CHECK_IN, on=event_of_organiser)
def revoke(event: Event, device_id: str) -> Response:
    """End a device's link."""
    gates.revoke_device(event, device_id, by=me().id)
    flash(_("The link works no more."), "success")
    return redirect(_home(event))


@bp.after_request
def keep_secret(response: Response) -> Response:
    """The links of helpers are shown once and kept by no cache."""
    if request.endpoint == "visitor_gates.index":
        response.headers["Cache-Control"] = "no-store"
    return response
