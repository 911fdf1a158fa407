"""Structured logs with a request id. Bodies, headers, passwords, tokens and codes are never logged."""

import logging
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

from ecosystem.core.identifiers import public_id
from ecosystem.core.settings import Settings

log = structlog.get_logger("ecosystem")
SECRET_WORDS = ("password", "token", "secret", "code", "cookie", "authorization")


def hide_secrets(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the value of every key that names a secret."""
    for key in entry:
        if any(word in key.lower() for word in SECRET_WORDS):
            entry[key] = "[hidden]"
    return entry


def init_logs(app: Flask) -> None:
    """Configure logging and log one line a request."""
    settings: Settings = app.config["SETTINGS"]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_secrets,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )

    @app.before_request
    def begin() -> None:
        g.started = time.monotonic()
        g.request_id = public_id(10)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        request_id = g.get("request_id", "")
        response.headers["X-Request-ID"] = request_id
        if not app.testing and request.endpoint != "static":
            log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint,
                rule=str(request.url_rule),
                status=response.status_code,
                ms=round((time.monotonic() - g.get("started", time.monotonic())) * 1000, 1),
            )
        return response
