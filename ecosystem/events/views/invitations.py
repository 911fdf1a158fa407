"""Answering an invitation onto the staff: by the link of the mail, or from the list of one's own."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.accounts.queries import hash_of
from ecosystem.core import clock
from ecosystem.core.access import actor, public, requires
from ecosystem.core.errors import SignInNeeded
from ecosystem.events import queries, services
from ecosystem.events.models import StaffInvitation
from ecosystem.events.policies import OrganiserAction
from ecosystem.events.views.blueprint import bp
from ecosystem.startups.domain.invitations import can_be_answered, masked_address


def _page(invitation: StaffInvitation) -> str:
    return render_template(
        "events/invitation.html",
        invitation=invitation,
        is_open=can_be_answered(invitation.state, invitation.expires_at, clock.now()),
        address=masked_address(invitation.email),
        is_addressee=getattr(actor(), "email_key", None) == invitation.email_key,
    )


def _answer(invitation: StaffInvitation) -> Response:
    """Do what the pressed button says."""
    account = me() if actor().is_authenticated else None
    if request.form.get("answer") == "decline":
        services.decline(invitation, by=account)
        flash(_("You have declined. Whoever invited you will be told."), "success")
        return redirect(url_for("events.my_organisers") if account else url_for("events_public.index"))
    if account is None:
        raise SignInNeeded(_l("Please sign in first."))
    organiser = services.accept(invitation, by=account)
    flash(_("Welcome to the staff of “%(name)s”.", name=organiser.name), "success")
    return redirect(url_for("events.organiser_home", organiser_slug=organiser.slug))


@bp.get("/organise/invitations/<token>")
@public
def staff_invitation(token: str) -> str:
    """The invitation a mail's link leads to."""
    return _page(queries.invitation_by_token_hash(hash_of(token)))


@bp.post("/organise/invitations/<token>")
@public
def answer_staff_invitation(token: str) -> Response:
    """Accept, signed in; or decline, signed in or not."""
    return _answer(queries.invitation_by_token_hash(hash_of(token)))


@bp.get("/organise/invited/<public_id>")
@requires(OrganiserAction.ANSWER_INVITATION, on=queries.invitation_by_public_id)
def invited_staff(invitation: StaffInvitation) -> str:
    """An invitation to one's own address, without the mail at hand."""
    return _page(invitation)


@bp.post("/organise/invited/<public_id>")
@requires(OrganiserAction.ANSWER_INVITATION, on=queries.invitation_by_public_id)
def answer_invited_staff(invitation: StaffInvitation) -> Response:
    """Accept or decline."""
    return _answer(invitation)
