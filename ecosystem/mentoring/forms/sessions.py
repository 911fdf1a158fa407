"""What people type about sessions: when, where, who comes, what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional, ValidationError

from ecosystem.core.forms import (
    TIME_FORMATS,
    Form,
    SelectChoice,
    VersionedForm,
    WebAddressField,
    WholeNumberField,
    at_most,
    chosen,
    required,
)
from ecosystem.mentoring.domain.availability import instants_of
from ecosystem.mentoring.models import MentoringSession
from ecosystem.startups.models import StartupMember

PREPARED = (("", _l("No answer")), ("1", _l("Yes")), ("0", _l("No")))


class WallTimeField(DateTimeLocalField):
    """A time on the clock of `zone`, of which there is exactly one instant; `data` stays what was typed.

    Raises ValidationError for the hour that a change of the clock leaves out. Of the hour that it repeats the first
    is meant; `is_twice` says so.
    """

    zone = ""
    instant: datetime | None = None
    is_twice = False

    def __init__(self, label: Any = None, validators: Any = None, **arguments: Any) -> None:
        super().__init__(label, validators, format=TIME_FORMATS, **arguments)

    def pre_validate(self, form: Any) -> None:
        """Find the instant."""
        if not isinstance(self.data, datetime):
            return
        if not 2000 < self.data.year < 2200:
            raise ValidationError(_l("Please give a date and a time, such as 22/11/2026 17:00."))
        found = instants_of(self.data.replace(second=0, microsecond=0), ZoneInfo(self.zone))
        if not found:
            raise ValidationError(
                _l("The clock is put forward that day and this hour is left out. Please choose another one.")
            )
        self.instant, self.is_twice = found[0], len(found) > 1


class DetailsForm(VersionedForm):
    """What a session is about, where, and who of the startup comes."""

    topic = StringField(_l("What it is about"), [Optional(), at_most(300)])
    where = StringField(_l("Where"), [Optional(), at_most(300)], description=_l("Empty for a meeting online."))
    link = WebAddressField(_l("Link to the video room"), [Optional(), at_most(500)])
    attendees = SelectMultipleField(_l("Who of the startup comes"), coerce=int)

    def offer(self, team: Iterable[StartupMember]) -> None:
        """Offer the members of the team."""
        self.attendees.choices = [SelectChoice(each.account_id, each.account.name) for each in team]


class BookForm(DetailsForm):
    """A session to book: one of the free hours, or for a mentor any time."""

    slot = RadioField(_l("When"), validate_choice=False, validators=[Optional()])
    at = WallTimeField(_l("Another time"), [Optional()])

    @property
    def starts_at(self) -> datetime | None:
        """The instant that was chosen; a time that was typed wins."""
        if self.at.instant is not None:
            return self.at.instant
        return moment_from(self.slot.data or "")


class MoveForm(Form):
    """Another time for a session."""

    slot = RadioField(_l("When"), validate_choice=False, validators=[Optional()])
    at = WallTimeField(_l("Another time"), [Optional()])
    reason = StringField(_l("Message to the other side"), [Optional(), at_most(500)])
    ask_first = BooleanField(_l("Ask the other side first; until they answer the present time stands"))

    starts_at = BookForm.starts_at


def moment_from(text: str) -> datetime | None:
    """Read an instant of the slot picker; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and 2000 < found.year < 2200 else None


class ReasonForm(Form):
    """Why, in a sentence."""

    reason = TextAreaField(_l("Reason"), [required(), at_most(1_000)])


class HeldForm(Form):
    """How long a session took."""

    minutes = WholeNumberField(
        _l("Minutes"), [required(), NumberRange(5, 600, _l("Between 5 and 600 minutes, please."))]
    )


class NotesForm(VersionedForm):
    """Notes of a session."""

    text = TextAreaField(_l("Notes"), [Optional(), at_most(20_000)])


class ItemForm(Form):
    """Something that somebody is to do."""

    text = StringField(_l("What is to be done"), [required(), at_most(300)])
    owner_id = SelectField(_l("Who does it"), coerce=int)
    due_on = DateField(_l("Due on"), [Optional()])

    @classmethod
    def offering(cls, people: Sequence[tuple[int, str]], **options: Any) -> "ItemForm":
        """The form with the people of both sides to choose from."""
        form = cls(**options)
        form.owner_id.choices = [SelectChoice(ident, name) for ident, name in people]
        return form


class FeedbackForm(Form):
    """Feedback on a session."""

    rating = RadioField(
        _l("How useful was it?"),
        validators=[chosen()],
        coerce=int,
        choices=[
            SelectChoice(5, _l("5 – very useful")),
            SelectChoice(4, _l("4 – useful")),
            SelectChoice(3, _l("3 – so-so")),
            SelectChoice(2, _l("2 – of little use")),
            SelectChoice(1, _l("1 – of no use")),
        ],
    )
    was_prepared = RadioField(
        _l("Was the other side prepared?"), default="", choices=[SelectChoice(*each) for each in PREPARED]
    )
    to_other = TextAreaField(_l("To the other side"), [Optional(), at_most(2_000)])
    to_organiser = TextAreaField(_l("To the organiser"), [Optional(), at_most(2_000)])

    def to_values(self) -> dict[str, Any]:
        """What the use case takes."""
        prepared = {"1": True, "0": False}.get(self.was_prepared.data or "")
        return {
            "rating": self.rating.data,
            "was_prepared": prepared,
            "to_other": self.to_other.data or "",
            "to_organiser": self.to_organiser.data or "",
        }


def details_of(form: DetailsForm, found: MentoringSession, mentor_id: int) -> None:
    """Show what a session has now."""
    form.attendees.data = [each.account_id for each in found.attendees if each.account_id != mentor_id]
