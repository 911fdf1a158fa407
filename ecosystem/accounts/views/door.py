"""Signing in and out."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from ecosystem.accounts import services
from ecosystem.accounts.forms import BareForm, CodeForm, SignInForm, typed
from ecosystem.accounts.models import SignInSession
from ecosystem.accounts.services import AddressUnproved, CodeAwaited, SignInLapsed, WrongCode, WrongPassword
from ecosystem.accounts.views import browser
from ecosystem.accounts.views.refusals import Answer, tell
from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.core.errors import TooMany
from ecosystem.core.logs import log

bp = Blueprint("accounts", __name__)
CODE_WITHIN = 600


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """Ask for address and password."""
    if current_user.is_authenticated:
        return redirect(browser.wished_next() or browser.AFTER_SIGN_IN)
    form = SignInForm(next=browser.wished_next())
    status = 200
    if form.validate_on_submit():
        try:
            outcome = services.sign_in(
                email=typed(form.email),
                password=typed(form.password),
                origin=browser.origin(),
                remember=form.remember.data,
            )
        except (WrongPassword, TooMany) as refusal:
            status = tell(form, refusal, "password")
        except AddressUnproved:
            return _confirm_first(typed(form.email))
        else:
            return _admit(outcome, remember=form.remember.data)
    elif form.is_submitted():
        status = 400
    return render_template("accounts/sign_in.html", form=form, next=browser.wished_next()), status


def _admit(outcome: SignInSession | CodeAwaited, *, remember: bool) -> Response:
    target = browser.wished_next()
    if isinstance(outcome, CodeAwaited):
        cookie.clear()
        asked_at = int(clock.now().timestamp())
        cookie["code_awaited"] = {**asdict(outcome), "remember": remember, "next": target, "asked_at": asked_at}
        return redirect(url_for("accounts.sign_in_code"))
    browser.begin(outcome)
    return redirect(target or browser.AFTER_SIGN_IN)


def _confirm_first(email: str) -> Response:
    try:
        services.send_confirmation_again(
            email, origin=browser.origin(), next_path=browser.wished_next(), browser_key=browser.sign_up_key()
        )
    except TooMany:
        flash(_("A link was sent to you a short while ago. Please look for it, also among unwanted mail."), "warning")
    cookie["awaiting"] = {"email": email, "next": browser.wished_next()}
    return redirect(url_for("accounts.sign_up_sent"))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def sign_in_code() -> Answer:
    """Ask for a code after the password."""
    awaited = cookie.get("code_awaited")
    if not awaited or clock.now().timestamp() - awaited["asked_at"] > CODE_WITHIN:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    status = 200
    if form.validate_on_submit():
        try:
            opened = services.sign_in_with_code(
                CodeAwaited(awaited["account_id"], awaited["epoch"]),
                typed(form.code),
                origin=browser.origin(),
                remember=bool(awaited["remember"]),
            )
        except (WrongCode, TooMany) as refusal:
            status = tell(form, refusal, "code")
        except SignInLapsed as refusal:
            flash(str(refusal), "warning")
            return redirect(url_for("accounts.sign_in", next=awaited["next"] or None))
        else:
            browser.begin(opened)
            return redirect(awaited["next"] or browser.AFTER_SIGN_IN)
    return render_template("accounts/sign_in_code.html", form=form), status


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    if BareForm().validate():
        browser.end()
        flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"))


@bp.after_app_request
def note_that_the_session_is_used(response: Response) -> Response:
    """Store when the session was last used, apart from what the request did, at most every ten minutes."""
    who = browser.present_session()
    if who is None or response.is_streamed or not services.is_seen_stale(who):
        return response
    try:
        services.note_seen(who)
    except OperationalError as error:  # the page is made; a busy database may miss one glance at the clock
        log.warning("last use of a session not stored", error=type(error).__name__)
    return response
