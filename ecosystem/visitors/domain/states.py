"""The states and kinds of registrations, tickets, entries and leads."""

from enum import StrEnum


class EntryPolicy(StrEnum):
    """How often a ticket lets somebody in."""

    ONCE = "once"  # one entry, whatever happens afterwards
    REENTRY = "reentry"  # in again after an exit was scanned
    DAILY = "daily"  # one entry on each day of the event


class RegistrationState(StrEnum):
    """Where a registration stands. Unverified, awaiting and offered ones hold their places until they expire."""

    UNVERIFIED = "unverified"  # a guest has to open the link in the mail
    AWAITING_PAYMENT = "awaiting_payment"
    WAITING = "waiting"  # on the waiting list, holds no place
    OFFERED = "offered"  # a place came free and is kept for a while
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class TicketState(StrEnum):
    """What a ticket is worth at the gate."""

    VALID = "valid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    HANDED_OVER = "handed_over"  # another person has a new ticket in its place


class QuestionKind(StrEnum):
    """How a question of the registration form is answered."""

    SHORT = "short"
    LONG = "long"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"


class Outcome(StrEnum):
    """What a scan came to; each has its own words at the gate."""

    ADMITTED = "admitted"
    LEFT = "left"
    ALREADY_IN = "already_in"
    NOT_INSIDE = "not_inside"
    FORGED = "forged"
    UNKNOWN = "unknown"
    OTHER_EVENT = "other_event"
    OTHER_DAY = "other_day"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    HANDED_OVER = "handed_over"
    FULL = "full"


class Direction(StrEnum):
    """Which way somebody passes a gate."""

    IN = "in"
    OUT = "out"


class ConsentPurpose(StrEnum):
    """What a visitor may agree to, each on its own and unticked."""

    BADGE_SCAN = "badge_scan"  # any exhibitor of the event who scans the badge gets the contact data
    ONE_EXHIBITOR = "one_exhibitor"  # the same for one exhibitor, who asked
    NEWS = "news"  # the organiser writes about later events


class LeadState(StrEnum):
    """Whether an exhibitor may see the visitor behind a scan."""

    ASKED = "asked"  # the visitor has not answered yet: nothing of the person is shown
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # counted, with nothing left of the person


class Warmth(StrEnum):
    """How an exhibitor judges a lead."""

    HOT = "hot"
    WARM = "warm"
    COLD = "cold"
