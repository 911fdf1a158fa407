"""What the staff types: ticket types, codes, questions, gates, messages, lists of people."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import NumberRange, Optional

from ecosystem.contests.forms.base import PlainForm, TakesErrors, WholeField, ZonedField, offered
from ecosystem.core.forms import DongField, VersionedForm, at_most, required
from ecosystem.core.identifiers import public_id
from ecosystem.core.web.formatting import format_date, format_money, in_language
from ecosystem.events.models import Event
from ecosystem.payments.domain.pricing import LARGEST_TOTAL
from ecosystem.payments.forms.refund_rules import RefundRuleFields
from ecosystem.visitors.domain.admission import LONGEST_LINK
from ecosystem.visitors.domain.people import Person, decoded, people_from
from ecosystem.visitors.domain.states import EntryPolicy, QuestionKind
from ecosystem.visitors.kinds import POLICY_TITLES, QUESTION_TITLES
from ecosystem.visitors.models import TicketType
from ecosystem.visitors.services.registering import LARGEST_GROUP

LARGEST_FILE = 2 * 1024 * 1024
LONGEST_HOURS = int(LONGEST_LINK.total_seconds()) // 3600
HIGHEST_PRICE = LARGEST_TOTAL // LARGEST_GROUP


class TicketTypeForm(TakesErrors, VersionedForm):
    """A kind of ticket."""

    name = StringField(_l("Name"), [required(), at_most(120)], description=_l("Such as Vé tham quan or Vé đoàn."))
    name_en = StringField(_l("Name in English"), [Optional(), at_most(120)])
    description = StringField(_l("What is it for?"), [Optional(), at_most(500)])
    price = DongField(_l("Price"), description=_l("Empty or 0: free."))
    capacity = WholeField(
        _l("Number of places"), [Optional(), NumberRange(1, 1_000_000)], description=_l("Empty: without limit.")
    )
    opens_at = ZonedField(_l("Registration begins"), [Optional()])
    closes_at = ZonedField(_l("Registration ends"), [Optional()])
    group_min = WholeField(
        _l("Fewest tickets of one registration"), [required(), NumberRange(1, LARGEST_GROUP)], default=1
    )
    per_person = WholeField(_l("Most tickets of one address"), [required(), NumberRange(1, LARGEST_GROUP)], default=5)
    entry_policy = RadioField(
        _l("How often does it let in?"),
        choices=offered((each.value, text) for each, text in POLICY_TITLES.items()),
        default=EntryPolicy.DAILY.value,
    )
    valid_days = SelectMultipleField(_l("Valid on"), description=_l("None ticked: every day of the event."))
    needs_code = BooleanField(_l("Only with an invitation code"))
    is_open = BooleanField(_l("Registration is open"), default=True)

    def validate_price(self, field: DongField) -> None:
        """No price is below zero, nor so high that a group could not be sold its tickets in one order."""
        if field.data is not None and field.data < 0:
            raise ValidationError(_l("A price cannot be negative."))
        if field.data is not None and field.data > HIGHEST_PRICE:
            raise ValidationError(_l("At most %(amount)s, please.", amount=format_money(HIGHEST_PRICE)))

    def validate_closes_at(self, field: ZonedField) -> None:
        """A registration ends after it began."""
        if field.instant is not None and self.opens_at.instant is not None and field.instant <= self.opens_at.instant:
            raise ValidationError(_l("The end must come after the beginning."))

    def validate_per_person(self, field: WholeField) -> None:
        """A whole group fits."""
        if field.data is not None and self.group_min.data is not None and field.data < self.group_min.data:
            raise ValidationError(_l("At least as many as the smallest group."))

    def to_values(self) -> dict[str, Any]:
        """Return the settings as columns."""
        return {
            "name": self.name.data,
            "name_en": self.name_en.data or "",
            "description": self.description.data or "",
            "price": self.price.data or 0,
            "capacity": self.capacity.data,
            "opens_at": self.opens_at.instant,
            "closes_at": self.closes_at.instant,
            "group_min": self.group_min.data,
            "per_person": self.per_person.data,
            "entry_policy": EntryPolicy(self.entry_policy.data),
            "valid_days": sorted(self.valid_days.data or []),
            "needs_code": bool(self.needs_code.data),
            "is_open": bool(self.is_open.data),
        }


def ticket_type_form(event: Event, ticket_type: TicketType | None = None) -> TicketTypeForm:
    """Return the form of a ticket type of `event`."""
    form = TicketTypeForm(obj=ticket_type)
    days = [
        event.starts_on + timedelta(number) for number in range(min(60, (event.ends_on - event.starts_on).days + 1))
    ]
    chosen = {date.fromisoformat(text) for text in (ticket_type.valid_days if ticket_type else [])}
    form.valid_days.choices = offered((day.isoformat(), format_date(day)) for day in sorted({*days, *chosen}))
    for field in (form.opens_at, form.closes_at):
        field.zone = event.timezone
    if not form.is_submitted() and ticket_type is not None:
        form.opens_at.show(ticket_type.opens_at)
        form.closes_at.show(ticket_type.closes_at)
        form.entry_policy.data = ticket_type.entry_policy.value
    return form


class RefundForm(RefundRuleFields, VersionedForm):
    """What goes back to visitors who cancel paid tickets."""


class CodesForm(PlainForm):
    """Invitation codes to make."""

    ticket_type = SelectField(_l("For the ticket"))
    code = StringField(_l("Invitation code"), [Optional(), at_most(40)], description=_l("Empty: random ones are made."))
    number = WholeField(_l("How many codes"), [required(), NumberRange(1, 500)], default=1)
    uses = WholeField(_l("Tickets of each code"), [required(), NumberRange(1, 10_000)], default=1)
    note = StringField(_l("For whom"), [Optional(), at_most(200)])
    expires_at = ZonedField(_l("Good until"), [Optional()])


def codes_form(event: Event, types: Sequence[TicketType]) -> CodesForm:
    """Return the form with the event's ticket types."""
    form = CodesForm()
    form.expires_at.zone = event.timezone
    form.ticket_type.choices = offered((each.public_id, in_language(each, "name")) for each in types)
    return form


