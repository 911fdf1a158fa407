"""Signing up and confirming the address."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from ecosystem.accounts import services
from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.forms import BareForm, ConfirmForm, SignUpForm, typed
from ecosystem.accounts.models import Account
from ecosystem.accounts.services import WrongPassword
from ecosystem.accounts.signals import InvitedAddress
from ecosystem.accounts.views import browser
from ecosystem.accounts.views.door import bp
from ecosystem.accounts.views.refusals import Answer, tell
from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.core.errors import Invalid, TooMany
from ecosystem.core.signals import ask


@bp.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> Answer:
    """Make an account. Whether the address has one already is told by mail only."""
    target = browser.wished_next()
    if current_user.is_authenticated:
        return redirect(target or browser.AFTER_SIGN_IN)
    invited = next(iter(ask(InvitedAddress(target))), "") if target else ""
    form = SignUpForm(language=str(get_locale()), next=target, email=invited)
    status = 200
    if form.validate_on_submit():
        try:
            return _signed_up(form, target, invited)
        except (Invalid, TooMany) as refusal:
            status = tell(form, refusal)
    elif form.is_submitted():
        status = 400
    return render_template("accounts/sign_up.html", form=form, next=target, invited=invited), status


def _signed_up(form: SignUpForm, target: str, invited: str) -> Response:
    given = form.to_value(clock.DEFAULT_ZONE)
    by_invitation = bool(invited) and address_key(invited) == address_key(given.email)
    key = browser.sign_up_key()
    account = services.sign_up(
        given,
        origin=browser.origin(),
        verified_by_invitation=by_invitation,
        next_path=target,
        browser_key=key,
    )
    if not by_invitation:
        cookie["awaiting"] = {"email": given.email, "next": target}
        return redirect(url_for("accounts.sign_up_sent"))
    return _invited(account, target)


def _invited(account: Account | None, target: str) -> Response:
    """Whoever holds the invitation owns the address, so they may be told that it has an account."""
    if account is None:
        flash(_("This address has an account already. Please sign in."), "info")
        return redirect(url_for("accounts.sign_in", next=target))
    browser.begin(services.open_session(account, origin=browser.origin()))
    return redirect(target)


@bp.get("/sign-up/sent")
@public
def sign_up_sent() -> Answer:
    """Say that a mail is on its way, whether the address had an account or not."""
    awaiting = cookie.get("awaiting")
    if not awaiting:
        return redirect(url_for("accounts.sign_up"))
    return render_template("accounts/sign_up_sent.html", email=awaiting["email"], form=BareForm())


@bp.post("/sign-up/again")
@public
def sign_up_again() -> Response:
    """Send the link once more."""
    awaiting = cookie.get("awaiting")
    if not awaiting:
        return redirect(url_for("accounts.sign_up"))
    try:
        services.send_confirmation_again(
            awaiting["email"],
            origin=browser.origin(),
            next_path=awaiting["next"],
            browser_key=browser.sign_up_key(),
        )
    except TooMany as refusal:
        flash(str(refusal), "warning")
    else:
        flash(_("If the address still waits for confirmation, a new link is on its way."), "success")
    return redirect(url_for("accounts.sign_up_sent"))


@bp.route("/account/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Any:
    """Confirm the address: asks on GET, because mail programs follow links by themselves."""
    key = str(cookie.get("sign_up_key", ""))
    asks_password = services.asks_password(token, browser_key=key)
    form = ConfirmForm() if asks_password else BareForm()
    status = 200
    if request.method == "POST" and form.validate():
        try:
            opened = services.confirm_address(
                token,
                origin=browser.origin(),
                password=typed(form.password) if isinstance(form, ConfirmForm) else "",
                browser_key=key,
            )
        except (WrongPassword, TooMany) as refusal:
            status = tell(form, refusal, "password" if asks_password else "")
        else:
            target = browser.wished_next()
            browser.begin(opened)
            flash(_("Your address is confirmed. Welcome!"), "success")
            return redirect(target or browser.AFTER_SIGN_IN)
    return render_template("accounts/confirm.html", form=form, asks_password=asks_password), status
