"""A mentor's hours as they are typed: a week, rules of booking, days that differ."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from ecosystem.core.forms import (
    Form,
    SelectChoice,
    VersionedForm,
    WebAddressField,
    WholeNumberField,
    at_most,
    required,
)
from ecosystem.core.web.time_zones import ZoneField
from ecosystem.mentoring.domain.availability import MINUTES
from ecosystem.mentoring.domain.week_grid import Weekly, stretches_as_text, stretches_from, weekly_from_cells
from ecosystem.mentoring.models import Availability, ExceptionKind

DAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
_EXAMPLE = _l("Such as 09:00-11:30, 14:00-16:00. Empty: not free.")


class StretchesField(StringField):
    """The stretches of a day; `data` is what was typed, `pairs` the minutes."""

    pairs: list[list[int]] = []  # noqa: RUF012 - replaced, never changed

    def pre_validate(self, form: Any) -> None:
        """Read the stretches."""
        try:
            self.pairs = stretches_from(self.data or "")
        except ValueError as error:
            raise ValidationError(_l("Please write hours such as 09:00-11:30, 14:00-16:00.")) from error


class HoursForm(VersionedForm):
    """Weekly hours and the rules of booking. The grid sends its cells beside the fields."""

    day0 = StretchesField(DAYS[0], [at_most(200)], description=_EXAMPLE)
    day1 = StretchesField(DAYS[1], [at_most(200)])
    day2 = StretchesField(DAYS[2], [at_most(200)])
    day3 = StretchesField(DAYS[3], [at_most(200)])
    day4 = StretchesField(DAYS[4], [at_most(200)])
    day5 = StretchesField(DAYS[5], [at_most(200)])
    day6 = StretchesField(DAYS[6], [at_most(200)])
    timezone = ZoneField(_l("Time zone of these hours"))
    notice_hours = WholeNumberField(
        _l("Notice in hours"),
        [NumberRange(0, 336, _l("Between 0 and 336, please."))],
        description=_l("Nobody books, moves or cancels later than this without your word."),
    )
    buffer_minutes = WholeNumberField(
        _l("Minutes between appointments"), [NumberRange(0, 120, _l("Between 0 and 120, please."))]
    )
    most_per_week = WholeNumberField(_l("Most sessions a week"), [NumberRange(1, 50, _l("Between 1 and 50, please."))])
    days_ahead = WholeNumberField(
        _l("Days that can be booked ahead"), [NumberRange(1, 180, _l("Between 1 and 180, please."))]
    )
    where = StringField(_l("Where you usually meet"), [Optional(), at_most(300)])
    link = WebAddressField(_l("Your usual video room"), [Optional(), at_most(500)])

    @classmethod
    def showing(cls, present: Availability | None, zone: str) -> "HoursForm":
        """The form with the hours as they are."""
        form = cls(obj=present) if present is not None else cls(data=_DEFAULTS | {"timezone": zone})
        if present is not None and not form.is_submitted():
            for day, field in enumerate(form.days):
                field.data = stretches_as_text(present.weekly.get(str(day), []))
        return form

    @property
    def days(self) -> list[StretchesField]:
        """The fields of the weekdays."""
        return [self[f"day{number}"] for number in range(7)]

    def to_values(self, cells: list[str] | None) -> dict[str, Any]:
        """What the use case takes; `cells` of the grid, None when the hours were written."""
        names = ("timezone", "notice_hours", "buffer_minutes", "most_per_week", "days_ahead")
        return {
            "weekly": weekly_from_cells(cells) if cells is not None else self._written(),
            "where": self.where.data or "",
            "link": self.link.data or "",
            **{name: self[name].data for name in names},
        }

    def _written(self) -> Weekly:
        return {str(day): field.pairs for day, field in enumerate(self.days) if field.pairs}


_DEFAULTS = {"notice_hours": 24, "buffer_minutes": 15, "most_per_week": 5, "days_ahead": 45}


class ExceptionForm(Form):
    """Days that differ from the week."""

    kind = RadioField(
        _l("On these days I am"),
        choices=[
            SelectChoice(ExceptionKind.BUSY.value, _l("not free")),
            SelectChoice(ExceptionKind.FREE.value, _l("free as well")),
        ],
        default=ExceptionKind.BUSY.value,
    )
    starts_on = DateField(_l("First day"), [required()])
    ends_on = DateField(_l("Last day"), [Optional()], description=_l("Empty for one day only."))
    hours = StretchesField(
        _l("Only between"), [at_most(40)], description=_l("Such as 13:30-17:00. Empty for the whole day.")
    )
    note = StringField(_l("Note for yourself"), [Optional(), at_most(200)])

    def validate_ends_on(self, field: DateField) -> None:
        """The last day is not before the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day must not lie before the first one."))

    def to_values(self) -> dict[str, Any]:
        """What the use case takes."""
        pairs = self.hours.pairs[:1] or [[0, MINUTES]]
        return {
            "kind": ExceptionKind(self.kind.data),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data or self.starts_on.data,
            "from_minute": pairs[0][0],
            "to_minute": pairs[0][1],
            "note": self.note.data or "",
        }
