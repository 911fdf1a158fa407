"""A startup's team: its owners invite, change and hand over; members leave."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import Refused
from ecosystem.startups import queries, services
from ecosystem.startups.forms import InvitationForm, MemberForm
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import StartupAction
from ecosystem.startups.views.blueprint import bp


def _back(startup: Startup) -> Response:
    return redirect(url_for("startups.team", slug=startup.slug))


def _page(startup: Startup, form: InvitationForm) -> str:
    return render_template(
        "startups/team.html",
        startup=startup,
        form=form,
        invitations=queries.pending_invitations(startup.id),
        member_forms={each.id: MemberForm(formdata=None, obj=each, prefix=f"m{each.id}-") for each in startup.members},
    )


@bp.get("/startups/<slug>/team")
@requires(StartupAction.WORK, on=queries.startup_by_slug)
def team(startup: Startup) -> str:
    """Members, open invitations, and what one may change."""
    return _page(startup, InvitationForm())


@bp.post("/startups/<slug>/team")
@requires(StartupAction.MANAGE_TEAM, on=queries.startup_by_slug)
def invite(startup: Startup) -> Response | tuple[str, int]:
    """Invite somebody by e-mail."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            services.invite(startup, **form.to_value(), by=me())
        except Refused as error:
            form.email.errors = [error.message]
        else:
            flash(_("The invitation to %(address)s is on its way.", address=form.email.data), "success")
            return _back(startup)
    return _page(startup, form), 400


@bp.post("/startups/<slug>/team/invitations/<public_id>/resend")
@requires(StartupAction.MANAGE_TEAM, on=queries.startup_by_slug)
def resend(startup: Startup, public_id: str) -> Response:
    """Send the invitation again, with a new link."""
    services.resend(queries.pending_invitation(startup, public_id), by=me())
    flash(_("The invitation was sent again. Only the new link works."), "success")
    return _back(startup)


@bp.post("/startups/<slug>/team/invitations/<public_id>/withdraw")
@requires(StartupAction.MANAGE_TEAM, on=queries.startup_by_slug)
def withdraw(startup: Startup, public_id: str) -> Response:
    """Take the invitation back."""
    services.withdraw(queries.pending_invitation(startup, public_id), by=me())
    flash(_("The invitation was withdrawn. Its link no longer works."), "success")
    return _back(startup)


@bp.post("/startups/<slug>/team/<int:member_id>")
@requires(StartupAction.MANAGE_TEAM, on=queries.startup_by_slug)
def change_member(startup: Startup, member_id: int) -> Response | tuple[str, int]:
    """Change a member's role, ownership and whether the public page names them."""
    form = MemberForm(prefix=f"m{member_id}-")
    if not form.validate_on_submit():
        flash(_("The role is too long; at most 120 characters, please."), "error")
        return _back(startup)
    services.change_member(
        startup,
        member_id,
        title=form.title.data or "",
        is_owner=form.is_owner.data,
        is_listed=form.is_listed.data,
        by=me(),
    )
    flash(_("The team has been changed."), "success")
    return _back(startup)


@bp.post("/startups/<slug>/team/<int:member_id>/remove")
@requires(StartupAction.MANAGE_TEAM, on=queries.startup_by_slug)
def remove(startup: Startup, member_id: int) -> Response:
    """Take a member out of the team."""
    services.remove_member(startup, member_id, by=me())
    flash(_("The team has been changed."), "success")
    return _back(startup)


@bp.post("/startups/<slug>/transfer")
@requires(StartupAction.MANAGE_TEAM, on=queries.startup_by_slug)
def transfer(startup: Startup) -> Response:
    """Hand the startup over to another member."""
    services.transfer_ownership(startup, request.form.get("member_id", 0, int), by=me())
    flash(_("“%(name)s” has another owner now. You stay in the team.", name=startup.name), "success")
    return _back(startup)


@bp.post("/startups/<slug>/leave")
@requires(StartupAction.LEAVE, on=queries.startup_by_slug)
def leave(startup: Startup) -> Response:
    """Leave the team."""
    services.leave_startup(startup, by=me())
    flash(_("You have left “%(name)s”.", name=startup.name), "success")
    return redirect(url_for("startups.mine"))
