"""An exhibitor's own pages: state, booths, waiting list, swaps, people."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import EcosystemError, Refused, StaleEdit
from ecosystem.core.web.formatting import format_money
from ecosystem.exhibitions.forms.exhibitors import MemberForm, exhibitor_form
from ecosystem.exhibitions.models import BoothClaim, Exhibitor, WaitingPlace
from ecosystem.exhibitions.policies import ExhibitorAction, SwapSide
from ecosystem.exhibitions.queries import claims as claiming
from ecosystem.exhibitions.queries.exhibitions import exhibitor_by_public_id, zones_of
from ecosystem.exhibitions.queries.exhibitors import members_of, own, pending_invitations
from ecosystem.exhibitions.services import exhibitors as services
from ecosystem.exhibitions.services import inviting, moving, waiting
from ecosystem.exhibitions.services.claims import give_up
from ecosystem.exhibitions.services.freeing import goes_back
from ecosystem.exhibitions.views.frame import name_things, rule_of

bp = Blueprint("exhibiting", __name__, url_prefix="/exhibiting")
bp.record(name_things)


@bp.get("/")
@requires(ExhibitorAction.LIST_MINE)
def mine() -> str:
    """The exhibitions one takes part in."""
    return render_template("exhibitions/mine.html", exhibitors=own(actor()))


@bp.get("/<exhibitor_id>")
@requires(ExhibitorAction.SEE, on=exhibitor_by_public_id)
def home(exhibitor: Exhibitor) -> str:
    """Where the exhibitor stands and what to do next."""
    claims = claiming.claims_of(exhibitor)
    orders = claiming.orders_by_claim([claim.id for claim in claims])
    return render_template(
        "exhibitions/exhibiting.html",
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        claims=claims,
        orders=orders,
        places=claiming.waiting_places_of(exhibitor),
        swaps=claiming.swaps_of(exhibitor),
        returns={claim.id: goes_back(claim, orders.get(claim.id, ())) for claim in claims},
        rule=rule_of(exhibitor.exhibition),
        may_choose=exhibitor.exhibition.choose_window.accepts(clock.now()),
        members=members_of(exhibitor),
        invitations=pending_invitations(exhibitor.exhibition, exhibitor),
        member_form=MemberForm(formdata=None),
    )


@bp.route("/<exhibitor_id>/edit", methods=["GET", "POST"])
@requires(ExhibitorAction.MANAGE, on=exhibitor_by_public_id)
def edit(exhibitor: Exhibitor) -> str | Response | tuple[str, int]:
    """What visitors and the organiser read."""
    shown = {"sector": (exhibitor.sectors or [""])[0], "wish_zone": exhibitor.wish_zone_id or 0}
    form = exhibitor_form(exhibitor.exhibition, zones_of(exhibitor.exhibition), [], obj=exhibitor, data=shown)
    for name in ("party", "agree", *(("name",) if exhibitor.startup_id else ())):
        del form[name]
    if form.validate_on_submit():
        name = exhibitor.name if exhibitor.startup_id else form.name.data or exhibitor.name
        try:
            services.edit(exhibitor, form.to_value(name), shown=form.shown_version, by=me())
        except StaleEdit:
            stored = {each: getattr(exhibitor, each) for each in ("email", "phone", "shows", "about", "needs")}
            form.show_both(stored, version=exhibitor.version)
        else:
            flash(_("Saved."), "success")
            return redirect(_home(exhibitor))
    page = render_template("exhibitions/edit_exhibitor.html", exhibitor=exhibitor, form=form)
    return (page, 400) if form.errors or form.stale else page


@bp.post("/<exhibitor_id>/withdraw")
@requires(ExhibitorAction.MANAGE, on=exhibitor_by_public_id)
def withdraw(exhibitor: Exhibitor) -> Response:
    """Withdraw altogether."""
    returned = services.withdraw(exhibitor, by=me())
    flash(_told_back(_("You have withdrawn from the exhibition."), returned), "success")
    return redirect(_home(exhibitor))


@bp.post("/<exhibitor_id>/claims/<claim_id>/<any(give_up,take,decline):step>")
@requires(ExhibitorAction.MANAGE, on=claiming.claim_of)
def act(claim: BoothClaim, step: str) -> Response:
    """Give a booth up, take or decline an offer."""
    exhibitor = claim.exhibitor
    if step == "take":
        taken = waiting.take_offer(claim, by=me())
        return redirect(_onward(taken))
    if step == "decline":
        waiting.decline_offer(claim, by=me())
        flash(_("The booth is offered to the next."), "success")
    else:
        returned = give_up(claim, by=me(), shown=request.form.get("back", None, int))
        flash(_told_back(_("The booth is free again."), returned), "success")
    return redirect(_home(exhibitor))


@bp.post("/<exhibitor_id>/waiting/<place_id>/leave")
@requires(ExhibitorAction.MANAGE, on=claiming.waiting_place_of)
def leave(place: WaitingPlace) -> Response:
    """Leave the waiting list."""
    waiting.leave(place, by=me())
    flash(_("You no longer wait for this."), "success")
    return redirect(_home(place.exhibitor))


@bp.post("/<exhibitor_id>/swaps/<swap_id>/<any(agree,decline,take_back):step>")
@requires(ExhibitorAction.MANAGE, on=claiming.swap_side)
def answer(side: SwapSide, step: str) -> Response:
    """Answer a wish to swap, or take one's own back."""
    asked_by_us = side.swap.asker_claim.exhibitor_id == side.exhibitor.id
    if step == "take_back" and asked_by_us:
        moving.take_back_swap(side.swap, by=me())
    elif step != "take_back" and not asked_by_us:
        moving.answer_swap(side.swap, agreed=step == "agree", by=me())
        flash(_("The booths are swapped.") if step == "agree" else _("You declined."), "success")
    else:
        raise Refused(_("This is for the other exhibitor to decide."))
    return redirect(_home(side.exhibitor))


