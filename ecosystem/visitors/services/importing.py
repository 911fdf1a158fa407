"""Registering a whole list of people in the organiser's name: guests of honour, schools, exhibitors' staff."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.domain.telephones import telephone
from ecosystem.accounts.models import Account
from ecosystem.audit.services import record
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Text
from ecosystem.visitors.domain.life_cycle import LIVE
from ecosystem.visitors.domain.people import Person
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.models import Registration, TicketType
from ecosystem.visitors.services.issuing import issue_tickets
from ecosystem.visitors.services.places import take_places
from ecosystem.visitors.services.registering import index

MOST_AT_ONCE = 2_000


@dataclass
class Checked:
    """A list looked at before it is taken in: (line number, person), and (line number, name, why not)."""

    good: list[tuple[int, Person]] = field(default_factory=list)
    bad: list[tuple[int, str, Text]] = field(default_factory=list)


def check_people(ticket_type: TicketType, people: Sequence[Person]) -> Checked:
    """Tell who of a list can be registered; nothing is stored. Two statements."""
    found = Checked()
    known = _known(ticket_type)
    for number, person in enumerate(people, 1):
        key = address_key(person.email)
        problem = _problem(person) or (_l("Is registered already.") if key and key in known else None)
        if number > MOST_AT_ONCE:
            problem = _l("More than %(number)s people at once.", number=MOST_AT_ONCE)
        if problem is None:
            found.good.append((number, person))
            known.add(key)
        else:
            found.bad.append((number, person.name, problem))
    return found


def _known(ticket_type: TicketType) -> set[str]:
    statement = select(Registration.email_key).where(
        Registration.ticket_type_id == ticket_type.id, Registration.state.in_(LIVE)
    )
    return set(session().scalars(statement)) - {""}


def _problem(person: Person) -> Text | None:
    if not person.name:
        return _l("The name is missing.")
    try:
        if person.email:
            validate_email(person.email, check_deliverability=False)
    except EmailNotValidError:
        return _l("This is not an e-mail address.")
    try:
        telephone(person.phone)
    except ValueError:
        return _l("This is not a telephone number.")
    return None


def take_in(ticket_type: TicketType, people: Sequence[Person], *, request_key: str, tell: bool, by: Account) -> int:
    """Register everybody of a checked list, free of charge; return how many. The same list sent twice is taken once.

    Without an address the ticket is printed. Raises AlreadyTaken when there are fewer places than people.
    """
    with transaction() as current:
        prefix = f"import-{request_key[:24]}"
        if current.scalar(select(Registration.id).where(Registration.request_key == f"{prefix}-1")) is not None:
            return 0
        if not take_places(ticket_type.id, len(people)):
            raise AlreadyTaken(_l("There are fewer places left than people in the list."))
        with unique_or(_l("This list was taken in a moment ago.")):
            for number, person in enumerate(people, 1):
                row = _registration(ticket_type, person, f"{prefix}-{number}", by)
                current.add(row)
                current.flush()
                issue_tickets(row, by=by.id, tell=tell and bool(person.email))
        record("visitors.imported", ticket_type, by=by.id, scope=ticket_type.event, note=str(len(people)))
        return len(people)


def _registration(ticket_type: TicketType, person: Person, key: str, by: Account) -> Registration:
    row = Registration(
        event_id=ticket_type.event_id,
        event=ticket_type.event,
        ticket_type=ticket_type,
        name=person.name,
        email=person.email,
        email_key=address_key(person.email),
        phone=telephone(person.phone),
        organisation=person.organisation,
        language=by.language,
        quantity=1,
        holds=1,
        unit_price=0,
        holders=[vars(person)],
        request_key=key,
        state=State.UNVERIFIED,
    )
    index(row)
    return row
