"""Enquiries between a visitor and an exhibitor: their life, quotes, and who has to read what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.core.state_machine import StateMachine, step

LONGEST_MESSAGE = 4_000
MOST_LINKS = 3


class EnquiryKind(StrEnum):
    """What the visitor wants."""

    QUESTION = "question"
    QUOTE = "quote"


class EnquiryState(StrEnum):
    """`unconfirmed`: the visitor's address is not proved yet, so nobody else sees it."""

    UNCONFIRMED = "unconfirmed"
    NEW = "new"
    ANSWERED = "answered"
    CLOSED = "closed"


class Side(StrEnum):
    """Who wrote a message."""

    VISITOR = "visitor"
    EXHIBITOR = "exhibitor"


class ReportState(StrEnum):
    """What the organiser made of a report."""

    OPEN = "open"
    UPHELD = "upheld"  # the thread is closed for good
    DISMISSED = "dismissed"


ENQUIRY_STATES: dict[EnquiryState, Text] = {
    EnquiryState.UNCONFIRMED: _l("Address not confirmed"),
    EnquiryState.NEW: _l("Waits for an answer"),
    EnquiryState.ANSWERED: _l("Answered"),
    EnquiryState.CLOSED: _l("Closed"),
}
ENQUIRY_KINDS: dict[EnquiryKind, Text] = {
    EnquiryKind.QUESTION: _l("Question"),
    EnquiryKind.QUOTE: _l("Request for a quote"),
}
OPEN = (EnquiryState.NEW, EnquiryState.ANSWERED)

LIFE: StateMachine[EnquiryState] = StateMachine(
    step("confirm", [EnquiryState.UNCONFIRMED], EnquiryState.NEW, _l("Confirm")),
    step(
        "answer",
        [EnquiryState.NEW, EnquiryState.ANSWERED, EnquiryState.CLOSED],
        EnquiryState.ANSWERED,
        _l("Send the answer"),
    ),
    step(
        "ask_again",
        [EnquiryState.NEW, EnquiryState.ANSWERED, EnquiryState.CLOSED],
        EnquiryState.NEW,
        _l("Send the message"),
    ),
    step("close", [EnquiryState.NEW, EnquiryState.ANSWERED], EnquiryState.CLOSED, _l("Close")),
    step("reopen", [EnquiryState.CLOSED], EnquiryState.ANSWERED, _l("Open again")),
)


@dataclass(frozen=True)
class Quote:
    """An offer inside an answer: whole đồng, good until the end of a day."""

    amount: int
    valid_until: date | None = None

    def stands(self, today: date) -> bool:
        """Tell whether the offer can still be taken today."""
        return self.valid_until is None or today <= self.valid_until


def step_of(side: Side) -> str:
    """Return the step of the life cycle that a message of this side takes."""
    return "answer" if side is Side.EXHIBITOR else "ask_again"


def message_problem(text: str) -> Text | None:
    """Return what is wrong with a message, None when it can be sent."""
    if not text.strip():
        return _l("Please write your message.")
    if len(text) > LONGEST_MESSAGE:
        return _l("At most %(most)s characters, please.", most=LONGEST_MESSAGE)
    if text.lower().count("http://") + text.lower().count("https://") > MOST_LINKS:
        return _l("At most %(most)s links in a message, please.", most=MOST_LINKS)
    return None
