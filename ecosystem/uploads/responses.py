"""Sending a stored file so that nothing in it can act in our name."""

import io

from flask import Response, send_file

from ecosystem.uploads.domain.formats import SHOWN_INLINE
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import open_stored, path_of

A_DAY = 86_400
# Chromium's own viewer does not open a sandboxed PDF; what it opens there runs in a process of its own.
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"


def send_stored(file: StoredFile, *, inline: bool = False, name: str | None = None, max_age: int = 0) -> Response:
    """Answer with the content of `file`, under `name` if given (a blind entry hides the author's own).

    Downloaded unless `inline` and of a kind browsers show safely. The answer is kept by the visitor's browser
    only, for `max_age` seconds; 0 makes it ask each time. Raises NoSuchRecord when it is not served.
    """
    with open_stored(file):
        path = path_of(file)  # told as missing before anything is sent
    shown = inline and file.media_type in SHOWN_INLINE
    response = send_file(
        path,
        mimetype=file.media_type,
        as_attachment=not shown,
        download_name=name or file.name,
        etag=file.sha256[:32],
        last_modified=file.created_at,
        max_age=max_age,
        conditional=True,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    is_pdf = shown and file.media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = _PDF_POLICY if is_pdf else _POLICY
    response.headers["Cache-Control"] = f"private, max-age={max_age}" if max_age else "private, no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def send_made_pdf(content: bytes, name: str) -> Response:
    """Answer with a PDF made for this reader alone: shown in the browser, kept by nobody."""
    response = send_file(io.BytesIO(content), mimetype="application/pdf", download_name=name, max_age=0)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _PDF_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
