"""Whole addresses, as mails, PDFs, QR codes and calendars need them; pages use paths."""

from flask import current_app


def base_url() -> str:
    """Return where this installation stands, without a slash at the end: "https://khoinghiep.example.vn"."""
    return str(current_app.config["SETTINGS"].base_url)


def absolute(path: str) -> str:
    """Return the whole address of a path ("/events/…") of this installation."""
    return f"{base_url()}{path}"
