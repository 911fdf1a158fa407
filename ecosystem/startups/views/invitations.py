"""Answering an invitation: by the link of the mail, signed in or not, or from the list of one's own."""

from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import hash_of
from ecosystem.core import clock
from ecosystem.core.access import actor, public, requires
from ecosystem.core.errors import SignInNeeded
from ecosystem.startups import queries, services
from ecosystem.startups.domain.invitations import can_be_answered, masked_address
from ecosystem.startups.models import StartupInvitation
from ecosystem.startups.policies import StartupAction
from ecosystem.startups.views.blueprint import bp


def _page(invitation: StartupInvitation) -> str:
    return render_template(
        "startups/invitation.html",
        invitation=invitation,
        is_open=can_be_answered(invitation.state, invitation.expires_at, clock.now()),
        address=masked_address(invitation.email),
        is_addressee=getattr(actor(), "email_key", None) == invitation.email_key,
    )


def _answer(invitation: StartupInvitation) -> Response:
    """Do what the pressed button says."""
    me = cast(Account, actor()) if actor().is_authenticated else None
    if request.form.get("answer") == "decline":
        services.decline(invitation, by=me)
        flash(_("You have declined. Whoever invited you will be told."), "success")
        return redirect(url_for("startups.mine") if me else url_for("startups.index"))
    if me is None:
        raise SignInNeeded(_l("Please sign in first."))
    startup = services.accept(invitation, by=me)
    flash(_("Welcome to the team of “%(name)s”.", name=startup.name), "success")
    return redirect(url_for("startups.show", slug=startup.slug))


@bp.get("/startups/invitations/<token>")
@public
def by_link(token: str) -> str:
    """The invitation a mail's link leads to."""
    return _page(queries.invitation_by_token_hash(hash_of(token)))


@bp.post("/startups/invitations/<token>")
@public
def answer_by_link(token: str) -> Response:
    """Accept, signed in; or decline, signed in or not."""
    return _answer(queries.invitation_by_token_hash(hash_of(token)))


@bp.get("/startups/invited/<public_id>")
@requires(StartupAction.ANSWER_INVITATION, on=queries.invitation_by_public_id)
def invited(invitation: StartupInvitation) -> str:
    """An invitation to one's own address, without the mail at hand."""
    return _page(invitation)


@bp.post("/startups/invited/<public_id>")
@requires(StartupAction.ANSWER_INVITATION, on=queries.invitation_by_public_id)
def answer_invited(invitation: StartupInvitation) -> Response:
    """Accept or decline."""
    return _answer(invitation)
