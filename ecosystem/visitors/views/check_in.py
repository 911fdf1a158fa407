"""The check-in on a telephone: a page that works without network, and what it asks for and sends.

The secret in the address is the key: it stands for a device at a gate, it expires and can be revoked, and needs no
account. So these addresses ask for no token of a form, and no other site can guess them.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request, send_from_directory, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext as _l

from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.core.errors import Invalid
from ecosystem.core.web.assets import asset
from ecosystem.visitors.domain.states import Direction
from ecosystem.visitors.forms.organising import GatePageForm
from ecosystem.visitors.kinds import OUTCOMES
from ecosystem.visitors.queries import gates
from ecosystem.visitors.services import scanning
from ecosystem.visitors.services.gates import note_listed
from ecosystem.visitors.services.scanning import Scan, ScanResult

bp = Blueprint("check_in", __name__, url_prefix="/check-in")
MOST_AT_ONCE = 100
LONGEST_KEY = 40


@bp.get("/worker.js")
@public
def worker() -> Response:
    """The service worker. Its address decides which pages it serves: those of the check-in."""
    name = asset("check-in-worker.js").rpartition("/")[2]
    response = send_from_directory(str(current_app.static_folder), name, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/<token>")
@public
def page(token: str) -> str:
    """The page a doorkeeper works with."""
    device = gates.device_by_token(token)
    return render_template(
        "visitors/check_in/page.html",
        device=device,
        token=token,
        form=GatePageForm(formdata=None),
        outcomes=OUTCOMES,
        types=gates.types_for_device(device.event),
        addresses={name: url_for(f".{name}", token=token) for name in ("tickets", "scans", "undo", "count")},
    )


@bp.get("/<token>/app.webmanifest")
@public
def manifest(token: str) -> Response:
    """What a telephone shows when the page is put on its home screen."""
    device = gates.device_by_token(token)
    title = str(_l("Check-in"))
    answer = jsonify(
        name=f"{title} · {device.gate.name}",
        short_name=title,
        start_url=url_for(".page", token=token),
        scope=url_for(".page", token=token),
        display="standalone",
        background_color="#101522",
        theme_color="#101522",
        icons=[{"src": asset("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.get("/<token>/tickets")
@public
def tickets(token: str) -> Response:
    """All tickets for the device to keep, or with `since` those that changed."""
    device = gates.device_by_token(token)
    now = clock.now()
    found = gates.ticket_list(device, _instant(request.args.get("since")))
    note_listed(device)
    return jsonify(
        tickets=found,
        types=gates.types_for_device(device.event),
        event=device.event.public_id,
        zone=device.event.timezone,
        gate=device.gate.name,
        at=(now - timedelta(seconds=5)).isoformat(),  # what was being stored meanwhile comes with the next asking
        now=now.isoformat(),
    )


@bp.post("/<token>/scans")
@public
def scans(token: str) -> Response:
    """Take one scan or several, each by itself; a scan that was taken before gets its answer again."""
    device = gates.device_by_token(token)
    sent = [_scan(each) for each in _sent_scans()]
    results = [_told(scanning.scan(device, each)) for each in sent]
    return jsonify(results=results, now=clock.now().isoformat())


@bp.post("/<token>/undo")
@public
def undo(token: str) -> Response:
    """Take back a scan of this device."""
    device = gates.device_by_token(token)
    body = request.get_json(silent=True)
    key = str(body.get("key", ""))[:LONGEST_KEY] if isinstance(body, dict) else ""
    return jsonify(undone=scanning.undo(device, key if key.isprintable() else ""))


@bp.get("/<token>/count")
@public
def count(token: str) -> Response:
    """What passed each gate, and how many are inside."""
    device = gates.device_by_token(token)
    today = clock.now().astimezone(clock.zone(device.event.timezone)).date()
    counted = gates.counts_by_gate(device.event, today)
    return jsonify(
        gates=[
            {
                "name": each.gate.name,
                "here": each.gate.id == device.gate_id,
                "entries": each.entries,
                "today": each.today,
                "inside": each.inside,
                "capacity": each.gate.capacity,
            }
            for each in counted
        ],
        now=clock.now().isoformat(),
    )


def _sent_scans() -> list[dict[str, Any]]:
    body = request.get_json(silent=True)
    found = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(found, list) or not 0 < len(found) <= MOST_AT_ONCE or not all(isinstance(e, dict) for e in found):
        raise Invalid(_l("There is nothing to take in."))
    sent_at = body.get("sent_at") if isinstance(body, dict) else None
    return [{**each, "sent_at": sent_at} for each in found]


def _scan(values: dict[str, Any]) -> Scan:
    key, ticket_id = str(values.get("key", "")), str(values.get("ticket") or "")[:16]
    if not 8 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid(_l("A scan needs a key of its own."))
    return Scan(
        key=key,
        text=str(values.get("text") or "")[:200],
        ticket_id=ticket_id if ticket_id.isprintable() else "?",
        direction=Direction.OUT if values.get("direction") == Direction.OUT.value else Direction.IN,
        at=_instant(values.get("at")),
        sent_at=_instant(values.get("sent_at")),
        was_offline=bool(values.get("offline")),
        force=bool(values.get("force")),
    )


def _instant(text: object) -> datetime | None:
    """Read an instant as a browser writes it; None for anything else."""
    if not isinstance(text, str) or not text:
        return None
    try:
        found = datetime.fromisoformat(text[:40])
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _told(result: ScanResult) -> dict[str, Any]:
    ticket = result.ticket
    return {
        "key": result.key,
        "outcome": result.outcome.value,
        "at": result.at.isoformat(),
        "since": result.since.isoformat() if result.since else None,
        "gate": result.gate,
        "name": ticket.holder_name if ticket else "",
        "organisation": ticket.holder_organisation if ticket else "",
        "type": ticket.ticket_type.public_id if ticket else "",
        "ticket": ticket.public_id if ticket else "",
    }


@bp.record_once
def need_no_form(state: BlueprintSetupState) -> None:
    """The secret in the address is the key; a telephone sends hours later, when a token of a form is long old."""
    for view in (scans, undo):
        state.app.extensions["csrf"].exempt(view)


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """No shared cache keeps names of visitors."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response
