"""The front door: what is open now, what comes, who won, and the search."""

from flask import Blueprint, render_template, request

from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.portal.queries import front
from ecosystem.portal.queries import search as everything

bp = Blueprint("portal", __name__)
blueprints = (bp,)


@bp.get("/")
@public
def home() -> str:
    """The home page."""
    now = clock.now()
    return render_template(
        "portal/home.html",
        open_now=front.open_contests(now),
        upcoming=front.upcoming_contests(now),
        events=front.next_events(now),
        winners=front.last_winners(),
    )


@bp.get("/search")
@public
def search() -> str:
    """Everything public that matches, by kind, with or without marks."""
    query = request.args.get("q", "").strip()[:100]
    return render_template("portal/search.html", query=query, groups=everything.search(query) if query else [])
