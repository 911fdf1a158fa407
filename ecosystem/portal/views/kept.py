"""Whole public pages of contests, kept ready for visitors who carry no session.

Without a session cookie nobody is signed in and no message waits, so such visitors with the same language and display
see the same page. One small statement tells whether the contest may be seen by everybody and when it last
changed; only then a page kept under exactly that is sent. Everybody else takes the ordinary way.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from markupsafe import Markup
from sqlalchemy import bindparam, select

from ecosystem.contests.models import Contest
from ecosystem.contests.policies import public_contests
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.web.fragments import Fragments
from ecosystem.core.web.preferences import chosen_language, display
from ecosystem.core.windows import Window
from ecosystem.events.models import Event, Organiser

# Stands in a kept page where the instant of the request belongs: countdowns run by the server's clock.
SERVER_TIME = "@server-time@"

_pages = Fragments(most=512)
_stamp = (
    select(
        Contest.id,
        Contest.updated_at,
        Contest.version,
        Event.updated_at,
        Organiser.updated_at,
        Contest.opens_at,
        Contest.closes_at,
    )
    .join(Event, Event.id == Contest.event_id)
    .join(Organiser, Organiser.id == Event.organiser_id)
    .where(Contest.slug == bindparam("slug"), public_contests())
)


def keep_pages(blueprint: Blueprint, *endpoints: str) -> None:
    """Keep the pages of these endpoints of `blueprint`; each takes the `slug` of a contest and no query."""
    names = frozenset(f"{blueprint.name}.{endpoint}" for endpoint in endpoints)

    @blueprint.before_request
    def send_kept() -> Response | None:
        if request.endpoint not in names or not _is_for_everybody():
            return None
        now = clock.now()
        key = _key(str((request.view_args or {})["slug"]), now)
        if key is None:
            return None
        g.kept_under = key
        page = _pages.peek(key, now)
        return None if page is None else Response(page.replace(SERVER_TIME, now.isoformat(), 1), mimetype="text/html")

    @blueprint.after_request
    def keep(response: Response) -> Response:
        key = g.pop("kept_under", None)
        if key is not None and response.status_code == 200 and "Set-Cookie" not in response.headers:
            now = clock.now()
            page = response.get_data(as_text=True).replace(now.isoformat(), SERVER_TIME, 1)
            _pages.get(key, now, lambda: Markup(page))  # noqa: S704 - a page as it was sent
        return response


def forget_pages() -> None:
    """Forget all kept pages; for tests."""
    _pages.clear()


def _is_for_everybody() -> bool:
    carries_session = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    return request.method == "GET" and not request.query_string and not carries_session


def _key(slug: str, now: datetime) -> tuple[Any, ...] | None:
    found = session().execute(_stamp, {"slug": slug}).one_or_none()
    if found is None:
        return None
    phase = Window(found.opens_at, found.closes_at).phase(now)
    return (request.path, tuple(found), phase, chosen_language(), display())
