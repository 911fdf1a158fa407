"""What an event offers its visitors: ticket types, invitation codes, questions of the form."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused
from ecosystem.core.identifiers import public_id
from ecosystem.events.models import Event
from ecosystem.visitors.domain.states import QuestionKind
from ecosystem.visitors.models import InvitationCode, Registration, TicketType, VisitorQuestion
from ecosystem.visitors.services.ending import offer_places

MOST_CODES = 500


def add_type(event: Event, values: Mapping[str, Any], *, by: int) -> TicketType:
    """Add a ticket type at the end of the list. Raises AlreadyTaken for a name that is there."""
    with transaction() as current:
        last = current.scalar(select(func.max(TicketType.position)).where(TicketType.event_id == event.id))
        row = TicketType(event_id=event.id, position=(last or 0) + 1, **values)
        with unique_or(_l("There is a ticket of this name already.")):
            current.add(row)
            current.flush()
        record("visitors.type_added", row, by=by, scope=event, note=row.name)
        return row


def change_type(ticket_type: TicketType, values: Mapping[str, Any], *, by: int, shown: int | None) -> TicketType:
    """Change a ticket type. The price holds for later registrations; more places go to those who wait.

    Raises StaleEdit after somebody else's change, AlreadyTaken for another's name, Invalid for a capacity below what
    is taken.
    """
    with transaction() as current:
        row = locked(TicketType, ticket_type.id)
        check_version(row, shown)
        capacity = values.get("capacity", row.capacity)
        if capacity is not None and capacity < row.taken:
            text = _l("%(number)s places are taken already.", number=row.taken)
            raise Invalid(text, details={"capacity": text})
        with unique_or(_l("There is a ticket of this name already.")):
            changes = assign(row, values)
            current.flush()
        record("visitors.type_changed", row, by=by, scope=ticket_type.event, changes=changes)
        offer_places(row.id)
        return row


def delete_type(ticket_type: TicketType, *, by: int) -> None:
    """Delete a ticket type nobody registered for. Raises Refused otherwise: close it instead."""
    with transaction() as current:
        row = locked(TicketType, ticket_type.id)
        used = select(func.count()).select_from(Registration).where(Registration.ticket_type_id == row.id)
        if current.scalar(used):
            raise Refused(_l("People have registered for this ticket. Close its registration instead of deleting it."))
        current.execute(delete(InvitationCode).where(InvitationCode.ticket_type_id == row.id))
        record("visitors.type_deleted", row, by=by, scope=ticket_type.event, note=row.name)
        current.delete(row)


def make_codes(
    ticket_type: TicketType, *, number: int, uses: int, note: str, expires_at: datetime | None, by: int, code: str = ""
) -> Sequence[InvitationCode]:
    """Make invitation codes for a ticket type: `number` random ones, or the one named `code`.

    Raises AlreadyTaken for a code the event has.
    """
    words = [code.strip().upper()] if code.strip() else [public_id(10).upper() for _ in range(min(number, MOST_CODES))]
    with transaction() as current:
        rows = [
            InvitationCode(
                event_id=ticket_type.event_id,
                ticket_type_id=ticket_type.id,
                code=word,
                note=note,
                uses=uses,
                expires_at=expires_at,
            )
            for word in words
        ]
        with unique_or(_l("There is such a code already.")):
            current.add_all(rows)
            current.flush()
        record("visitors.code_made", ticket_type, by=by, scope=ticket_type.event, note=f"{len(rows)} × {uses}")
        return rows


def withdraw_code(event: Event, code_id: str, *, by: int) -> None:
    """Make a code worthless from now on; tickets got with it stay."""
    with transaction() as current:
        row = current.scalar(
            select(InvitationCode).where(InvitationCode.event_id == event.id, InvitationCode.public_id == code_id)
        )
        if row is None:
            raise NoSuchRecord(_l("This is no longer here."))
        if row.expires_at is None or row.expires_at > clock.now():
            row.expires_at = clock.now()
            record("visitors.code_withdrawn", row, by=by, scope=event, note=row.code)


def add_question(event: Event, values: Mapping[str, Any], *, by: int) -> VisitorQuestion:
    """Ask one more question in the form. Raises Invalid for a choice without choices."""
    needs = values["kind"] in (QuestionKind.CHOICE, QuestionKind.CHOICES)
    if needs and len(values["choices"]) < 2:
        text = _l("Please give at least two choices, one a line.")
        raise Invalid(text, details={"choices": text})
    with transaction() as current:
        last = current.scalar(select(func.max(VisitorQuestion.position)).where(VisitorQuestion.event_id == event.id))
        row = VisitorQuestion(event_id=event.id, position=(last or 0) + 1, **values)
        current.add(row)
        record("visitors.question_added", row, by=by, scope=event, note=row.text)
        return row


def remove_question(event: Event, question_id: str, *, by: int) -> None:
    """Ask a question no more; the answers given stay."""
    with transaction():
        row = session().scalar(
            select(VisitorQuestion).where(
                VisitorQuestion.event_id == event.id, VisitorQuestion.public_id == question_id
            )
        )
        if row is None:
            raise NoSuchRecord(_l("This is no longer here."))
        if row.removed_at is None:
            row.removed_at = clock.now()
            record("visitors.question_removed", row, by=by, scope=event, note=row.text)
