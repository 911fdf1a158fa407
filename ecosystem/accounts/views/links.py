"""Links in mails: a new password, a new address."""

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from ecosystem.accounts import services
from ecosystem.accounts.forms import BareForm, NewPasswordForm, ResetRequestForm, typed
from ecosystem.accounts.views import browser
from ecosystem.accounts.views.door import bp
from ecosystem.accounts.views.refusals import Answer, tell
from ecosystem.core.access import public
from ecosystem.core.errors import Invalid, TooMany


@bp.route("/account/reset", methods=["GET", "POST"])
@public
def request_reset() -> Answer:
    """Ask whose password was forgotten."""
    form = ResetRequestForm()
    status = 200
    if form.validate_on_submit():
        try:
            services.request_password_reset(typed(form.email), origin=browser.origin(), language=str(get_locale()))
        except TooMany as refusal:
            status = tell(form, refusal, "email")
        else:
            return redirect(url_for("accounts.reset_sent"))
    elif form.is_submitted():
        status = 400
    return render_template("accounts/request_reset.html", form=form), status


@bp.get("/account/reset/sent")
@public
def reset_sent() -> str:
    """Say the same for every address."""
    return render_template("accounts/reset_sent.html")


@bp.route("/account/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> Answer:
    """Choose a new password by a link."""
    account = services.reset_link_is_live(token)
    form = NewPasswordForm()
    status = 200
    if form.validate_on_submit():
        try:
            services.reset_password(token, typed(form.password))
        except Invalid as refusal:
            status = tell(form, refusal)
        else:
            flash(_("Your password is changed and all devices are signed out. Please sign in."), "success")
            return redirect(url_for("accounts.sign_in"))
    elif form.is_submitted():
        status = 400
    return render_template("accounts/reset.html", form=form, email=account.email), status


@bp.route("/account/email/<token>", methods=["GET", "POST"])
@public
def confirm_email(token: str) -> Answer:
    """Confirm a new address: asks on GET, because mail programs follow links by themselves."""
    new_email = services.new_address_of(token)
    if BareForm().validate_on_submit():
        services.confirm_email_change(token)
        flash(_("Your address is now %(email)s.", email=new_email), "success")
        return redirect(url_for("account.security"))
    return render_template("accounts/confirm_email.html", form=BareForm(), new_email=new_email)


@bp.get("/account/deleted")
@public
def deleted() -> str:
    """The last page of an account."""
    return render_template("accounts/deleted.html")
