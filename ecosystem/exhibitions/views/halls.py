"""Halls and zones, the plan in the editor and as a table, its files."""

import json
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, can, requires
from ecosystem.core.errors import AlreadyTaken, EcosystemError, Invalid, Refused, StaleEdit
from ecosystem.core.identifiers import slugify
from ecosystem.core.web.formatting import format_time
from ecosystem.core.web.responses import file_answer
from ecosystem.exhibitions.domain.drawing import LARGEST_FILE, as_svg
from ecosystem.exhibitions.forms.plans import (
    BoothForm,
    HallForm,
    ImportForm,
    OnlineBoothsForm,
    RowsForm,
    ZoneForm,
    booth_form,
    zone_form,
)
from ecosystem.exhibitions.kinds import BOOTH_KINDS
from ecosystem.exhibitions.models import Booth, Exhibition, Hall, Zone
from ecosystem.exhibitions.policies import ExhibitionAction
from ecosystem.exhibitions.queries.exhibitions import (
    booth_of,
    booths_in,
    exhibition_by_slug,
    hall_of,
    halls_of,
    zone_of,
    zones_of,
)
from ecosystem.exhibitions.queries.plans import drawn, numbers_elsewhere, plan_json, problems_in, shape_of
from ecosystem.exhibitions.services import halls as services
from ecosystem.exhibitions.services import plans
from ecosystem.exhibitions.views.frame import name_things

bp = Blueprint("exhibitions_halls", __name__, url_prefix="/organise/exhibitions/<slug>")
bp.record(name_things)


@bp.get("/halls/")
@requires(ExhibitionAction.SEE_DESK, on=exhibition_by_slug)
def index(exhibition: Exhibition) -> str:
    """Halls, zones, booths as a table: everything the editor does, booth by booth."""
    return _page(exhibition)


def _page(exhibition: Exhibition, **forms: Any) -> str:
    empty = {
        "hall_form": HallForm(formdata=None),
        "zone_form": ZoneForm(formdata=None),
        "online_form": OnlineBoothsForm(formdata=None),
    }
    booths, zones = booths_in(exhibition), zones_of(exhibition)
    changed = forms.pop("changed_zone", None)
    return render_template(
        "exhibitions/halls.html",
        exhibition=exhibition,
        halls=halls_of(exhibition),
        zones=zones,
        zone_forms={each.id: zone_form(each) for each in zones} | (changed or {}),
        booths=booths,
        problems=problems_in(exhibition)[0],
        **{**empty, **forms},
    )


@bp.post("/halls/")
@requires(ExhibitionAction.EDIT, on=exhibition_by_slug)
def add_hall(exhibition: Exhibition) -> Response | tuple[str, int]:
    """Add a hall and go on to draw in it."""
    form = HallForm()
    if form.validate_on_submit():
        try:
            hall = services.add_hall(exhibition, form.to_value(), by=me())
        except AlreadyTaken as error:
            form.name.errors = [error.message]
        else:
            return redirect(url_for(".editor", slug=exhibition.slug, hall_id=hall.public_id))
    return _page(exhibition, hall_form=form), 400


@bp.post("/halls/<hall_id>/edit")
@requires(ExhibitionAction.EDIT, on=hall_of)
def edit_hall(hall: Hall) -> Response:
    """Rename or resize."""
    form = HallForm()
    if form.validate_on_submit():
        services.edit_hall(hall, form.to_value(), by=me())
        flash(_("Saved."), "success")
    else:
        flash(_("Please give the hall a name and a size between 1 and 1,000 metres."), "error")
    return redirect(url_for(".index", slug=hall.exhibition.slug))


@bp.post("/halls/<hall_id>/remove")
@requires(ExhibitionAction.EDIT, on=hall_of)
def remove_hall(hall: Hall) -> Response:
    """Remove an empty hall."""
    slug = hall.exhibition.slug
    services.remove_hall(hall, by=me())
    flash(_("The hall is removed."), "success")
    return redirect(url_for(".index", slug=slug))


