"""The outer limit: how many requests one address may make in a minute, whatever it asks for.

It keeps one machine from wearing the product out. Guessing of passwords, codes and links is slowed apart from it, in
the database and for all processes (accounts). Whole schools and halls stand behind one address, so the limit is high.
"""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from ecosystem.core.settings import Settings

UNCOUNTED = frozenset({"static", "static_dist", "health.alive", "health.ready"})


def init_limits(app: Flask) -> None:
    """Count requests where the settings name a limit; in Redis when named, for all processes together.

    A store that is away lets requests through, counted in each process until it is back.
    """
    settings: Settings = app.config["SETTINGS"]
    if not settings.requests_per_minute:
        return
    limiter = Limiter(
        get_remote_address,
        application_limits=[f"{settings.requests_per_minute} per minute"],
        storage_uri=settings.rate_limit_storage,
        strategy="fixed-window",
        in_memory_fallback_enabled=True,
        swallow_errors=True,
        key_prefix="ecosystem",
    )
    limiter.request_filter(_is_uncounted)
    limiter.init_app(app)


def _is_uncounted() -> bool:
    """Files that browsers keep, and the questions of monitors."""
    return request.endpoint is None or request.endpoint in UNCOUNTED
