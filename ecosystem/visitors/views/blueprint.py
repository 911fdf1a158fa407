"""What the pages of visitors share: who acts, words for templates."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState

from ecosystem.accounts.models import Account
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core.access import actor
from ecosystem.core.web.formatting import format_datetime
from ecosystem.events.models import Event
from ecosystem.payments.domain.refund_rules import last_days
from ecosystem.visitors.domain.states import EntryPolicy, RegistrationState, TicketState
from ecosystem.visitors.domain.tokens import shown_code
from ecosystem.visitors.kinds import LEAD_TITLES, POLICY_TITLES, STATE_TITLES, STATE_TONES, TICKET_TITLES
from ecosystem.visitors.models import Registration
from ecosystem.visitors.queries.links import qr_text, registration_path, ticket_path
from ecosystem.visitors.services.terms import steps_of

AN_HOUR = timedelta(hours=1)


def somebody() -> Account | None:
    """Return the account of whoever is signed in, None for a guest."""
    who = actor()
    return who if isinstance(who, Account) else None


def origin() -> Origin:
    """Return where the request comes from."""
    return Origin(request.remote_addr or "", "")


def state_words(registration: Registration) -> tuple[str, str]:
    """Return the state in words and its tone."""
    return str(STATE_TITLES[registration.state]), STATE_TONES[registration.state]


def rule_of(event: Event) -> list[tuple[date, int]]:
    """Return what goes back when a paid ticket is cancelled, as (last day, percent)."""
    return last_days(steps_of(event), first_day=event.starts_on)


def hours_words(rows: Sequence[tuple[Any, ...]], zone: str) -> list[tuple[str, int]]:
    """Return (hour in words, the first number) of rows that begin with an hour."""
    return [(format_datetime(row[0], zone), row[1]) for row in rows]


def inside_words(rows: Sequence[tuple[Any, ...]], zone: str) -> list[tuple[str, int]]:
    """Return (hour in words, people inside at its end)."""
    return [(format_datetime(row[0], zone), row[2]) for row in rows]


def name_things(state: BlueprintSetupState) -> None:
    """Let templates say states and policies in words, and write links and codes."""
    state.app.jinja_env.globals.update(
        visit_state=state_words,
        visit_states=RegistrationState,
        visit_state_titles=STATE_TITLES,
        ticket_states=TicketState,
        ticket_titles=TICKET_TITLES,
        lead_titles=LEAD_TITLES,
        entry_policies=EntryPolicy,
        policy_titles=POLICY_TITLES,
        registration_path=registration_path,
        ticket_path=ticket_path,
        ticket_qr=qr_text,
        shown_code=shown_code,
        hours_words=hours_words,
        inside_words=inside_words,
    )


def of_event(bp: Blueprint) -> Blueprint:
    """Make the words known where the blueprint is wired."""
    bp.record(name_things)
    return bp
