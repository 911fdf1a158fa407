"""Work of payments for the scheduler: closing what nobody paid, reminders, refunds, comparisons."""

from ecosystem.core.jobs import Job
from ecosystem.payments.gateway.stripe_client import settings
from ecosystem.payments.services import orders, reconciliation, sending, stripe_events, stripe_sessions, testing

A_MINUTE = 60
AN_HOUR = 3600
TEN_SECONDS = 10


def expire_orders() -> str:
    """Close open orders whose time is over."""
    closed = orders.expire_due()
    return f"{closed} orders expired" if closed else ""


def remind_of_orders() -> str:
    """Write to those whose order is about to expire."""
    written = orders.remind_due()
    return f"{written} reminders written" if written else ""


def send_refunds() -> str:
    """Send what is to be given back through the providers."""
    sent = sending.send_due()
    return f"{sent} refunds sent" if sent else ""


def reconcile_books() -> str:
    """Compare each seller's book with the providers', once a day."""
    compared = reconciliation.reconcile_due()
    return f"{compared} books compared" if compared else ""


def report_test_payments() -> str:
    """Let the fictional provider report what it was told to report late."""
    told = testing.tell_due()
    return f"{told} test payments reported" if told else ""


def look_after_stripe() -> str:
    """Take up events that came before their payments; close and ask about sessions."""
    if not settings().is_complete:
        return ""
    found, changed = stripe_events.take_up_waiting(), stripe_sessions.look_after_sessions()
    return f"{found} events taken up, {changed} sessions ended" if found or changed else ""


JOBS: tuple[Job, ...] = (
    Job("expire_orders", A_MINUTE, expire_orders),
    Job("remind_of_orders", A_MINUTE, remind_of_orders),
    Job("send_refunds", A_MINUTE, send_refunds),
    Job("reconcile_books", AN_HOUR, reconcile_books),
    Job("report_test_payments", TEN_SECONDS, report_test_payments),
    Job("look_after_stripe", A_MINUTE, look_after_stripe),
)
