"""The feed that calendar programs subscribe to, and the page on which its owner makes and revokes its address."""

from urllib.parse import quote, urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.calendar.policies import CalendarAction
from ecosystem.calendar.queries.feeds import entries_in_feed, feed_of, owner_of, token_of
from ecosystem.calendar.services.feeds import make_feed, note_reading, replace_feed, revoke_feed
from ecosystem.core import clock
from ecosystem.core.access import public, requires
from ecosystem.core.addresses import absolute, base_url

bp = Blueprint("calendar_feed", __name__, url_prefix="/calendar")


@bp.get("/feed")
@requires(CalendarAction.OWN)
def settings() -> str:
    """The address of one's calendar, and how to subscribe to it."""
    feed = feed_of(me().id)
    address = ""
    if feed is not None:
        address = absolute(url_for("calendar_feed.read", token=token_of(feed)))
    subscribed = f"webcal://{address.partition('://')[2]}"
    google = f"https://calendar.google.com/calendar/r?cid={quote(subscribed, safe='')}"
    return render_template("calendar/feed.html", feed=feed, address=address, subscribed=subscribed, google=google)


@bp.post("/feed/<any(make,replace,revoke):step>")
@requires(CalendarAction.OWN)
def take(step: str) -> Response:
    """Make the address, give the feed another one, or take it away."""
    if step == "revoke":
        revoke_feed(me().id)
        flash(_("The address no longer works. Calendars that subscribed get nothing new."), "success")
    elif step == "replace":
        replace_feed(me().id)
        flash(_("There is a new address; the old one no longer works."), "success")
    else:
        make_feed(me().id)
        flash(_("The address is ready. Subscribe to it with your calendar."), "success")
    return redirect(url_for(".settings"))


@bp.get("/feeds/<token>.ics")
@public
def read(token: str) -> Response:
    """The feed: whoever knows the address reads it. Unchanged content is answered with 304."""
    from ecosystem.calendar.documents import calendar_of

    feed, owner = owner_of(token)
    with force_locale(owner.language):
        mine = _("My calendar")
        name = f"{mine} – {urlsplit(base_url()).hostname}"
        entries = entries_in_feed(owner, clock.now())
        content = calendar_of(entries, name=name, base_url=base_url(), zone=owner.timezone)
    note_reading(feed)
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    return response.make_conditional(request)
