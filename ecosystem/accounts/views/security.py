"""A person's own sign-in: password, address, authenticator, sessions."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts import queries, services
from ecosystem.accounts.domain.codes import grouped, setup_address
from ecosystem.accounts.forms import CodeForm, EmailChangeForm, PasswordChangeForm, ProofForm, typed
from ecosystem.accounts.models import SignInSession
from ecosystem.accounts.policies import AccountAction, me
from ecosystem.accounts.views import browser
from ecosystem.accounts.views.own import bp
from ecosystem.accounts.views.refusals import Answer, tell
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid, TooMany
from ecosystem.core.forms import Form
from ecosystem.core.web.shell import site_name


@bp.get("/security")
@requires(AccountAction.OWN)
def security() -> str:
    """Everything about signing in, on one page."""
    account = me()
    return render_template("accounts/security.html", account=account, sessions=queries.live_sessions(account.id))


@bp.route("/security/password", methods=["GET", "POST"])
@requires(AccountAction.OWN)
def change_password() -> Answer:
    """Change the password; every other device is signed out."""
    account, form, status = me(), PasswordChangeForm(), 200
    present = account.signed_in_through
    if form.validate_on_submit():
        try:
            opened = services.change_password(
                account.id,
                current=typed(form.password),
                new=typed(form.new_password),
                origin=browser.origin(),
                remember=present is not None and present.is_remembered,
            )
        except (Invalid, TooMany) as refusal:
            status = tell(form, refusal, "password")
        else:
            browser.begin(opened)
            flash(_("Your password is changed. All other devices are signed out."), "success")
            return redirect(url_for("account.security"))
    elif form.is_submitted():
        status = 400
    return render_template("accounts/change_password.html", form=form), status


@bp.route("/security/email", methods=["GET", "POST"])
@requires(AccountAction.OWN)
def change_email() -> Answer:
    """Ask for a new address; it counts once its owner confirmed it."""
    account, form, status = me(), EmailChangeForm(), 200
    if form.validate_on_submit():
        try:
            services.request_email_change(
                account.id, password=typed(form.password), new_email=typed(form.email), origin=browser.origin()
            )
        except (Invalid, TooMany) as refusal:
            status = tell(form, refusal, "password")
        else:
            flash(_("We have sent a link to %(email)s. Open it within a day.", email=typed(form.email)), "success")
            return redirect(url_for("account.security"))
    elif form.is_submitted():
        status = 400
    return render_template("accounts/change_email.html", form=form, account=account), status


@bp.get("/security/authenticator")
@requires(AccountAction.OWN)
def authenticator() -> str:
    """Set up, look at or remove the authenticator."""
    return _authenticator_page()


@bp.post("/security/authenticator/start")
@requires(AccountAction.OWN)
def start_authenticator() -> Answer:
    """Make a key to be set up."""
    form = ProofForm(prefix="start")
    refused = _refusal(form, lambda: services.begin_enrolment(me().id, password=typed(form.password)))
    if refused:
        return _authenticator_page(start=form), refused
    return redirect(url_for("account.authenticator"))


@bp.post("/security/authenticator/confirm")
@requires(AccountAction.OWN)
def confirm_authenticator() -> Answer:
    """Switch it on by its first code; the recovery codes are shown in this answer only, so there is no redirect."""
    form, codes = CodeForm(), []
    refused = _refusal(form, lambda: codes.extend(services.confirm_enrolment(me().id, typed(form.code))))
    if refused:
        return _authenticator_page(confirm=form), refused
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/security/authenticator/codes")
@requires(AccountAction.OWN)
def renew_codes() -> Answer:
    """Make new recovery codes; shown in this answer only, so there is no redirect."""
    form, codes = ProofForm(prefix="codes"), []
    ident = me().id
    refused = _refusal(form, lambda: codes.extend(services.renew_recovery_codes(ident, password=typed(form.password))))
    if refused:
        return _authenticator_page(codes=form), refused
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/security/authenticator/remove")
@requires(AccountAction.OWN)
def remove_authenticator() -> Answer:
    """Sign in with the password alone again."""
    form = ProofForm(prefix="remove")
    refused = _refusal(form, lambda: services.remove_authenticator(me().id, password=typed(form.password)))
    if refused:
        return _authenticator_page(remove=form), refused
    flash(_("The authenticator is removed."), "success")
    return redirect(url_for("account.security"))


def _refusal(form: Form, act: Callable[[], None]) -> int:
    """Do what the form asks for; return the status of the page that says why not, 0 when it was done."""
    if not form.validate():
        return 400
    try:
        act()
    except (Invalid, TooMany) as refusal:
        return tell(form, refusal, "code" if "code" in form else "password")
    return 0


def _authenticator_page(**sent: Form) -> str:
    account = me()
    key = services.enrolment_key(account)
    forms = {
        "confirm": CodeForm(formdata=None),
        **{name: ProofForm(formdata=None, prefix=name) for name in ("start", "codes", "remove")},
    }
    return render_template(
        "accounts/authenticator.html",
        account=account,
        key=grouped(key, 4).replace("-", " ") if key else None,
        setup_address=setup_address(key, account=account.email, issuer=site_name()) if key else None,
        forms=forms | sent,
    )


@bp.post("/sessions/<public_id>/end")
@requires(AccountAction.END_SESSION, on=queries.session_by_public_id)
def end_session(sign_in: SignInSession) -> Response:
    """Sign one device out."""
    services.end_session(sign_in.id, by=me().id)
    flash(_("The device is signed out."), "success")
    return redirect(url_for("account.security"))


@bp.post("/sessions/end-others")
@requires(AccountAction.OWN)
def end_other_sessions() -> Response:
    """Sign every other device out."""
    account = me()
    present = account.signed_in_through
    ended = services.end_other_sessions(account.id, kept=present.id if present else None, by=account.id)
    flash(ngettext("%(num)d device is signed out.", "%(num)d devices are signed out.", ended), "success")
    return redirect(url_for("account.security"))
