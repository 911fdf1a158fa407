"""Running in a test what a request left for the workers."""

from flask import Flask, current_app, has_app_context

from ecosystem.core import background
from ecosystem.core.database import db


def run_tasks(app: Flask | None = None) -> int:
    """Run everything that waits, in this process; return how many tasks. The test then sees what they wrote."""
    chosen = app or current_app._get_current_object()  # type: ignore[attr-defined]
    if has_app_context():
        db.session.commit()
    number = background.run_queue(chosen)
    if has_app_context():
        db.session.expire_all()
    return number
