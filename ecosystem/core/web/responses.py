"""Headers of every answer, safe redirects, and the few things htmx is told by headers."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, request, stream_with_context

from ecosystem.core.documents.tables import XLSX, stream_csv, write_xlsx

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        # Chromium checks the address a form's answer redirects to as well.
        "form-action 'self' https://checkout.stripe.com",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FILE_HEADERS = {name: HEADERS[name] for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy")}
TWO_YEARS = 63_072_000


def add_security_headers(response: Response) -> Response:
    """Set the headers an endpoint has not set itself; personal pages are not kept by shared caches."""
    # Our own styles and scripts need no policy of their own, and it would double the size of a small icon.
    chosen = FILE_HEADERS if request.endpoint == "static" else HEADERS
    for name, value in chosen.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def file_answer(content: bytes | Iterable[str] | Iterable[bytes], name: str, media_type: str) -> Response:
    """Answer with a file made for this request, as a download; `name` is one of ours, of plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=headers)


def table_answer(rows: Iterable[Sequence[Any]], name: str, kind: str) -> Response:
    """Answer with rows (the first holds the titles) for spreadsheets; `kind` is "csv", sent row by row, or "xlsx"."""
    if kind == "xlsx":
        return file_answer(write_xlsx(rows), f"{name}.xlsx", XLSX)
    return file_answer(stream_with_context(stream_csv(rows)), f"{name}.csv", "text/csv")


def safe_target(target: str | None, fallback: str = "/") -> str:
    """Return `target` if it is a path on this site, else `fallback`."""
    if not target:
        return fallback
    # Browsers read a backslash as a slash and drop control characters, so "/\\evil" would leave the site.
    if not target.startswith("/") or target.startswith("//") or "\\" in target or not target.isprintable():
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc else target


def redirect_back(fallback: str = "/") -> Response:
    """Redirect to the form's `next`, or to the page the visitor came from if it is ours."""
    wished = request.form.get("next") or request.args.get("next")
    if not wished and request.referrer:
        came_from = urlsplit(request.referrer)
        if came_from.netloc == request.host:
            wished = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return make_response(redirect(safe_target(wished, fallback), code=303))


def is_htmx() -> bool:
    """Tell whether a part of a page is wanted rather than a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def hx_redirect(url: str) -> Response:
    """Send the whole page to `url`, whether htmx or a plain form asked."""
    if not is_htmx():
        return make_response(redirect(url, code=303))
    return Response(status=204, headers={"HX-Redirect": url})


def hx_trigger(response: Response, event: str, payload: Any = True) -> Response:
    """Let the page raise `event` with `payload` when `response` arrives. Several calls add up."""
    present = json.loads(response.headers.get("HX-Trigger", "{}"))
    present[event] = payload
    # Headers are ASCII: json.dumps escapes Vietnamese letters.
    response.headers["HX-Trigger"] = json.dumps(present)
    return response


def with_toast(response: Response, text: Any, level: str = "success") -> Response:
    """Let the page show `text` for a moment. `level` is success, info, warning or error."""
    return hx_trigger(response, "toast", {"text": str(text), "level": level})


def wants_json() -> bool:
    """Tell whether the client prefers JSON to a page."""
    if request.path.startswith("/api/"):
        return True
    accept = request.accept_mimetypes
    return accept.best_match(("text/html", "application/json")) == "application/json" and (
        accept["application/json"] > accept["text/html"]
    )


def init_responses(app: Flask) -> None:
    """Set the headers on every answer and make `is_htmx` known to templates."""
    app.after_request(add_security_headers)
    app.jinja_env.globals["is_htmx"] = is_htmx
