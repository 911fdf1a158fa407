"""Leads: only with consent, gone without it."""

import pytest
from sqlalchemy.orm import Session

from ecosystem.accounts.services.privacy import erase_account
from ecosystem.core.database import db
from ecosystem.core.errors import Refused
from ecosystem.core.invariants import violations
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.visitors.domain.people import Person
from ecosystem.visitors.domain.states import ConsentPurpose, LeadState, Outcome, Warmth
from ecosystem.visitors.invariants import INVARIANTS
from ecosystem.visitors.models import Ticket
from ecosystem.visitors.queries.leads import LeadFilter, all_leads, counts_of
from ecosystem.visitors.queries.links import qr_text
from ecosystem.visitors.services.consents import give_consent, withdraw_consent
from ecosystem.visitors.services.issuing import hand_over
from ecosystem.visitors.services.leads import Badge, answer_request, edit_lead, scan_badge
from tests.support.factories.accounts import account
from tests.support.factories.exhibitions import make_exhibition, make_exhibitor
from tests.support.factories.visitors import (
    make_lead,
    make_registration,
    make_running_event,
    make_ticket,
    make_ticket_type,
)


def met(**values: object) -> tuple[Exhibitor, Ticket]:
    event = make_running_event()
    exhibitor = make_exhibitor(make_exhibition(event))
    return exhibitor, make_ticket(make_ticket_type(event), **values)  # type: ignore[arg-type]


def shown(exhibitor: Exhibitor, query: str = "") -> list[str]:
    return [lead.ticket.holder_name for lead in all_leads(exhibitor, LeadFilter(query=query))]


def sound() -> None:
    assert [str(each) for each in violations(INVARIANTS)] == []


def test_with_consent_the_contact_is_shared_once(session: Session) -> None:
    exhibitor, ticket = met()
    give_consent(ticket, ConsentPurpose.BADGE_SCAN, channel="registration", language="vi")
    first = scan_badge(exhibitor, Badge(qr_text(ticket)), by=exhibitor.contact_id)
    again = scan_badge(exhibitor, Badge(qr_text(ticket)), by=exhibitor.contact_id)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.lead is again.lead
    assert shown(exhibitor, "tran mau") == ["Trần Mẫu Lan"]
    sound()


def test_without_consent_nothing_is_shown_until_the_visitor_agrees(session: Session) -> None:
    exhibitor, ticket = met()
    lead = scan_badge(exhibitor, Badge(qr_text(ticket)), by=exhibitor.contact_id).lead
    assert lead is not None
    assert (lead.state, shown(exhibitor), lead.search_text) == (LeadState.ASKED, [], "")
    with pytest.raises(Refused):
        edit_lead(lead, {"notes": "x"}, shown=None)
    answer_request(lead, agrees=True, language="vi")
    assert shown(exhibitor) == ["Trần Mẫu Lan"]
    sound()


def test_declined_and_withdrawn_leave_a_number_only(session: Session) -> None:
    exhibitor, ticket = met()
    other = make_ticket(ticket.ticket_type, "Lê Mẫu Hoà")
    first = scan_badge(exhibitor, Badge(qr_text(ticket), note="gặp ở quầy"), by=exhibitor.contact_id).lead
    second = scan_badge(exhibitor, Badge(qr_text(other)), by=exhibitor.contact_id).lead
    assert first is not None and second is not None  # noqa: PT018
    answer_request(first, agrees=False, language="vi")
    answer_request(second, agrees=True, language="vi")
    edit_lead(second, {"notes": "hỏi giá", "rating": 3, "warmth": Warmth.HOT, "tags": ["đại lý"]}, shown=None)
    answer_request(second, agrees=False, language="vi")
    assert counts_of(exhibitor) == {LeadState.DECLINED: 1, LeadState.WITHDRAWN: 1}
    assert (first.notes, second.notes, second.rating, second.tags, second.search_text) == ("", "", None, [], "")
    sound()


def test_one_exhibitor_loses_the_contact_and_the_others_keep_it(session: Session) -> None:
    exhibitor, ticket = met()
    other = make_exhibitor(exhibitor.exhibition)
    lead, kept = make_lead(exhibitor, ticket), make_lead(other, ticket)
    answer_request(lead, agrees=False, language="vi")
    assert (lead.state, kept.state) == (LeadState.WITHDRAWN, LeadState.GIVEN)
    withdraw_consent(ticket, ConsentPurpose.BADGE_SCAN)
    db.session.refresh(kept)
    assert kept.state is LeadState.WITHDRAWN
    sound()


def test_a_ticket_handed_over_takes_the_contact_along(session: Session) -> None:
    exhibitor, ticket = met()
    lead = make_lead(exhibitor, ticket)
    hand_over(ticket, Person("Người khác"), by=None)
    db.session.refresh(lead)
    assert lead.state is LeadState.WITHDRAWN
    assert scan_badge(exhibitor, Badge(qr_text(ticket)), by=exhibitor.contact_id).problem is Outcome.HANDED_OVER


def test_badges_of_elsewhere_and_made_up_ones(session: Session) -> None:
    exhibitor, ticket = met()
    elsewhere = make_ticket()
    forged = qr_text(ticket)[:-12] + "A" * 12
    problems = [
        scan_badge(exhibitor, Badge(text), by=exhibitor.contact_id).problem
        for text in (qr_text(elsewhere), forged, "x", "K3M9P2QRTZ7H")
    ]
    assert problems == [Outcome.OTHER_EVENT, Outcome.FORGED, Outcome.UNKNOWN, Outcome.UNKNOWN]


def test_an_erased_person_is_nowhere(session: Session) -> None:
    person = account("Trần Mẫu Lan", "lan@example.vn")
    event = make_running_event()
    registration = make_registration(
        make_ticket_type(event), "Trần Mẫu Lan", account_id=person.id, email="lan@example.vn"
    )
    exhibitor = make_exhibitor(make_exhibition(event))
    lead = make_lead(exhibitor, registration.tickets[0])
    edit_lead(lead, {"notes": "Chị Lan hỏi giá"}, shown=None)
    erase_account(person.id, by=person.id)
    for row in (registration, registration.tickets[0], lead):
        db.session.refresh(row)
    texts = str([vars(row) for row in (registration, registration.tickets[0], lead)])
    assert "Lan" not in texts
    assert "lan@example.vn" not in texts
    assert shown(exhibitor) == []
    sound()
