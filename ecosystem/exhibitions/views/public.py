"""What everybody sees: the plan, the exhibitors; and the way in for those who want to exhibit."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.exhibitions.forms.exhibitors import exhibitor_form
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.policies import ExhibitionAction
from ecosystem.exhibitions.queries.exhibitions import exhibition_by_slug, halls_of, zones_of
from ecosystem.exhibitions.queries.exhibitors import own_in
from ecosystem.exhibitions.queries.plans import exhibitors_shown, plan_booths, standing
from ecosystem.exhibitions.services import exhibitors as services
from ecosystem.exhibitions.views.frame import name_things, startup_named
from ecosystem.startups.queries import startups_of

bp = Blueprint("exhibitions", __name__)
bp.record(name_things)


@bp.get("/exhibitions/<slug>")
@requires(ExhibitionAction.VIEW, on=exhibition_by_slug, anonymous=True)
def show(exhibition: Exhibition) -> str:
    """The plan with zoom, exhibitors to look for, one booth at a time in detail."""
    halls, booths = halls_of(exhibition), plan_booths(exhibition)
    wanted = request.args.get("booth", "")
    chosen = next((booth for booth in booths if wanted in (booth.public_id, booth.number)), None)
    hall_id = chosen.hall_id if chosen else None
    named = request.args.get("hall", "")
    hall = next((each for each in halls if each.public_id == named or each.id == hall_id), halls[0] if halls else None)
    query = request.args.get("q", "").strip()[:200]
    return render_template(
        "exhibitions/show.html",
        exhibition=exhibition,
        halls=halls,
        hall=hall,
        booths=booths,
        standings={booth.id: _public(standing(booth)) for booth in booths},
        chosen=chosen,
        query=query,
        exhibitors=exhibitors_shown(exhibition, query),
        zones=zones_of(exhibition),
        own=own_in(actor(), exhibition),
        takes_applications=exhibition.state.value == "published" and exhibition.apply_window.accepts(clock.now()),
    )


def _public(word: str) -> str:
    """Visitors need not know who is choosing at this moment."""
    return "free" if word == "held" else word


@bp.route("/exhibitions/<slug>/apply", methods=["GET", "POST"])
@requires(ExhibitionAction.APPLY, on=exhibition_by_slug)
def apply(exhibition: Exhibition) -> str | Response | tuple[str, int]:
    """Ask for a place."""
    startups = startups_of(actor())
    form = exhibitor_form(exhibition, zones_of(exhibition), startups, data={"email": me().email, "phone": me().phone})
    if form.validate_on_submit():
        startup = startup_named(startups, form.party.data)
        name = startup.name if startup else form.name.data or ""
        try:
            exhibitor = services.apply(exhibition, form.to_value(name), startup=startup, by=me())
        except (AlreadyTaken, Refused) as error:
            form.party.errors = [error.message]
        else:
            flash(_("Your application has arrived. The organiser answers by mail."), "success")
            return redirect(url_for("exhibiting.home", exhibitor_id=exhibitor.public_id))
    page = render_template("exhibitions/apply.html", exhibition=exhibition, form=form, invitation=None)
    return (page, 400) if form.errors else page
