"""Jobs of the messages."""

from flask import current_app

from ecosystem.core.jobs import Job
from ecosystem.notifications.services import deliver_due
from ecosystem.notifications.transport import transport_for


def deliver() -> str:
    """Send what is due in the outbox."""
    sent, failed = deliver_due(transport_for(current_app.config["SETTINGS"]))
    return f"sent {sent}, not sent {failed}" if sent or failed else ""


JOBS = (Job("outbox", every=5, run=deliver),)
