"""The registration form of an event, with the organiser's own questions, and what holders of tickets type."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional

from ecosystem.accounts.domain.telephones import telephone
from ecosystem.accounts.models import Account
from ecosystem.contests.forms.base import PlainForm, offered
from ecosystem.core.forms import at_most, required
from ecosystem.core.web.formatting import in_language
from ecosystem.visitors.domain.people import Person, people_from
from ecosystem.visitors.domain.states import ConsentPurpose, QuestionKind
from ecosystem.visitors.kinds import CONSENTS
from ecosystem.visitors.models import TicketType, VisitorQuestion
from ecosystem.visitors.services.registering import LARGEST_GROUP, NewRegistration

OFFERED_CONSENTS = (ConsentPurpose.BADGE_SCAN, ConsentPurpose.NEWS)


def checked_address(field: EmailField) -> None:
    """Put the address in order. Raises ValidationError for what nobody can write to."""
    address = _in_order(field.data or "")
    if address is None:
        raise ValidationError(_l("This is not an e-mail address."))
    field.data = address


def _in_order(address: str) -> str | None:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def checked_telephone(field: StringField) -> None:
    """Put the number in order. Raises ValidationError for what is none."""
    try:
        field.data = telephone(field.data or "")
    except ValueError as error:
        words = _l("Please type a telephone number, such as 0912 345 678 or +84 912 345 678.")
        raise ValidationError(words) from error


class RegistrationForm(PlainForm):
    """Who comes, with which ticket; questions and consents are added by `registration_form`."""

    request_key = HiddenField(validators=[at_most(40)])
    ticket_type = RadioField(_l("Ticket"), validate_choice=True)
    name = StringField(_l("Your name"), [required(), at_most(200)])
    email = EmailField(_l("E-mail address"), [required(), at_most(254)])
    phone = StringField(_l("Telephone"), [Optional(), at_most(30)])
    organisation = StringField(_l("Organisation"), [Optional(), at_most(200)])
    comes = BooleanField(_l("I come myself"), default=True)
    people = TextAreaField(
        _l("Further people"),
        [Optional(), at_most(20_000)],
        description=_l("One a line: the name, or name; e-mail; organisation. Cells of a spreadsheet can be pasted."),
    )
    invitation_code = StringField(_l("Invitation code"), [Optional(), at_most(40)])
    discount_code = StringField(_l("Discount code"), [Optional(), at_most(40)])
    may_wait = BooleanField(_l("If no place is left, put me on the waiting list"))
    question_fields: tuple[tuple[VisitorQuestion, str], ...] = ()
    consent_fields: tuple[tuple[ConsentPurpose, str], ...] = ()

    def validate_email(self, field: EmailField) -> None:
        """An address that can be written to."""
        checked_address(field)

    def validate_phone(self, field: StringField) -> None:
        """A telephone number, if there is one."""
        checked_telephone(field)

    def validate_people(self, field: TextAreaField) -> None:
        """Somebody comes; every line has a name."""
        found = people_from(field.data or "")
        if len(found) > LARGEST_GROUP:
            raise ValidationError(_l("At most %(number)s people in one registration.", number=LARGEST_GROUP))
        if any(not person.name for person in found):
            raise ValidationError(_l("Every line needs a name."))
        for person in found:
            if person.email and _in_order(person.email) is None:
                raise ValidationError(_l("%(name)s: this is not an e-mail address.", name=person.name))
        if not found and not self.comes.data:
            raise ValidationError(_l("Say who comes: you, or others."))

    def to_value(self) -> NewRegistration:
        """Return what was typed."""
        first = Person(
            self.name.data or "",
            self.email.data or "",
            self.organisation.data or "",
            self.phone.data or "",
        )
        others = people_from(self.people.data or "")
        return NewRegistration(
            name=self.name.data or "",
            email=self.email.data or "",
            request_key=self.request_key.data or secrets.token_urlsafe(16),
            people=[first, *others] if self.comes.data else others,
            phone=self.phone.data or "",
            organisation=self.organisation.data or "",
            language=str(get_locale()),
            answers=self._answers(),
            consents=[purpose.value for purpose, name in self.consent_fields if self[name].data and self.comes.data],
            invitation_code=self.invitation_code.data or "",
            discount_code=self.discount_code.data or "",
            may_wait=bool(self.may_wait.data),
        )

    def _answers(self) -> dict[str, Any]:
        return {question.public_id: self[name].data for question, name in self.question_fields if self[name].data}


def registration_form(
    types: Sequence[TicketType], questions: Sequence[VisitorQuestion], account: Account | None
) -> RegistrationForm:
    """Return the form with the event's ticket types and questions, filled with what is known of the account."""
    fields: dict[str, Any] = {}
    asked = []
    for question in questions:
        fields[f"question_{question.public_id}"] = _question_field(question)
        asked.append((question, f"question_{question.public_id}"))
    ticked = []
    for purpose in OFFERED_CONSENTS:
        fields[f"consent_{purpose.value}"] = BooleanField(CONSENTS[purpose].title, description=CONSENTS[purpose].text)
        ticked.append((purpose, f"consent_{purpose.value}"))
    kind: type[RegistrationForm] = type("EventRegistrationForm", (RegistrationForm,), fields)
    known: Mapping[str, Any] = (
        {
            "name": account.name,
            "email": account.email,
            "phone": account.phone,
            "organisation": account.organisation,
        }
        if account is not None
        else {}
    )
    form = kind(data={**known, "request_key": secrets.token_urlsafe(16)})
    form.question_fields, form.consent_fields = tuple(asked), tuple(ticked)
    form.ticket_type.choices = offered((each.public_id, in_language(each, "name")) for each in types)
    if not form.is_submitted() and len(types) == 1:
        form.ticket_type.data = types[0].public_id
    return form


def _question_field(question: VisitorQuestion) -> Any:
    label = in_language(question, "text")
    needed = [required()] if question.is_required else [Optional()]
    choices = offered((text, text) for text in question.choices)
    makers: dict[QuestionKind, Any] = {
        QuestionKind.SHORT: lambda: StringField(label, [*needed, at_most(300)]),
        QuestionKind.LONG: lambda: TextAreaField(label, [*needed, at_most(5_000)]),
        QuestionKind.YES_NO: lambda: BooleanField(label),
        QuestionKind.CHOICE: lambda: RadioField(label, needed, choices=choices),
        QuestionKind.CHOICES: lambda: SelectMultipleField(label, needed, choices=choices),
    }
    return makers[question.kind]()


class HandOverForm(PlainForm):
    """Who has the ticket from now on."""

    name = StringField(_l("Name on the ticket"), [required(), at_most(200)])
    email = EmailField(_l("E-mail address"), [required(), at_most(254)])
    organisation = StringField(_l("Organisation"), [Optional(), at_most(200)])

    def validate_email(self, field: EmailField) -> None:
        """An address that can be written to."""
        checked_address(field)

    def to_value(self) -> Person:
        """Return the person."""
        return Person(self.name.data or "", self.email.data or "", self.organisation.data or "")
