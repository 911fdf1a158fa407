"""Places of a ticket type: taken and given back in the database, so that the last one is had once."""

from sqlalchemy import or_, select, update

from ecosystem.core.database import session
from ecosystem.core.errors import NoSuchRecord
from ecosystem.visitors.domain.states import RegistrationState
from ecosystem.visitors.models import InvitationCode, Registration, TicketType


def take_places(ticket_type_id: int, number: int) -> bool:
    """Take `number` places if so many are free; tell whether they were. All or none.

    One statement decides under the row's lock; the check constraint is the last guard. Inside a use case.
    """
    result = session().execute(
        update(TicketType)
        .where(
            TicketType.id == ticket_type_id,
            or_(TicketType.capacity.is_(None), TicketType.taken + number <= TicketType.capacity),
        )
        .values(taken=TicketType.taken + number)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def give_back(ticket_type_id: int, number: int) -> None:
    """Give `number` places back. Inside a use case."""
    if number:
        session().execute(
            update(TicketType)
            .where(TicketType.id == ticket_type_id)
            .values(taken=TicketType.taken - number)
            .execution_options(synchronize_session=False)
        )


def take_code_uses(code_id: int, number: int) -> bool:
    """Use an invitation code `number` times if it has so many uses left; tell whether it had."""
    result = session().execute(
        update(InvitationCode)
        .where(InvitationCode.id == code_id, InvitationCode.used + number <= InvitationCode.uses)
        .values(used=InvitationCode.used + number)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def release(registration: Registration) -> None:
    """Give back what a registration holds: places, and uses of its invitation code. Its row must be locked."""
    give_back(registration.ticket_type_id, registration.holds)
    if registration.invitation_code_id is not None and registration.holds:
        session().execute(
            update(InvitationCode)
            .where(InvitationCode.id == registration.invitation_code_id)
            .values(used=InvitationCode.used - registration.holds)
            .execution_options(synchronize_session=False)
        )
    registration.holds = 0


def hold_type(ticket_type_id: int) -> None:
    """Let registrations of one type wait for each other: PostgreSQL locks the row, SQLite has one writer anyway."""
    found = session().scalar(select(TicketType.id).where(TicketType.id == ticket_type_id).with_for_update())
    if found is None:
        raise NoSuchRecord("")


def next_in_line(ticket_type_id: int) -> int | None:
    """Return the id of the registration that waits longest for this type."""
    return session().scalar(
        select(Registration.id)
        .where(Registration.ticket_type_id == ticket_type_id, Registration.state == RegistrationState.WAITING)
        .order_by(Registration.id)
        .limit(1)
    )
