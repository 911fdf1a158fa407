"""What a judge's device asks for besides pages, so that scoring goes on without network: see static/js/desk."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, send_from_directory, url_for
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from ecosystem.accounts.policies import me
from ecosystem.core.access import actor, public, requires
from ecosystem.core.web.assets import asset
from ecosystem.core.web.preferences import display
from ecosystem.judging.models import Panelist
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.desk import panelist_of
from ecosystem.judging.queries.packets import PacketItem, packet_of

bp = Blueprint("judge_device", __name__, url_prefix="/judge")


@bp.get("/worker.js")
@public
def worker() -> Response:
    """The service worker. Its address decides which pages it serves: those of the desk."""
    name = asset("judge-worker.js").rpartition("/")[2]
    response = send_from_directory(str(current_app.static_folder), name, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline")
@public
def offline() -> str:
    """What a page that is not kept looks like without network; the same for everybody."""
    return render_template("judging/desk/offline.html")


@bp.get("/device")
@requires(JudgingAction.JUDGE_DESK)
def device() -> Response:
    """Who is signed in, and a token to send scores with."""
    return jsonify(account=me().public_id, csrf_token=generate_csrf())


def _seat(public_id: str) -> Panelist:
    return panelist_of(public_id, actor().id)


@bp.get("/rounds/<public_id>/packet")
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def packet(panelist: Panelist) -> Response:
    """The pages to keep for a round, each with a stamp that changes when a copy of it is old."""
    items = packet_of(panelist.id)
    shell = [asset(name) for name in ("app.css", "entry-inside.css", "app.js", "entry-desk.js", "entry-forms.js")]
    common = (*shell, get_locale(), display(), panelist.round.closes_at, len(items))
    queue = url_for("judge_desk.queue", public_id=panelist.round.public_id)
    pages = [(url, _stamp(*common, items)) for url in (url_for("judge_desk.rounds"), queue)]
    answer = jsonify(
        pages=[{"url": url, "stamp": stamp} for url, stamp in pages] + [_entry(item, common) for item in items],
        items=[_told(item) for item in items],
        queue=queue,
    )
    answer.headers["X-Account"] = me().public_id
    return answer


def _entry(item: PacketItem, common: tuple[object, ...]) -> dict[str, Any]:
    url = url_for("judge_desk.sheet", public_id=item.public_id)
    return {"url": url, "stamp": _stamp(*common, item.changed_at), "entry": True}


def _told(item: PacketItem) -> dict[str, Any]:
    url = url_for("judge_desk.sheet", public_id=item.public_id)
    return {"id": item.public_id, "url": url, "finished": item.is_finished, "complete": item.is_complete}


def _stamp(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:16]
