"""Leads: an exhibitor scans a badge; the visitor decides whether it gets the contact, and may take that back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.core.search import fold
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.visitors import notices
from ecosystem.visitors.domain.admission import moment_of_scan
from ecosystem.visitors.domain.states import ConsentPurpose, LeadState, Outcome, TicketState
from ecosystem.visitors.domain.tokens import event_tag, is_genuine, read_scan
from ecosystem.visitors.models import Lead, Ticket, TicketConsent
from ecosystem.visitors.queries.links import signing_key
from ecosystem.visitors.queries.registrations import whole_ticket
from ecosystem.visitors.services.consents import give_consent, live_consent, withdraw_consent


@dataclass(frozen=True)
class Badge:
    """A scanned badge, as a telephone sends it; times by the telephone's clock."""

    text: str
    at: datetime | None = None
    sent_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class BadgeResult:
    """What a scanned badge came to: the lead, or why there is none. `is_new` tells the first scan from later ones."""

    lead: Lead | None
    problem: Outcome | None = None
    is_new: bool = False


def scan_badge(exhibitor: Exhibitor, badge: Badge, *, by: int) -> BadgeResult:
    """Keep a lead of the badge's holder; a badge scanned again gives the same lead.

    With consent given at registration the lead shows the person at once. Without it the holder is asked, and until
    then nothing of the person is shown.
    """
    event = session().get_one(Exhibition, exhibitor.exhibition_id).event
    scanned = read_scan(badge.text)
    if scanned is None:
        return BadgeResult(None, Outcome.UNKNOWN)
    if not is_genuine(scanned, key=signing_key()):
        return BadgeResult(None, Outcome.FORGED)
    if scanned.tag and scanned.tag != event_tag(event.public_id):
        return BadgeResult(None, Outcome.OTHER_EVENT)
    ticket = session().scalar(select(Ticket).where(Ticket.code == scanned.code).options(*whole_ticket()))
    if ticket is None or ticket.event_id != event.id:
        return BadgeResult(None, Outcome.UNKNOWN if ticket is None else Outcome.OTHER_EVENT)
    if ticket.state is not TicketState.VALID:
        return BadgeResult(None, Outcome(ticket.state.value))
    return _keep(exhibitor, ticket, badge, by=by)


def _keep(exhibitor: Exhibitor, ticket: Ticket, badge: Badge, *, by: int) -> BadgeResult:
    at = received = clock.now()
    if badge.at is not None and badge.sent_at is not None:
        at = moment_of_scan(badge.at, badge.sent_at, received)
    with transaction() as current:
        locked(Ticket, ticket.id)
        present = _lead_of(exhibitor, ticket)
        if present is not None:
            return BadgeResult(present)
        lead = Lead(
            exhibitor_id=exhibitor.id,
            exhibitor=exhibitor,
            ticket_id=ticket.id,
            ticket=ticket,
            scanned_at=at,
            scanned_by_id=by,
            notes=badge.note,
        )
        try:
            with unique_or(""):
                current.add(lead)
                current.flush()
        except AlreadyTaken:
            return BadgeResult(_lead_of(exhibitor, ticket))
        consent = live_consent(ticket.id, ConsentPurpose.BADGE_SCAN)
        if consent is not None:
            _show(lead, consent)
        else:
            notices.contact_asked(ticket, exhibitor.name)
        return BadgeResult(lead, is_new=True)


def _lead_of(exhibitor: Exhibitor, ticket: Ticket) -> Lead | None:
    return session().scalar(select(Lead).where(Lead.exhibitor_id == exhibitor.id, Lead.ticket_id == ticket.id))


def _show(lead: Lead, consent: TicketConsent) -> None:
    lead.state, lead.consent_id, lead.answered_at = LeadState.GIVEN, consent.id, clock.now()
    index_lead(lead)


def index_lead(lead: Lead) -> None:
    """Derive what a lead is found by; nothing of a person who did not agree."""
    if lead.state is not LeadState.GIVEN:
        lead.search_text = ""
        return
    ticket = lead.ticket
    words = (ticket.holder_name, ticket.holder_organisation, ticket.holder_email, lead.notes, *lead.tags)
    lead.search_text = fold(" ".join(words))


def answer_request(lead: Lead, *, agrees: bool, language: str) -> Lead:
    """The visitor shares the contact with this exhibitor, declines, or takes it back. Again changes nothing."""
    with transaction() as current:
        row = locked(Lead, lead.id)
        if agrees and row.state is not LeadState.GIVEN:
            audience = row.exhibitor.public_id
            consent = give_consent(
                row.ticket, ConsentPurpose.ONE_EXHIBITOR, channel="ticket", language=language, audience=audience
            )
            _show(row, consent)
        elif not agrees and row.state is LeadState.ASKED:
            row.state, row.answered_at = LeadState.DECLINED, clock.now()
            _forget(row)
        elif not agrees and row.state is LeadState.GIVEN:
            withdraw_consent(row.ticket, ConsentPurpose.ONE_EXHIBITOR, audience=row.exhibitor.public_id)
            current.refresh(row)
            if row.state is LeadState.GIVEN:  # it rested on the consent to all exhibitors, which stays for the others
                withdraw_lead(row)
        return row


def withdraw_lead(row: Lead) -> None:
    """Leave nothing of a lead but that there was one. Inside a use case."""
    row.state, row.consent_id, row.answered_at = LeadState.WITHDRAWN, None, clock.now()
    _forget(row)
    record("visitors.lead_withdrawn", row, by=None, scope=row.exhibitor)


def _forget(row: Lead) -> None:
    row.notes, row.tags, row.rating, row.warmth, row.follow_up_on = "", [], None, None, None
    row.search_text = ""


def edit_lead(lead: Lead, values: Mapping[str, Any], *, shown: int | None) -> Lead:
    """Change rating, warmth, notes, tags and the day of the follow-up.

    Raises Refused for a lead whose visitor does not agree, StaleEdit after a colleague's change.
    """
    with transaction():
        row = locked(Lead, lead.id)
        if row.state is not LeadState.GIVEN:
            raise Refused(_l("The visitor does not share the contact, so nothing can be noted about the person."))
        check_version(row, shown)
        for name, value in values.items():
            setattr(row, name, value)
        index_lead(row)
        return row
