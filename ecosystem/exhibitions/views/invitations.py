"""The pages behind the link of an invitation to exhibit or to join an exhibitor."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.accounts.queries import hash_of
from ecosystem.core import clock
from ecosystem.core.access import actor, public, requires
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.exhibitions.forms.exhibitors import exhibitor_form
from ecosystem.exhibitions.models import ExhibitorInvitation
from ecosystem.exhibitions.policies import ExhibitorAction
from ecosystem.exhibitions.queries.exhibitions import zones_of
from ecosystem.exhibitions.queries.exhibitors import invitation_by_hash
from ecosystem.exhibitions.services import inviting
from ecosystem.exhibitions.views.frame import name_things, startup_named
from ecosystem.startups.domain.invitations import can_be_answered
from ecosystem.startups.queries import startups_of

bp = Blueprint("exhibiting_invited", __name__, url_prefix="/exhibiting/invitations")
bp.record(name_things)


def by_token(token: str) -> ExhibitorInvitation:
    """The invitation of a link."""
    return invitation_by_hash(hash_of(token))


@bp.get("/<token>")
@public
def show(token: str) -> str:
    """Who invites, to what, and what can be done."""
    invitation = by_token(token)
    return render_template(
        "exhibitions/invitation.html",
        invitation=invitation,
        token=token,
        exhibition=invitation.exhibition,
        is_open=can_be_answered(invitation.state, invitation.expires_at, clock.now()),
    )


@bp.post("/<token>/decline")
@public
def decline(token: str) -> Response:
    """Say no, with or without an account."""
    inviting.decline(by_token(token))
    return redirect(url_for(".show", token=token))


@bp.route("/<token>/accept", methods=["GET", "POST"])
@requires(ExhibitorAction.ANSWER_INVITATION, on=by_token)
def accept(invitation: ExhibitorInvitation) -> str | Response | tuple[str, int]:
    """Join the team, or say what will be shown and be in."""
    if invitation.exhibitor_id is not None:
        exhibitor = inviting.accept_to_join(invitation, by=me())
        flash(_("You now act for %(name)s.", name=exhibitor.name), "success")
        return redirect(url_for("exhibiting.home", exhibitor_id=exhibitor.public_id))
    startups, exhibition = startups_of(actor()), invitation.exhibition
    shown = {"email": invitation.email, "name": invitation.name, "phone": me().phone}
    form = exhibitor_form(exhibition, zones_of(exhibition), startups, data=shown)
    if form.validate_on_submit():
        startup = startup_named(startups, form.party.data)
        details = form.to_value(startup.name if startup else form.name.data or "")
        try:
            exhibitor = inviting.accept_to_exhibit(invitation, details, startup=startup, by=me())
        except (AlreadyTaken, Refused) as error:
            form.party.errors = [error.message]
        else:
            flash(_("Welcome! Choose your booth on the plan."), "success")
            return redirect(url_for("exhibiting.home", exhibitor_id=exhibitor.public_id))
    page = render_template("exhibitions/apply.html", exhibition=exhibition, form=form, invitation=invitation)
    return (page, 400) if form.errors else page
