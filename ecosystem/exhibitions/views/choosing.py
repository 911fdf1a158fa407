"""Choosing a booth on the plan, waiting for one, asking others to swap."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import AlreadyTaken, EcosystemError, NoSuchRecord, Refused
from ecosystem.exhibitions.models import Booth, BoothClaim, ClaimState, Exhibitor
from ecosystem.exhibitions.policies import ExhibitorAction
from ecosystem.exhibitions.queries import claims as claiming
from ecosystem.exhibitions.queries.exhibitions import booth_of, exhibitor_by_public_id, halls_of, zones_of
from ecosystem.exhibitions.queries.plans import plan_booths, standing
from ecosystem.exhibitions.services import moving, waiting
from ecosystem.exhibitions.services.claims import choose_booth
from ecosystem.exhibitions.views.frame import name_things, rule_of

bp = Blueprint("exhibiting_choice", __name__, url_prefix="/exhibiting/<exhibitor_id>")
bp.record(name_things)


@bp.get("/choose")
@requires(ExhibitorAction.CHOOSE, on=exhibitor_by_public_id)
def plan(exhibitor: Exhibitor) -> str:
    """The plan with what is free, and the same as a list."""
    return _page(exhibitor)


def _page(exhibitor: Exhibitor, *, problem: object = None) -> str:
    exhibition = exhibitor.exhibition
    halls, booths = halls_of(exhibition), plan_booths(exhibition)
    mine = frozenset((exhibitor.id,))
    wanted = request.args.get("booth", "")
    chosen = next((booth for booth in booths if wanted in (booth.public_id, booth.number)), None)
    named = request.args.get("hall", "")
    by_id = {hall.id: hall for hall in halls}
    hall = next((each for each in halls if each.public_id == named), None)
    if chosen is not None:
        hall = by_id.get(chosen.hall_id or 0, hall)
    claims = claiming.claims_of(exhibitor)
    return render_template(
        "exhibitions/choose.html",
        exhibitor=exhibitor,
        exhibition=exhibition,
        halls=halls,
        hall=hall or (halls[0] if halls else None),
        booths=booths,
        standings={booth.id: standing(booth, mine) for booth in booths},
        chosen=chosen,
        zones=zones_of(exhibition),
        claims=claims,
        confirmed=[claim for claim in claims if claim.state is ClaimState.CONFIRMED],
        moving=_moving(claims),
        only_free=request.args.get("show") == "free",
        may_choose=exhibition.choose_window.accepts(clock.now()) and exhibition.state.value == "published",
        rule=rule_of(exhibition),
        problem=problem,
    )


def _moving(claims: object) -> BoothClaim | None:
    wanted = request.args.get("move", "") or request.form.get("move", "")
    found: list[BoothClaim] = [claim for claim in claims if claim.public_id == wanted]  # type: ignore[attr-defined]
    return found[0] if found else None


@bp.post("/choose")
@requires(ExhibitorAction.CHOOSE, on=exhibitor_by_public_id)
def choose(exhibitor: Exhibitor) -> Response | tuple[str, int]:
    """Take a booth, or move to it; who comes too late stays on the plan and reads why."""
    booth = _booth(exhibitor, request.form.get("booth", ""))
    claim = _moving(claiming.claims_of(exhibitor))
    try:
        taken = moving.move_to(claim, booth, by=me()) if claim is not None else choose_booth(exhibitor, booth, by=me())
    except (AlreadyTaken, Refused) as error:
        return _page(exhibitor, problem=error.message), 409
    orders = claiming.orders_by_claim([taken.id]).get(taken.id, [])
    if orders and orders[-1].state.value == "open":
        return redirect(f"/orders/{orders[-1].public_id}")
    flash(_("Booth %(number)s is yours.", number=taken.booth.number), "success")
    return redirect(_home(exhibitor))


@bp.post("/wait")
@requires(ExhibitorAction.CHOOSE, on=exhibitor_by_public_id)
def wait(exhibitor: Exhibitor) -> Response:
    """Wait for a booth, or for any of its kind in its zone."""
    booth = _booth(exhibitor, request.form.get("booth", ""))
    try:
        if request.form.get("any"):
            waiting.wait(exhibitor, zone=booth.zone, kind=booth.kind.value, by=me())
        else:
            waiting.wait(exhibitor, booth=booth, by=me())
    except EcosystemError as error:
        flash(str(error.message), "error")
    else:
        flash(_("You are on the waiting list. When it is your turn you get a mail."), "success")
    return redirect(_home(exhibitor))


@bp.post("/swap")
@requires(ExhibitorAction.CHOOSE, on=exhibitor_by_public_id)
def ask_swap(exhibitor: Exhibitor) -> Response:
    """Ask whoever has a booth to swap."""
    booth = _booth(exhibitor, request.form.get("booth", ""))
    own = [claim for claim in claiming.claims_of(exhibitor) if claim.state is ClaimState.CONFIRMED]
    if booth.claim is None or not own:
        raise Refused(_("Only confirmed booths can be swapped."))
    moving.ask_swap(own[0], booth.claim, words=request.form.get("words", "")[:1000], by=me())
    flash(_("The other exhibitor is asked by mail."), "success")
    return redirect(_home(exhibitor))


def _booth(exhibitor: Exhibitor, booth_id: str) -> Booth:
    try:
        return booth_of(exhibitor.exhibition.slug, booth_id)
    except NoSuchRecord as error:
        raise Refused(_("This booth is no longer on the plan.")) from error


def _home(exhibitor: Exhibitor) -> str:
    return url_for("exhibiting.home", exhibitor_id=exhibitor.public_id)