@bp.post("/zones/")
@requires(ExhibitionAction.EDIT, on=exhibition_by_slug)
def add_zone(exhibition: Exhibition) -> Response | tuple[str, int]:
    """Add a zone."""
    form = ZoneForm()
    if form.validate_on_submit():
        try:
            services.add_zone(exhibition, name=form.name.data or "", colour=form.colour.data, by=me())
        except AlreadyTaken as error:
            form.name.errors = [error.message]
        else:
            return redirect(url_for(".index", slug=exhibition.slug, _anchor="zones"))
    return _page(exhibition, zone_form=form), 400


@bp.post("/zones/<zone_id>/edit")
@requires(ExhibitionAction.EDIT, on=zone_of)
def edit_zone(zone: Zone) -> Response | tuple[str, int]:
    """Give a zone another name or colour."""
    form = ZoneForm()
    if form.validate_on_submit():
        try:
            services.edit_zone(zone, name=form.name.data or "", colour=form.colour.data, by=me())
        except AlreadyTaken as error:
            form.name.errors = [error.message]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".index", slug=zone.exhibition.slug, _anchor="zones"))
    return _page(zone.exhibition, changed_zone={zone.id: form.told_apart(zone.public_id)}), 400


@bp.post("/zones/<zone_id>/remove")
@requires(ExhibitionAction.EDIT, on=zone_of)
def remove_zone(zone: Zone) -> Response:
    """Remove a zone; its booths stay."""
    slug = zone.exhibition.slug
    services.remove_zone(zone, by=me())
    flash(_("The zone is removed."), "success")
    return redirect(url_for(".index", slug=slug, _anchor="zones"))


@bp.post("/online-booths")
@requires(ExhibitionAction.EDIT, on=exhibition_by_slug)
def add_online(exhibition: Exhibition) -> Response | tuple[str, int]:
    """Add booths that are online only."""
    form = OnlineBoothsForm()
    if not form.validate_on_submit():
        return _page(exhibition, online_form=form), 400
    made = plans.add_online_booths(exhibition, count=form.count.data or 1, price=form.price.data or 0, by=me())
    flash(ngettext("%(num)s online booth was added.", "%(num)s online booths were added.", len(made)), "success")
    return redirect(url_for(".index", slug=exhibition.slug, _anchor="booths"))


@bp.route("/booths/<booth_id>", methods=["GET", "POST"])
@requires(ExhibitionAction.EDIT, on=booth_of)
def booth(booth: Booth) -> str | Response | tuple[str, int]:
    """One booth in a form."""
    form = booth_form(booth, zones_of(booth.exhibition))
    if form.validate_on_submit():
        try:
            plans.edit_booth(booth, form.to_values(), by=me())
        except (AlreadyTaken, Refused) as error:
            form.number.errors = [error.message]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".index", slug=booth.exhibition.slug, _anchor="booths"))
    page = render_template("exhibitions/booth.html", exhibition=booth.exhibition, booth=booth, form=form)
    return (page, 400) if form.errors else page


@bp.post("/booths/<booth_id>/remove")
@requires(ExhibitionAction.EDIT, on=booth_of)
def remove_booth(booth: Booth) -> Response:
    """Take a booth off the plan."""
    slug, number = booth.exhibition.slug, booth.number
    plans.remove_booth(booth, by=me())
    flash(_("Booth %(number)s is removed.", number=number), "success")
    return redirect(url_for(".index", slug=slug, _anchor="booths"))


@bp.get("/halls/<hall_id>/plan")
@requires(ExhibitionAction.SEE_DESK, on=hall_of)
def editor(hall: Hall) -> str:
    """The floor plan editor; who may not edit sees the plan in it."""
    form = BoothForm(formdata=None)
    form.kind.choices = [(kind.value, text) for kind, text in _kinds_in_halls()]
    form.zone.choices = []
    return render_template(
        "exhibitions/editor.html",
        exhibition=hall.exhibition,
        hall=hall,
        halls=halls_of(hall.exhibition),
        form=form,
        row_form=RowsForm(formdata=None).told_apart("rows"),
        may_edit=can(actor(), ExhibitionAction.EDIT, hall.exhibition),
    )


