"""The team of an entry."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.forms.team import MemberForm
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries import entry_by_public_id
from ecosystem.applications.services import team as use_cases
from ecosystem.applications.views.frame import done, frame_of, told
from ecosystem.core import clock
from ecosystem.core.access import actor, public, requires
from ecosystem.core.errors import AlreadyTaken, EcosystemError, Invalid, Refused, StaleEdit

bp = Blueprint("entry_team", __name__)


@bp.get("/entries/<public_id>/team")
@requires(ApplicationAction.VIEW, on=entry_by_public_id)
def team(application: Application) -> str:
    """Everybody on the team."""
    return render_template("applications/team.html", **frame_of(application, "team"))


@bp.route("/entries/<public_id>/team/add", methods=["GET", "POST"])
@requires(ApplicationAction.MANAGE_TEAM, on=entry_by_public_id)
def add(application: Application) -> str | Response:
    """Put somebody on the team."""
    form = MemberForm()
    if form.validate_on_submit():
        invite = bool(form.invite.data and form.email.data)
        try:
            use_cases.add_member(
                application=application, details=form.to_value(), invite=invite, by=me(), at=clock.now()
            )
            done(_("Invitation sent.") if invite else _("Added to the team."))
            return _to_team(application)
        except (Refused, Invalid, AlreadyTaken) as error:
            form.form_errors.append(str(error))
    return render_template("applications/member.html", form=form, member=None, **frame_of(application, "team"))


@bp.route("/entries/<public_id>/team/<int:member_id>", methods=["GET", "POST"])
@requires(ApplicationAction.MANAGE_TEAM, on=entry_by_public_id)
def edit(application: Application, member_id: int) -> str | Response:
    """Change what is told of a member."""
    member = use_cases.member_of(application, member_id)
    form = MemberForm()
    if not form.is_submitted():
        form.fill(member)
    del form.invite
    if form.validate_on_submit():
        try:
            use_cases.edit_member(
                member=member, details=form.to_value(), shown_version=form.shown_version, by=me(), at=clock.now()
            )
            done(_("Saved."))
            return _to_team(application)
        except StaleEdit:
            form.show_both(MemberForm.stored(member), version=member.version)
        except (Refused, Invalid, AlreadyTaken) as error:
            form.form_errors.append(str(error))
    return render_template("applications/member.html", form=form, member=member, **frame_of(application, "team"))


@bp.post("/entries/<public_id>/team/<int:member_id>/remove")
@requires(ApplicationAction.MANAGE_TEAM, on=entry_by_public_id)
def remove(application: Application, member_id: int) -> Response:
    """Take somebody off the team."""
    try:
        use_cases.remove_member(member=use_cases.member_of(application, member_id), by=me(), at=clock.now())
        done(_("Taken off the team."))
    except Refused as error:
        told(error)
    return _to_team(application)


@bp.post("/entries/<public_id>/team/<int:member_id>/invite")
@requires(ApplicationAction.MANAGE_TEAM, on=entry_by_public_id)
def invite(application: Application, member_id: int) -> Response:
    """Send a new link."""
    try:
        use_cases.invite_again(member=use_cases.member_of(application, member_id), by=me(), at=clock.now())
        done(_("Invitation sent."))
    except (Refused, Invalid) as error:
        told(error)
    return _to_team(application)


@bp.post("/entries/<public_id>/team/<int:member_id>/lead")
@requires(ApplicationAction.MANAGE_TEAM, on=entry_by_public_id)
def lead(application: Application, member_id: int) -> Response:
    """Hand the lead over."""
    try:
        use_cases.hand_over_lead(member=use_cases.member_of(application, member_id), by=me(), at=clock.now())
        done(_("The lead was handed over."))
    except Refused as error:
        told(error)
    return _to_team(application)


@bp.post("/entries/<public_id>/team/leave")
@requires(ApplicationAction.VIEW, on=entry_by_public_id)
def leave(application: Application) -> Response:
    """Leave the team."""
    try:
        use_cases.leave(application=application, by=me(), at=clock.now())
    except EcosystemError as error:
        told(error)
        return _to_team(application)
    done(_("You left the team."))
    return redirect(url_for("entries.mine"))


@bp.route("/entries/invitations/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> str | Response:
    """What the link in the mail leads to; signed out it leads on to signing in or up and back here."""
    member = use_cases.member_invited_by(token, at=clock.now())
    entry = member.application
    if not actor().is_authenticated:
        return render_template("applications/invitation.html", member=member, entry=entry, token=token, signed_in=False)
    if request.method == "GET":
        return render_template("applications/invitation.html", member=member, entry=entry, token=token, signed_in=True)
    try:
        use_cases.accept_invitation(token=token, by=me(), at=clock.now())
        done(_("Welcome to the team."))
    except AlreadyTaken as error:
        told(error)
    return redirect(url_for("entries.show", public_id=entry.public_id))


@bp.post("/entries/invitations/<token>/decline")
@public
def decline(token: str) -> str:
    """No, thanks; the link is proof enough."""
    use_cases.decline_invitation(token=token, at=clock.now())
    return render_template("applications/invitation_declined.html")


def _to_team(application: Application) -> Response:
    return redirect(url_for("entry_team.team", public_id=application.public_id))
