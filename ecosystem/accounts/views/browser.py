"""The browser that makes the request: where it is, and the session it holds."""

import secrets

from flask import g, request
from flask import session as cookie
from flask_login import login_user, logout_user

from ecosystem.accounts import services
from ecosystem.accounts.domain.devices import device_name
from ecosystem.accounts.models import Account, SignInSession
from ecosystem.accounts.services import Origin
from ecosystem.core.web.responses import safe_target

AFTER_SIGN_IN = "/work"


def origin() -> Origin:
    """Return where the request comes from."""
    return Origin(request.remote_addr or "", device_name(request.user_agent.string))


def begin(opened: SignInSession) -> None:
    """Let the browser hold the session; whatever its cookie held before is gone."""
    cookie.clear()
    cookie.permanent = opened.is_remembered
    login_user(opened.account)


def end() -> None:
    """End the session the browser holds, here and in the database."""
    services.sign_out(str(cookie.get("_user_id", "")))
    logout_user()
    cookie.clear()


def present_session() -> SignInSession | None:
    """Return the session of this request if somebody asked who makes it; asks nobody itself."""
    who = g.get("_login_user")
    return who.signed_in_through if isinstance(who, Account) else None


def sign_up_key() -> str:
    """Return the random text by which this browser is known to have signed up; made when first asked for."""
    if "sign_up_key" not in cookie:
        cookie["sign_up_key"] = secrets.token_urlsafe(16)
    return str(cookie["sign_up_key"])


def wished_next() -> str:
    """Return the page of ours that was asked for before the sign-in; empty when none was."""
    return safe_target(request.form.get("next") or request.args.get("next"), "")