@bp.get("/halls/<hall_id>/plan.json")
@requires(ExhibitionAction.SEE_DESK, on=hall_of)
def plan(hall: Hall) -> Response:
    """What the editor draws."""
    return jsonify(_whole_plan(hall))


def _whole_plan(hall: Hall) -> dict[str, Any]:
    return plan_json(hall) | {"elsewhere": list(numbers_elsewhere(hall))}


@bp.post("/halls/<hall_id>/plan.json")
@requires(ExhibitionAction.EDIT, on=hall_of)
def save(hall: Hall) -> Response | tuple[Response, int]:
    """Store what changed; who is too late gets the plan as it is now."""
    data = request.get_json(silent=True)
    if not isinstance(data, dict) or not isinstance(data.get("version"), int):
        raise Invalid(_("This is no floor plan: an object with a list “booths” is expected."))
    try:
        version = plans.save_drawing(hall, data, shown=data["version"], by=me())
    except StaleEdit as error:
        return jsonify(message=str(error.message), plan=_whole_plan(hall)), 409
    except EcosystemError as error:
        return jsonify(message=str(error.message)), error.status
    return jsonify(version=version, saved_at=format_time(clock.now()))


@bp.get("/halls/<hall_id>/export.<any(json,svg):kind>")
@requires(ExhibitionAction.SEE_DESK, on=hall_of)
def export(hall: Hall, kind: str) -> Response:
    """The plan as a file."""
    name = f"{hall.exhibition.slug}-{slugify(hall.name) or 'hall'}.{kind}"
    if kind == "json":
        content = json.dumps(plan_json(hall, for_file=True), ensure_ascii=False, indent=1)
        return file_answer(content.encode(), name, "application/json")
    booths = [drawn(booth) for booth in booths_in(hall.exhibition, hall)]
    return file_answer(as_svg(hall.name, shape_of(hall), booths, {}).encode(), name, "image/svg+xml")


@bp.route("/halls/<hall_id>/import", methods=["GET", "POST"])
@requires(ExhibitionAction.EDIT, on=hall_of)
def take_file(hall: Hall) -> str | Response | tuple[str, int]:
    """Take booths over from a file."""
    form = ImportForm()
    if form.validate_on_submit():
        try:
            number = _take(hall, form)
        except (Invalid, Refused, AlreadyTaken) as error:
            form.file.errors = [error.message]
        else:
            flash(ngettext("%(num)s booth was taken over.", "%(num)s booths were taken over.", number), "success")
            return redirect(url_for(".editor", slug=hall.exhibition.slug, hall_id=hall.public_id))
    page = render_template("exhibitions/import.html", exhibition=hall.exhibition, hall=hall, form=form)
    return (page, 400) if form.errors else page


def _take(hall: Hall, form: ImportForm) -> int:
    content = form.file.data.read(LARGEST_FILE + 1) if form.file.data else b""
    if not content:
        raise Invalid(_("Please choose a file."))
    if len(content) > LARGEST_FILE:
        raise Invalid(_("The drawing is larger than 1 MB."))
    if content.lstrip()[:1] != b"{":
        return plans.import_svg(hall, content, scale=float(form.scale.data or 1), by=me())
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("The file is no valid JSON.")) from error
    return plans.import_json(hall, data, by=me())


@bp.get("/halls/<hall_id>/print")
@requires(ExhibitionAction.SEE_DESK, on=hall_of)
def sheet(hall: Hall) -> str:
    """The plan on paper, A3 or A4, with the list of booths."""
    paper = "a3" if request.args.get("paper") == "a3" else "a4"
    booths = booths_in(hall.exhibition, hall)
    return render_template("exhibitions/sheet.html", exhibition=hall.exhibition, hall=hall, booths=booths, paper=paper)


def _kinds_in_halls() -> list[tuple[Any, Any]]:
    return [(kind, text) for kind, text in BOOTH_KINDS.items() if kind.value != "online"]
