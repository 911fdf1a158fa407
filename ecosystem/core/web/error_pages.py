"""Every error as a page, a part of a page or JSON: what happened, what to do next, and an id to quote.

Errors of the domain carry their own sentence; HTTP errors get ours. What the product did not raise on purpose is a 500:
it is logged with its traceback and the id, and shown without detail.
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from ecosystem.core.access import Nobody
from ecosystem.core.database import session
from ecosystem.core.errors import EcosystemError, Invalid, SignInNeeded, StaleEdit, Text, TooMany
from ecosystem.core.logs import log
from ecosystem.core.outages import FAILURES, outage
from ecosystem.core.web.responses import hx_trigger, is_htmx, wants_json

TITLES: dict[int, Text] = {
    400: _l("This request could not be understood"),
    401: _l("Please sign in"),
    403: _l("You may not do this"),
    404: _l("This page does not exist"),
    405: _l("This cannot be done here"),
    409: _l("This does not work at the moment"),
    410: _l("This link no longer works"),
    413: _l("This is too large"),
    429: _l("Too many attempts"),
    500: _l("Something went wrong on our side"),
    503: _l("Please come back in a moment"),
    507: _l("There is no room left"),
}
ADVICE: dict[int, Text] = {
    400: _l("Go back, check what you entered and try again. If you followed a link, it may be incomplete."),
    401: _l("Your session has ended or you have not signed in yet. Sign in and you will be brought back here."),
    403: _l("If you believe you should be able to, ask the organiser for the role it needs."),
    404: _l("The address may be mistyped, the page may have moved, or it may not be meant for your account."),
    405: _l("Go back and use the buttons of the page."),
    409: _l("Somebody may have changed this in the meantime. Go back, reload the page and look again."),
    410: _l("Ask for a new one."),
    413: _l("Choose a smaller file, or save pictures and PDF documents at a lower quality."),
    429: _l("Wait a moment, then try again."),
    500: _l("We have recorded it. Try again in a moment; if it happens again, tell the organiser the number below."),
    503: _l("The service is busy or being maintained. What you have saved is safe. Try again in a minute."),
    507: _l("Your entry is safe. Tell the organiser the number below and try the file again later."),
}
CSRF_ADVICE = _l("The page was open for too long. Go back, reload it and send it again: what you typed is kept.")


@dataclass(frozen=True)
class Problem:
    """What is told about an error."""

    status: int
    message: Text = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    retry_after: int | None = None
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def title(self) -> Text:
        """The headline for this status."""
        return TITLES.get(self.status, TITLES[500 if self.status >= 500 else 400])

    @property
    def advice(self) -> Text:
        """What to do next: the error's own sentence, else the general one."""
        return self.message or ADVICE.get(self.status, ADVICE[500 if self.status >= 500 else 400])


def error_id() -> str:
    """Return the id people quote: the request's, which the log has too."""
    if "error_id" not in g:
        g.error_id = g.get("request_id") or secrets.token_hex(5)
    return str(g.error_id)


def problem_response(problem: Problem) -> Response:
    """Answer in the form the client understands."""
    if wants_json():
        response = _as_json(problem)
    elif is_htmx():
        response = hx_trigger(Response(status=problem.status), "toast", {"text": str(problem.advice), "level": "error"})
    else:
        response = make_response(render_template("errors/error.html", problem=problem, error_id=error_id()))
    response.status_code = problem.status
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _as_json(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "status": problem.status,
        "title": str(problem.title),
        "message": str(problem.advice),
        "error_id": error_id(),
    }
    if problem.details:
        body["details"] = {name: str(value) for name, value in problem.details.items()}
    if problem.changes:
        body["changes"] = [{"field": name, "theirs": old, "yours": new} for name, old, new in problem.changes]
    response = jsonify(body)
    response.mimetype = "application/problem+json"
    return response


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    if isinstance(error, CSRFError):
        return Problem(400, CSRF_ADVICE)
    retry_after = getattr(error, "retry_after", None)
    return Problem(status, retry_after=retry_after if isinstance(retry_after, int) else None)


def _of_domain(error: EcosystemError) -> Problem:
    changes: list[tuple[str, Any, Any]] = []
    if isinstance(error, StaleEdit):
        names = dict.fromkeys([*error.theirs, *error.yours])
        changes = [(name, error.theirs.get(name), error.yours.get(name)) for name in names]
    return Problem(
        error.status,
        error.message,
        details=error.details if isinstance(error, Invalid) else {},
        retry_after=error.retry_after if isinstance(error, TooMany) else None,
        changes=changes,
    )


def on_http_error(error: HTTPException) -> Response:
    """Answer an HTTP error; answers that only redirect pass unchanged."""
    if error.response is not None and (error.code or 300) < 400:
        return make_response(error.response)
    return problem_response(_of_http(error))


def on_domain_error(error: EcosystemError) -> Response:
    """Answer an error of the domain; who is not signed in is sent to sign in and brought back."""
    if isinstance(error, SignInNeeded) and not wants_json() and not is_htmx():
        target = sign_in_url()
        if target:
            return make_response(redirect(target, code=303))
    return problem_response(_of_domain(error))


def on_database_failure(error: Exception) -> Response:
    """Answer when the database is busy, away or full: nothing was changed, and the page needs no database."""
    told = outage(error)
    if told is None:
        raise error
    log.error("database failed", error_id=error_id(), exc_info=error)
    with suppress(SQLAlchemyError):
        session().rollback()
    g._login_user = Nobody()  # where Flask-Login keeps who is signed in: asking would need the database
    return problem_response(_of_domain(told))


def sign_in_url() -> str | None:
    """Return the address of the sign-in page with the way back, None while the application has no such page."""
    endpoint = str(current_app.config.get("SIGN_IN_ENDPOINT", "accounts.sign_in"))
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, next=_way_back())


def _way_back() -> str | None:
    """The page to return to after signing in: this one or, where something was sent, the page it was sent from."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    sent_from = urlsplit(request.referrer or "")
    return sent_from.path if sent_from.netloc == request.host else None


def log_unexpected(exc_info: Any) -> None:
    """Log what nobody raised on purpose, with the id that the page shows."""
    log.error("unexpected error", error_id=error_id(), exc_info=exc_info)


def init_error_pages(app: Flask) -> None:
    """Register the handlers."""
    app.log_exception = log_unexpected  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(EcosystemError, on_domain_error)
    for failure in FAILURES:
        app.register_error_handler(failure, on_database_failure)
    app.jinja_env.globals.update(sign_in_url=sign_in_url)
