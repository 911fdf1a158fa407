"""Pages sent compressed, where that gives nothing away.

Somebody who sees the lengths of compressed answers can find a secret that stands beside text of their choice (BREACH).
So an answer to somebody who has a session is compressed only when the request brought no text that it could repeat.
"""

import gzip
from collections.abc import Callable

import brotli
from flask import Flask, Response, current_app, request

SMALLEST = 1000
# Beyond this level brotli costs more time than the network saves on a page.
LEVEL = 4
KINDS = frozenset({"text/html", "text/plain", "text/calendar", "application/json", "application/problem+json"})
ENCODERS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("br", lambda body: bytes(brotli.compress(body, quality=LEVEL))),
    ("gzip", lambda body: gzip.compress(body, compresslevel=LEVEL, mtime=0)),
)


def compress(response: Response) -> Response:
    """Compress a page the browser takes compressed; leave everything else as it is."""
    if not _may_compress(response):
        return response
    response.vary.add("Accept-Encoding")
    accepted = request.accept_encodings
    body = response.get_data()
    for name, encode in ENCODERS:
        if len(body) >= SMALLEST and accepted[name] > 0 and name in request.headers.get("Accept-Encoding", ""):
            response.set_data(encode(body))
            response.headers["Content-Encoding"] = name
            break
    return response


def _may_compress(response: Response) -> bool:
    if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
        return False
    if "Content-Encoding" in response.headers or response.status_code in (204, 304):
        return False
    return not _holds_secret_beside_input()


def _holds_secret_beside_input() -> bool:
    known = str(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies
    return known and (request.method != "GET" or bool(request.query_string))


def init_compression(app: Flask) -> None:
    """Compress what the application answers."""
    app.after_request(compress)
