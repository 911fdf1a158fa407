"""The organiser's desk for exhibitors: list, decisions, invitations, reminders, export, booths by hand, waiting."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.audit.services import record
from ecosystem.core.access import requires
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import table_answer
from ecosystem.exhibitions.forms.exhibitors import InviteForm, ReasonForm
from ecosystem.exhibitions.models import Booth, BoothClaim, Exhibition, Exhibitor, ExhibitorInvitation
from ecosystem.exhibitions.policies import ExhibitionAction
from ecosystem.exhibitions.queries import claims as claiming
from ecosystem.exhibitions.queries import exhibitors as queries
from ecosystem.exhibitions.queries.exhibitions import (
    booth_of,
    booths_in,
    exhibition_by_slug,
    exhibitor_of,
    zones_of,
)
from ecosystem.exhibitions.services import exhibitors as services
from ecosystem.exhibitions.services import inviting, moving
from ecosystem.exhibitions.services.claims import assign_booth, give_up
from ecosystem.exhibitions.views.frame import name_things

bp = Blueprint("exhibitions_exhibitors", __name__, url_prefix="/organise/exhibitions/<slug>")
bp.record(name_things)
STEPS = ("accept", "decline")


def _filter() -> queries.ExhibitorFilter:
    return queries.ExhibitorFilter(
        query=request.args.get("q", "").strip()[:200],
        state=request.args.get("state", ""),
        zone=request.args.get("zone", ""),
        sort=request.args.get("sort", "-applied"),
    )


@bp.get("/exhibitors/")
@requires(ExhibitionAction.SEE_DESK, on=exhibition_by_slug)
def index(exhibition: Exhibition) -> str:
    """Who applied, who is in, who has no booth yet."""
    wanted = _filter()
    return render_template(
        "exhibitions/exhibitors.html",
        exhibition=exhibition,
        page=page_of(queries.exhibitors_in(exhibition, wanted), number=request.args.get("page", 1, int)),
        wanted=wanted,
        counts=queries.counts_by_state(exhibition),
        zones=zones_of(exhibition),
        invitations=queries.pending_invitations(exhibition),
        form=ReasonForm(formdata=None),
    )


@bp.get("/exhibitors/export.<any(csv,xlsx):kind>")
@requires(ExhibitionAction.DECIDE, on=exhibition_by_slug)
def export(exhibition: Exhibition, kind: str) -> Response:
    """The list as filtered, for spreadsheets; that it was taken out is on record."""
    with transaction():
        record("exhibition.exported", exhibition, by=me().id, scope=exhibition.event.organiser, note=kind)
    rows, name = queries.exported_rows(exhibition, _filter()), exhibition.slug
    return table_answer(rows, name, kind)


@bp.post("/exhibitors/decide")
@requires(ExhibitionAction.DECIDE, on=exhibition_by_slug)
def decide_several(exhibition: Exhibition) -> Response:
    """Accept, decline or remind those that are ticked."""
    chosen = queries.chosen_exhibitors(exhibition, request.form.getlist("exhibitor"))
    step = request.form.get("step", "")
    if not chosen:
        flash(_("Tick at least one exhibitor."), "error")
    elif step == "remind":
        number = services.remind(chosen, by=me())
        flash(ngettext("%(num)s exhibitor is reminded.", "%(num)s exhibitors are reminded.", number), "success")
    elif step in STEPS:
        number = services.decide_all(chosen, step, words=request.form.get("words", "")[:2000], by=me())
        flash(ngettext("%(num)s decision is on its way.", "%(num)s decisions are on their way.", number), "success")
    else:
        raise Invalid(_("There is no such step."))
    return redirect(url_for(".index", slug=exhibition.slug))


@bp.get("/exhibitors/<exhibitor_id>")
@requires(ExhibitionAction.SEE_DESK, on=exhibitor_of)
def show(exhibitor: Exhibitor) -> str:
    """One exhibitor: what they show and need, their booths and orders."""
    return _exhibitor_page(exhibitor)


def _exhibitor_page(exhibitor: Exhibitor) -> str:
    claims = claiming.claims_of(exhibitor)
    return render_template(
        "exhibitions/exhibitor.html",
        exhibition=exhibitor.exhibition,
        exhibitor=exhibitor,
        claims=claims,
        orders=claiming.orders_by_claim([claim.id for claim in claims]),
        places=claiming.waiting_places_of(exhibitor),
        members=queries.members_of(exhibitor),
        free_booths=[booth for booth in booths_in(exhibitor.exhibition) if booth.claim is None],
        others=[claim for claim in claiming.claims_in(exhibitor.exhibition) if claim.exhibitor_id != exhibitor.id],
        form=ReasonForm(formdata=None),
    )


@bp.post("/exhibitors/<exhibitor_id>/<any(accept,decline):step>")
@requires(ExhibitionAction.DECIDE, on=exhibitor_of)
def decide(exhibitor: Exhibitor, step: str) -> Response:
    """Accept or decline one, with words."""
    form = ReasonForm()
    services.decide(exhibitor, step, words=form.words.data or "", by=me())
    flash(_("The decision is on its way."), "success")
    return redirect(_show(exhibitor))


@bp.post("/exhibitors/<exhibitor_id>/assign")
@requires(ExhibitionAction.DECIDE, on=exhibitor_of)
def assign(exhibitor: Exhibitor) -> Response:
    """Give them a booth by hand."""
    booth: Booth = booth_of(exhibitor.exhibition.slug, request.form.get("booth", ""))
    try:
        assign_booth(booth, exhibitor, is_waived=bool(request.form.get("waived")), by=me())
    except (AlreadyTaken, Refused) as error:
        flash(str(error.message), "error")
    else:
        flash(_("Booth %(number)s is assigned.", number=booth.number), "success")
    return redirect(_show(exhibitor))


@bp.post("/claims/<claim_id>/free")
@requires(ExhibitionAction.DECIDE, on=claiming.claim_in)
def free(claim: BoothClaim) -> Response:
    """Take a booth back; everything paid for it is given back."""
    exhibitor = claim.exhibitor
    give_up(claim, by=me(), whole=True, why="organiser")
    flash(_("The booth is free again, and the exhibitor is told."), "success")
    return redirect(_show(exhibitor))


@bp.post("/claims/<claim_id>/swap")
@requires(ExhibitionAction.DECIDE, on=claiming.claim_in)
def swap(claim: BoothClaim) -> Response:
    """Let two exhibitors swap by the organiser's decision."""
    exhibitor = claim.exhibitor
    other = claiming.claim_in(exhibitor.exhibition.slug, request.form.get("other", ""))
    try:
        moving.swap(claim, other, by=me())
    except Refused as error:
        flash(str(error.message), "error")
    else:
        flash(_("The booths are swapped."), "success")
    return redirect(_show(exhibitor))


