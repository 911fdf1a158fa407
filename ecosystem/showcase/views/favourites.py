"""Favourites and the way past them. Guests keep theirs on the device; the page sends the ids to show them."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.web.responses import is_htmx, redirect_back, with_toast
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.queries.exhibitions import exhibition_by_slug
from ecosystem.showcase.policies import ShowcaseAction
from ecosystem.showcase.queries.favourites import route_of, route_of_guest, shown_targets, targets_kept
from ecosystem.showcase.services import favourites

bp = Blueprint("showcase_favourites", __name__, url_prefix="/exhibitions/<slug>")
MOST_AT_ONCE = 200


@bp.get("/route")
@requires(ShowcaseAction.BROWSE, on=exhibition_by_slug, anonymous=True)
def route(exhibition: Exhibition) -> Any:
    """My route: what I keep, hall by hall. A guest's device asks with its ids for the list alone."""
    account_id = actor().id
    if account_id is not None:
        halls = route_of(account_id, exhibition)
    else:
        halls = route_of_guest(exhibition, request.args.get("ids", "").split(",")[:MOST_AT_ONCE])
    template = "showcase/_route.html" if "ids" in request.args else "showcase/route.html"
    return render_template(template, exhibition=exhibition, halls=halls, is_guest=account_id is None)


@bp.post("/favourites/<target>")
@requires(ShowcaseAction.KEEP, on=exhibition_by_slug)
def keep(exhibition: Exhibition, target: str) -> Response:
    """Keep a booth or product, or with `drop` keep it no longer."""
    exhibitors, products = shown_targets(exhibition, [target])
    if request.form.get("drop"):
        favourites.drop(target, by=me())
    elif products:
        favourites.keep(products[0].exhibitor, products[0], by=me())
    elif exhibitors:
        favourites.keep(exhibitors[0], by=me())
    else:
        raise NoSuchRecord(_("There is no such page."))
    if not is_htmx():
        return redirect_back(url_for(".route", slug=exhibition.slug))
    if request.form.get("route"):
        halls = route_of(me().id, exhibition)
        answer = render_template("showcase/_my_route.html", exhibition=exhibition, halls=halls, is_guest=False)
        return with_toast(Response(answer), _("No longer on your route."))
    kept = targets_kept(me().id, exhibition)
    name = (products or exhibitors)[0].name if products or exhibitors else ""
    wide = bool(request.form.get("wide"))
    answer = render_template(
        "showcase/_keep.html", exhibition=exhibition, target=target, kept=kept, name=name, wide=wide
    )
    told = _("On your route now.") if target in kept else _("No longer on your route.")
    return with_toast(Response(answer), told)


@bp.post("/favourites/<target>/note")
@requires(ShowcaseAction.KEEP, on=exhibition_by_slug)
def note(exhibition: Exhibition, target: str) -> Response:
    """Write a note to something one keeps."""
    favourites.write_note(exhibition, target, request.form.get("note", ""), by=me())
    return redirect_back(url_for(".route", slug=exhibition.slug))


@bp.post("/favourites")
@requires(ShowcaseAction.KEEP, on=exhibition_by_slug)
def take_over(exhibition: Exhibition) -> Response:
    """Take over what this device kept before its owner signed in: pairs of id and note."""
    idents = request.form.getlist("target")[:MOST_AT_ONCE]
    notes = [*request.form.getlist("note")[:MOST_AT_ONCE], *[""] * len(idents)]
    fresh = favourites.take_over(exhibition, dict(zip(idents, notes, strict=False)), by=me())
    return jsonify(taken_over=fresh)
