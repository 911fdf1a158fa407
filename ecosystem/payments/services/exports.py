"""Asking for long lists as files."""

from dataclasses import asdict

from ecosystem.core.background import BackgroundTask, ask_for
from ecosystem.events.models import Organiser
from ecosystem.payments.queries.finance import Filters

KIND = "payments.orders_table"


def ask_for_table(organiser: Organiser, filters: Filters, kind: str, *, by: int) -> BackgroundTask:
    """Ask for the list of orders as CSV or XLSX; the same list asked for twice is made once."""
    payload = {"organiser_id": organiser.id, "kind": kind, **asdict(filters)}
    subject = ":".join(("orders", organiser.public_id, kind, *asdict(filters).values()))
    url = f"/organise/{organiser.slug}/finance/orders"
    return ask_for(KIND, subject=subject, by=by, payload=payload, about=organiser.name, url=url)
