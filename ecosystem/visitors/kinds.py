"""What tickets, registrations and scans are called, and the texts people agree to."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.visitors.domain.states import (
    ConsentPurpose,
    EntryPolicy,
    LeadState,
    Outcome,
    QuestionKind,
    RegistrationState,
    TicketState,
    Warmth,
)

POLICY_TITLES: dict[EntryPolicy, Text] = {
    EntryPolicy.ONCE: _l("Once"),
    EntryPolicy.REENTRY: _l("In and out, when exits are scanned"),
    EntryPolicy.DAILY: _l("Once a day"),
}
STATE_TITLES: dict[RegistrationState, Text] = {
    RegistrationState.UNVERIFIED: _l("E-mail not confirmed"),
    RegistrationState.AWAITING_PAYMENT: _l("Awaiting payment"),
    RegistrationState.WAITING: _l("On the waiting list"),
    RegistrationState.OFFERED: _l("Place offered"),
    RegistrationState.CONFIRMED: _l("Registered"),
    RegistrationState.CANCELLED: _l("Cancelled"),
    RegistrationState.EXPIRED: _l("Expired"),
}
STATE_TONES: dict[RegistrationState, str] = {
    RegistrationState.UNVERIFIED: "warning",
    RegistrationState.AWAITING_PAYMENT: "warning",
    RegistrationState.WAITING: "info",
    RegistrationState.OFFERED: "info",
    RegistrationState.CONFIRMED: "success",
    RegistrationState.CANCELLED: "neutral",
    RegistrationState.EXPIRED: "neutral",
}
TICKET_TITLES: dict[TicketState, Text] = {
    TicketState.VALID: _l("Valid"),
    TicketState.CANCELLED: _l("Cancelled"),
    TicketState.REFUNDED: _l("Refunded"),
    TicketState.HANDED_OVER: _l("Handed over"),
}
QUESTION_TITLES: dict[QuestionKind, Text] = {
    QuestionKind.SHORT: _l("Short text"),
    QuestionKind.LONG: _l("Long text"),
    QuestionKind.YES_NO: _l("Yes or no"),
    QuestionKind.CHOICE: _l("One of several"),
    QuestionKind.CHOICES: _l("Several of several"),
}
LEAD_TITLES: dict[LeadState, Text] = {
    LeadState.ASKED: _l("Asked, no answer yet"),
    LeadState.GIVEN: _l("Contact shared"),
    LeadState.DECLINED: _l("Declined"),
    LeadState.WITHDRAWN: _l("Consent withdrawn"),
}
WARMTH_TITLES: dict[Warmth, Text] = {
    Warmth.HOT: _l("Hot"),
    Warmth.WARM: _l("Warm"),
    Warmth.COLD: _l("Cold"),
}
# What the gate says: (one big word or two, a sentence, tone).
OUTCOMES: dict[Outcome, tuple[Text, Text, str]] = {
    Outcome.ADMITTED: (_l("Come in"), _l("The ticket is valid."), "success"),
    Outcome.LEFT: (_l("Goodbye"), _l("The exit is noted."), "success"),
    Outcome.ALREADY_IN: (_l("Already in"), _l("This ticket has been used."), "warning"),
    Outcome.NOT_INSIDE: (
        _l("Not inside"),
        _l("This ticket has no open entry."),
        "warning",
    ),
    Outcome.OTHER_DAY: (_l("Not today"), _l("The ticket is valid on other days."), "error"),
    Outcome.CANCELLED: (_l("Cancelled"), _l("This ticket was cancelled."), "error"),
    Outcome.REFUNDED: (_l("Refunded"), _l("This ticket was paid back and is no longer valid."), "error"),
    Outcome.HANDED_OVER: (
        _l("Handed over"),
        _l("The holder gave this ticket to somebody else, who has a new one."),
        "error",
    ),
    Outcome.OTHER_EVENT: (_l("Other event"), _l("This is a ticket of another event."), "error"),
    Outcome.FORGED: (_l("Forged"), _l("This code was not made by us. Please call the person in charge."), "error"),
    Outcome.UNKNOWN: (_l("Unknown"), _l("No ticket has this code."), "error"),
    Outcome.FULL: (_l("Full"), _l("The place behind this gate is full. Please wait until somebody leaves."), "warning"),
}


@dataclass(frozen=True)
class ConsentText:
    """What somebody agrees to, in words, with the version of the words."""

    version: str
    title: Text
    text: Text


CONSENTS: dict[ConsentPurpose, ConsentText] = {
    ConsentPurpose.BADGE_SCAN: ConsentText(
        "2026-11",
        _l("Exhibitors may scan my badge"),
        _l(
            "When I let an exhibitor of this event scan my badge, it gets my name, organisation, e-mail address and "
            "telephone number, to get in touch with me. I can take this back at any time on the page of my ticket."
        ),
    ),
    ConsentPurpose.ONE_EXHIBITOR: ConsentText(
        "2026-11",
        _l("This exhibitor may have my contact"),
        _l(
            "The exhibitor that scanned my badge gets my name, organisation, e-mail address and telephone number, to "
            "get in touch with me. I can take this back at any time on the page of my ticket."
        ),
    ),
    ConsentPurpose.NEWS: ConsentText(
        "2026-11",
        _l("Write to me about later events"),
        _l("The organiser may write to my e-mail address about later events. I can take this back at any time."),
    ),
}

ACTS: dict[str, Text] = {
    "visitors.type_added": _l("Ticket type added"),
    "visitors.type_changed": _l("Ticket type changed"),
    "visitors.type_deleted": _l("Ticket type deleted"),
    "visitors.terms_changed": _l("Refund rule of tickets changed"),
    "visitors.question_added": _l("Question added to the registration"),
    "visitors.question_removed": _l("Question removed from the registration"),
    "visitors.code_made": _l("Invitation code made"),
    "visitors.code_withdrawn": _l("Invitation code withdrawn"),
    "visitors.registered": _l("Visitors registered"),
    "visitors.confirmed": _l("Registration confirmed"),
    "visitors.cancelled": _l("Registration cancelled"),
    "visitors.ticket_cancelled": _l("Ticket cancelled"),
    "visitors.ticket_handed_over": _l("Ticket handed over"),
    "visitors.imported": _l("Visitors imported"),
    "visitors.exported": _l("List of visitors exported"),
    "visitors.news_exported": _l("Addresses for news exported"),
    "visitors.mailed": _l("Mail to visitors"),
    "visitors.gate_added": _l("Gate added"),
    "visitors.gate_changed": _l("Gate changed"),
    "visitors.device_linked": _l("Device for check-in linked"),
    "visitors.device_revoked": _l("Device for check-in revoked"),
    "visitors.scan_undone": _l("Entry undone"),
    "visitors.leads_exported": _l("Leads exported"),
    "visitors.lead_withdrawn": _l("Consent to a lead withdrawn"),
}
FIELDS: dict[str, Text] = {
    "price": _l("Price"),
    "refund_steps": _l("Refunds"),
    "capacity": _l("Capacity"),
    "per_person": _l("Tickets of one address"),
    "group_min": _l("Fewest tickets of one registration"),
    "entry_policy": _l("How often it lets in"),
    "valid_days": _l("Valid on"),
    "needs_code": _l("Only with an invitation code"),
    "is_open": _l("Registration is open"),
    "holder_name": _l("Name on the ticket"),
}
