"""An organiser's staff: owners invite, change roles and remove; everybody may leave."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import Refused
from ecosystem.events import queries, services
from ecosystem.events.forms import RoleForm, StaffInvitationForm
from ecosystem.events.models import Organiser, StaffRole
from ecosystem.events.policies import OrganiserAction
from ecosystem.events.views.blueprint import bp


def _page(organiser: Organiser, form: StaffInvitationForm) -> str:
    members = queries.staff_of(organiser)
    return render_template(
        "events/staff.html",
        organiser=organiser,
        form=form,
        members=members,
        invitations=queries.pending_invitations(organiser.id),
        role_forms={each.id: RoleForm(formdata=None, obj=each, prefix=f"m{each.id}-") for each in members},
    )


def _back(organiser: Organiser) -> Response:
    return redirect(url_for("events.staff", organiser_slug=organiser.slug))


@bp.get("/organise/<organiser_slug>/staff")
@requires(OrganiserAction.VIEW, on=queries.organiser_by_slug)
def staff(organiser: Organiser) -> str:
    """Who works for the organiser, and who is invited."""
    return _page(organiser, StaffInvitationForm())


@bp.post("/organise/<organiser_slug>/staff")
@requires(OrganiserAction.MANAGE_STAFF, on=queries.organiser_by_slug)
def invite_staff(organiser: Organiser) -> Response | tuple[str, int]:
    """Invite somebody by e-mail."""
    form = StaffInvitationForm()
    if form.validate_on_submit():
        try:
            services.invite(organiser, **form.to_value(), by=me())
        except Refused as error:
            form.email.errors = [error.message]
        else:
            flash(_("The invitation to %(address)s is on its way.", address=form.email.data), "success")
            return _back(organiser)
    return _page(organiser, form), 400


@bp.post("/organise/<organiser_slug>/staff/invitations/<public_id>/resend")
@requires(OrganiserAction.MANAGE_STAFF, on=queries.organiser_by_slug)
def resend_staff_invitation(organiser: Organiser, public_id: str) -> Response:
    """Send the invitation again, with a new link."""
    services.resend(queries.pending_invitation(organiser, public_id), by=me())
    flash(_("The invitation was sent again. Only the new link works."), "success")
    return _back(organiser)


@bp.post("/organise/<organiser_slug>/staff/invitations/<public_id>/withdraw")
@requires(OrganiserAction.MANAGE_STAFF, on=queries.organiser_by_slug)
def withdraw_staff_invitation(organiser: Organiser, public_id: str) -> Response:
    """Take the invitation back."""
    services.withdraw(queries.pending_invitation(organiser, public_id), by=me())
    flash(_("The invitation was withdrawn. Its link no longer works."), "success")
    return _back(organiser)


@bp.post("/organise/<organiser_slug>/staff/<int:member_id>")
@requires(OrganiserAction.MANAGE_STAFF, on=queries.organiser_by_slug)
def change_role(organiser: Organiser, member_id: int) -> Response:
    """Give a member of the staff another role."""
    form = RoleForm(prefix=f"m{member_id}-")
    if form.validate_on_submit():
        services.change_role(organiser, member_id, StaffRole(form.role.data), by=me())
        flash(_("The role has been changed."), "success")
    else:
        flash(_("Please choose one of the roles."), "error")
    return _back(organiser)


@bp.post("/organise/<organiser_slug>/staff/<int:member_id>/remove")
@requires(OrganiserAction.MANAGE_STAFF, on=queries.organiser_by_slug)
def remove_staff(organiser: Organiser, member_id: int) -> Response:
    """Take a member off the staff."""
    services.remove_staff(organiser, member_id, by=me())
    flash(_("The staff has been changed."), "success")
    return _back(organiser)


@bp.post("/organise/<organiser_slug>/leave")
@requires(OrganiserAction.LEAVE, on=queries.organiser_by_slug)
def leave_staff(organiser: Organiser) -> Response:
    """Leave the staff."""
    services.leave_staff(organiser, by=me())
    flash(_("You are no longer on the staff of “%(name)s”.", name=organiser.name), "success")
    return redirect(url_for("events.my_organisers"))