@bp.route("/invite", methods=["GET", "POST"])
@requires(ExhibitionAction.DECIDE, on=exhibition_by_slug)
def invite(exhibition: Exhibition) -> str | Response | tuple[str, int]:
    """Invite somebody to exhibit."""
    form = InviteForm()
    if form.validate_on_submit():
        values: dict[str, Any] = {"name": form.name.data or "", "words": form.words.data or ""}
        try:
            inviting.invite(exhibition, email=form.email.data or "", by=me(), **values)
        except Refused as error:
            form.email.errors = [error.message]
        else:
            flash(_("The invitation is on its way."), "success")
            return redirect(url_for(".index", slug=exhibition.slug))
    page = render_template("exhibitions/invite.html", exhibition=exhibition, form=form)
    return (page, 400) if form.errors else page


@bp.post("/invitations/<invitation_id>/withdraw")
@requires(ExhibitionAction.DECIDE, on=queries.invitation_in)
def withdraw_invitation(invitation: ExhibitorInvitation) -> Response:
    """Take an invitation back."""
    slug = invitation.exhibition.slug
    inviting.withdraw_invitation(invitation, by=me())
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for(".index", slug=slug))


@bp.get("/waiting")
@requires(ExhibitionAction.SEE_DESK, on=exhibition_by_slug)
def waiting(exhibition: Exhibition) -> str:
    """Who waits for what."""
    return render_template("exhibitions/waiting.html", exhibition=exhibition, places=claiming.waiting_list(exhibition))


def _show(exhibitor: Exhibitor) -> str:
    return url_for(".show", slug=exhibitor.exhibition.slug, exhibitor_id=exhibitor.public_id)
