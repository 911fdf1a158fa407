"""The front door: what is open now, what comes, who won, and the search."""

from flask import Blueprint, render_template, request

from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.core.database import scalars
from ecosystem.portal import queries

bp = Blueprint("portal", __name__)
blueprints = (bp,)


@bp.get("/")
@public
def home() -> str:
    """The home page."""
    now = clock.now()
    return render_template(
        "portal/home.html",
        open_now=queries.open_contests(now),
        upcoming=queries.upcoming_contests(now),
        events=queries.next_events(now),
        winners=queries.last_winners(),
    )


@bp.get("/search")
@public
def search() -> str:
    """Contests, events and startups that match, with or without marks."""
    query = request.args.get("q", "").strip()[:100]
    found = {}
    if query:
        found = {
            "contests": scalars(queries.found_contests(query)),
            "events": scalars(queries.found_events(query)),
            "startups": scalars(queries.found_startups(query)),
        }
    return render_template("portal/search.html", query=query, found=found)
