"""Forms of enquiries, on both sides."""

from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.forms import DongField, SelectChoice, at_most, required
from ecosystem.showcase.domain.enquiries import ENQUIRY_KINDS, LONGEST_MESSAGE, EnquiryKind, Quote
from ecosystem.showcase.forms.base import OnceForm, OwnForm
from ecosystem.showcase.services.enquiries import Question

LONGEST_AHEAD = timedelta(days=3 * 366)


class AskForm(OnceForm):
    """What a visitor asks an exhibitor."""

    kind = RadioField(
        _l("What would you like?"),
        choices=lambda: [SelectChoice(kind.value, text) for kind, text in ENQUIRY_KINDS.items()],
        default=EnquiryKind.QUESTION.value,
    )
    text = TextAreaField(_l("Your message"), [required(), at_most(LONGEST_MESSAGE)])
    quantity = StringField(_l("Quantity"), [at_most(120)], description=_l("Such as 200 boxes a month."))
    wanted_by = DateField(_l("Needed by"), [Optional()])
    name = StringField(_l("Your name"), [required(), at_most(200)])
    email = EmailField(_l("Your e-mail address"), [required(), at_most(254)])
    phone = TelField(_l("Telephone"), [at_most(40)])
    organisation = StringField(_l("Organisation"), [at_most(200)])
    consent = BooleanField(_l("I agree that my contact details are passed to this exhibitor to answer this enquiry."))

    @classmethod
    def for_person(cls, account: Account | None, kind: str = "") -> "AskForm":
        """Return the form, filled with what an account says about itself."""
        known: dict[str, Any] = {"kind": kind} if kind in set(EnquiryKind) else {}
        if account is not None:
            known |= {name: getattr(account, name) for name in ("name", "email", "phone", "organisation")}
        return cls(data=known)

    def validate_email(self, field: EmailField) -> None:
        """An address that can be written to."""
        try:
            field.data = validate_email(field.data or "", check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError(_l("This is not an e-mail address.")) from error

    def validate_wanted_by(self, field: DateField) -> None:
        """A day to come, and one that somebody plans for."""
        today = clock.now().date()
        if field.data and not today - timedelta(days=1) <= field.data <= today + LONGEST_AHEAD:
            raise ValidationError(_l("Please give a day to come."))

    def validate_consent(self, field: BooleanField) -> None:
        """Without it nobody could answer."""
        if not field.data:
            raise ValidationError(_l("Please agree, so that the exhibitor can answer."))

    def to_value(self, language: str) -> Question:
        """Return what was typed."""
        wants_quote = self.kind.data == EnquiryKind.QUOTE
        return Question(
            kind=EnquiryKind(self.kind.data),
            text=self.text.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            organisation=self.organisation.data or "",
            quantity=(self.quantity.data or "") if wants_quote else "",
            wanted_by=self.wanted_by.data if wants_quote else None,
            language=language,
            sent_key=self.sent_key.data or "",
        )


class ReplyForm(OnceForm):
    """The next message of a thread."""

    text = TextAreaField(_l("Your message"), [required(), at_most(LONGEST_MESSAGE)])


class AnswerForm(ReplyForm):
    """The exhibitor's message, with a quote if one is made."""

    text = TextAreaField(_l("Your answer"), [required(), at_most(LONGEST_MESSAGE)])
    quote_amount = DongField(_l("Quote"), description=_l("The whole amount you offer. Leave it empty for none."))
    quote_until = DateField(_l("The quote is good until"), [Optional()])

    def validate_quote_until(self, field: DateField) -> None:
        """A day to come, of a quote."""
        if field.data and self.quote_amount.data is None:
            raise ValidationError(_l("Please type the amount of the quote."))
        if field.data and field.data < clock.now().date() - timedelta(days=1):
            raise ValidationError(_l("Please give a day to come."))

    @property
    def quote(self) -> Quote | None:
        """The offer that was typed; None when there is none."""
        if self.quote_amount.data is None:
            return None
        return Quote(self.quote_amount.data, self.quote_until.data)


class ReportForm(OwnForm):
    """Why somebody is reported to the organiser."""

    reason = TextAreaField(
        _l("What is wrong?"), [required(), at_most(2_000)], description=_l("The organiser then reads this thread.")
    )


class NoteForm(OwnForm):
    """A note to something one keeps."""

    note = StringField(_l("Note"), [at_most(500)])