class QuestionForm(PlainForm):
    """A further question of the registration form."""

    text = StringField(_l("Question"), [required(), at_most(300)])
    text_en = StringField(_l("Question in English"), [Optional(), at_most(300)])
    kind = SelectField(
        _l("Kind of answer"), choices=offered((each.value, text) for each, text in QUESTION_TITLES.items())
    )
    choices = TextAreaField(_l("Choices, one a line"), [Optional(), at_most(3_000)])
    is_required = BooleanField(_l("Must be answered"))

    def to_values(self) -> dict[str, Any]:
        """Return the question as columns."""
        lines = [line.strip()[:200] for line in (self.choices.data or "").splitlines() if line.strip()]
        return {
            "text": self.text.data,
            "text_en": self.text_en.data or "",
            "kind": QuestionKind(self.kind.data),
            "choices": list(dict.fromkeys(lines))[:50],
            "is_required": bool(self.is_required.data),
        }


class GateForm(PlainForm):
    """A gate."""

    name = StringField(_l("Name of the gate"), [required(), at_most(120)], description=_l("Such as Cổng chính."))
    capacity = WholeField(
        _l("People inside at most"), [Optional(), NumberRange(1, 1_000_000)], description=_l("Empty: without limit.")
    )


class HelperForm(PlainForm):
    """A link for a helper's telephone."""

    label = StringField(_l("For whom"), [required(), at_most(120)], description=_l("Such as Tình nguyện viên 3."))
    hours = WholeField(_l("Good for so many hours"), [required(), NumberRange(1, LONGEST_HOURS)], default=12)


class MessageForm(PlainForm):
    """The organiser's own words to visitors."""

    subject = StringField(_l("Subject"), [required(), at_most(200)])
    body = TextAreaField(_l("Message"), [required(), at_most(10_000)])
    batch = HiddenField(validators=[at_most(40)], default=lambda: public_id(16))


class ImportForm(PlainForm):
    """People to register in one go, pasted or from a file."""

    ticket_type = SelectField(_l("Ticket"))
    people = TextAreaField(
        _l("People"),
        [Optional(), at_most(400_000)],
        description=_l("One a line: name; e-mail; organisation; telephone. A first line may name the columns."),
    )
    file = FileField(
        _l("Or a CSV file"), description=_l("UTF-8, UTF-16 or the old Vietnamese code page; at most 2 MB.")
    )
    tell = BooleanField(_l("Send everybody with an address their ticket"), default=True)

    step = HiddenField()

    def validate_file(self, field: FileField) -> None:
        """A text file; what it holds is put into the box, where it can be looked at and mended."""
        if not field.data or not field.data.filename:
            return
        content = field.data.stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ValidationError(_l("The file is larger than 2 MB."))
        try:
            self.people.data = decoded(content)
        except ValueError as error:
            raise ValidationError(_l("This is no CSV file. Please save the table as CSV (UTF-8).")) from error

    def people_given(self) -> list[Person]:
        """Return the people as read."""
        return people_from(self.people.data or "")


def import_form(types: Sequence[TicketType]) -> ImportForm:
    """Return the form with the event's ticket types."""
    form = ImportForm()
    form.ticket_type.choices = offered((each.public_id, in_language(each, "name")) for each in types)
    return form


class GatePageForm(PlainForm):
    """The controls of the check-in page; nothing of it is ever sent as a form."""

    direction = RadioField(_l("Direction"), choices=offered((("in", _l("In")), ("out", _l("Out")))), default="in")
    query = StringField(
        _l("Code or name"),
        description=_l("The code under the QR code, or part of the name (without marks is fine)."),
    )
