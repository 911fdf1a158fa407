"""What holds for all tickets of an event: the rule for giving them back."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.events.models import Event
from ecosystem.payments.domain.refund_rules import share_owed
from ecosystem.visitors.models import Registration, VisitTerms


def terms_of(event: Event) -> VisitTerms | None:
    """Return what holds for the event's tickets, None while nobody said anything: then nothing goes back."""
    return session().scalar(select(VisitTerms).where(VisitTerms.event_id == event.id))


def steps_of(event: Event) -> list[list[int]]:
    """Return the rule for giving tickets of the event back."""
    terms = terms_of(event)
    return list(terms.refund_steps) if terms is not None else []


def set_terms(event: Event, steps: Sequence[Sequence[int]], *, by: int, shown: int | None) -> VisitTerms:
    """Say what goes back when; earlier buyers keep the rule they bought by where it is kinder. Raises StaleEdit."""
    with transaction() as current:
        terms = terms_of(event)
        if terms is None:
            terms = VisitTerms(event_id=event.id, refund_steps=[])
            with unique_or(_l("Somebody else set this a moment ago. Please look again.")):
                current.add(terms)
                current.flush()
        else:
            terms = locked(VisitTerms, terms.id)
            check_version(terms, shown)
        before, terms.refund_steps = terms.refund_steps, [list(step) for step in steps]
        if before != terms.refund_steps:
            changes = {"refund_steps": (before, terms.refund_steps)}
            record("visitors.terms_changed", terms, by=by, scope=event, changes=changes)
        return terms


def refund_percent(registration: Registration) -> int:
    """Return the percentage that goes back to a visitor who cancels now."""
    event = registration.event
    today = clock.now().astimezone(clock.zone(event.timezone)).date()
    return share_owed(registration.refund_steps, steps_of(event), today=today, first_day=event.starts_on)
