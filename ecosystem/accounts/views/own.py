"""A person's own pages: profile, messages, history."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts import queries, services
from ecosystem.accounts.forms import NoticesForm, ProfileForm
from ecosystem.accounts.policies import AccountAction, me
from ecosystem.accounts.views.refusals import Answer
from ecosystem.audit.queries import history_of
from ecosystem.core.access import requires
from ecosystem.core.forms import SelectChoice
from ecosystem.core.web.preferences import remember
from ecosystem.notifications.kinds import all_kinds, by_topic

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("/")
@requires(AccountAction.OWN)
def home() -> Response:
    """Lead to the profile."""
    return redirect(url_for("account.profile"))


@bp.route("/profile", methods=["GET", "POST"])
@requires(AccountAction.OWN)
def profile() -> Answer:
    """What a person says about themselves."""
    account = me()
    shown = {name: getattr(account, name) for name in services.PROFILE}
    form = ProfileForm(data={**shown, "version": services.profile_state(account)})
    if form.validate_on_submit():
        changed = services.change_profile(account.id, form.to_value(), shown=form.shown_version)
        flash(_("Your profile is saved."), "success")
        return remember(make_response(redirect(url_for("account.profile"))), {"lang": changed.language})
    return render_template("accounts/profile.html", form=form), 400 if form.is_submitted() else 200


@bp.route("/notifications", methods=["GET", "POST"])
@requires(AccountAction.OWN)
def notifications() -> Answer:
    """Which messages come by mail."""
    account = me()
    wanted = services.mail_preferences(account.id)
    form = NoticesForm(by_mail=[name for name, by_mail in wanted.items() if by_mail])
    form.by_mail.choices = [SelectChoice(kind.name, str(kind.title)) for kind in all_kinds() if not kind.duty]
    if form.validate_on_submit():
        services.choose_notices(account.id, set(form.by_mail.data or ()))
        flash(_("Your choice is saved."), "success")
        return redirect(url_for("account.notifications"))
    duties = by_topic(kind for kind in all_kinds() if kind.duty and not kind.secret)
    chosen = by_topic(kind for kind in all_kinds() if not kind.duty)
    return render_template("accounts/notifications.html", form=form, topics=chosen, duties=duties)


@bp.get("/history")
@requires(AccountAction.OWN)
def history() -> str:
    """What happened to the account."""
    page = queries.history_page(history_of(me()), number=request.args.get("page", 1, int))
    return render_template("accounts/history.html", page=page)