@bp.post("/<exhibitor_id>/members")
@requires(ExhibitorAction.MANAGE, on=exhibitor_by_public_id)
def invite_member(exhibitor: Exhibitor) -> Response:
    """Invite somebody into the exhibitor's team."""
    form = MemberForm()
    if not form.validate_on_submit():
        flash(_("Please type an e-mail address, such as name@example.vn."), "error")
        return redirect(_home(exhibitor))
    try:
        inviting.invite(exhibitor.exhibition, email=form.email.data or "", by=me(), exhibitor=exhibitor)
    except EcosystemError as error:
        flash(str(error.message), "error")
    else:
        flash(_("The invitation is on its way."), "success")
    return redirect(_home(exhibitor))


@bp.post("/<exhibitor_id>/members/remove")
@requires(ExhibitorAction.MANAGE, on=exhibitor_by_public_id)
def remove_member(exhibitor: Exhibitor) -> Response:
    """Take somebody off the list."""
    wanted = request.form.get("account", "")
    member = next((each for each in members_of(exhibitor) if each.account.public_id == wanted), None)
    if member is not None:
        services.remove_member(exhibitor, member.account_id, by=me())
    return redirect(_home(exhibitor))


def _home(exhibitor: Exhibitor) -> str:
    return url_for("exhibiting.home", exhibitor_id=exhibitor.public_id)


def _onward(claim: BoothClaim) -> str:
    """To the order that is to be paid, else home."""
    orders = claiming.orders_by_claim([claim.id]).get(claim.id, [])
    is_open = orders and orders[-1].state.value == "open"
    return f"/orders/{orders[-1].public_id}" if is_open else _home(claim.exhibitor)


def _told_back(text: str, returned: int) -> str:
    if not returned:
        return text
    told = _("%(amount)s are given back.", amount=format_money(returned))
    return f"{text} {told}"
