"""The settings of a programme."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from ecosystem.core.forms import SelectChoice, VersionedForm, WholeNumberField, ZonedField, at_most, required
from ecosystem.events.models import Event
from ecosystem.mentoring.domain.life_cycle import Mode
from ecosystem.mentoring.kinds.programmes import MODES
from ecosystem.mentoring.models import Programme

_TIME = _l("Please give a date and a time, such as 22/11/2026 17:00.")


def _whole(label: Any, least: int, most: int, default: int, description: Any = "") -> WholeNumberField:
    return WholeNumberField(label, [required(), NumberRange(least, most)], default=default, description=description)


class ProgrammeForm(VersionedForm):
    """All settings."""

    title = StringField(_l("Title"), [required(), at_most(200)])
    title_en = StringField(_l("Title in English"), [Optional(), at_most(200)])
    summary = StringField(_l("In one sentence"), [at_most(300)])
    description = TextAreaField(
        _l("Description"), [at_most(20_000)], description=_l("For whom it is, what happens, what it costs.")
    )
    event = SelectField(_l("Event"), description=_l("None: a standing programme of the organiser."))
    mode = RadioField(
        _l("How mentors and startups find each other"),
        choices=lambda: [SelectChoice(each.value, text) for each, text in MODES.items()],
        default=Mode.REQUESTS.value,
    )
    opens_at = ZonedField(_l("Opens"), [required(_TIME)])
    closes_at = ZonedField(
        _l("Closes"), [required(_TIME)], description=_l("Until then people join, and send requests or rank.")
    )
    ends_at = ZonedField(_l("Mentoring ends"), [required(_TIME)])
    session_minutes = _whole(_l("Length of a session in minutes"), 15, 480, 60)
    sessions_planned = _whole(_l("Planned sessions of each match"), 1, 100, 6)
    mentor_capacity = _whole(_l("Startups a mentor"), 1, 20, 3, _l("When a mentor's profile says nothing else."))
    mentors_per_startup = _whole(_l("Mentors a startup"), 1, 5, 1)
    wishes = _whole(_l("Wishes a startup"), 1, 20, 3, _l("Requests in a row, or ranks in a matching round, at most."))
    open_requests = _whole(
        _l("Requests that wait at a time"), 1, 5, 1, _l("Of one startup. The others follow when one comes to nothing.")
    )
    answer_hours = _whole(_l("Hours to answer a request"), 12, 336, 72)
    startups_need_approval = BooleanField(_l("Startups take part only once you have accepted them"))

    @classmethod
    def showing(cls, programme: Programme | None, events: Iterable[Event], zone: str) -> "ProgrammeForm":
        """Return the form filled with what is stored, or with what was sent."""
        form = cls(obj=programme)
        form.event.choices = [SelectChoice("", "–"), *(SelectChoice(str(each.id), each.title) for each in events)]
        for field in (form.opens_at, form.closes_at, form.ends_at):
            field.zone = zone
        if programme is not None and not form.is_submitted():
            form.opens_at.show(programme.opens_at)
            form.closes_at.show(programme.closes_at)
            form.ends_at.show(programme.ends_at)
            form.event.data = str(programme.event_id or "")
            form.mode.data = programme.mode.value
        return form

    def validate_opens_at(self, field: ZonedField) -> None:
        """A programme has a beginning."""
        if field.instant is None:
            raise ValidationError(_TIME)

    def validate_closes_at(self, field: ZonedField) -> None:
        """It closes after it opened."""
        if field.instant is None:
            raise ValidationError(_TIME)
        if self.opens_at.instant is not None and field.instant <= self.opens_at.instant:
            raise ValidationError(_l("The end must come after the beginning."))

    def validate_ends_at(self, field: ZonedField) -> None:
        """Mentoring lasts beyond the time of matching."""
        if field.instant is None:
            raise ValidationError(_TIME)
        if self.closes_at.instant is not None and field.instant < self.closes_at.instant:
            raise ValidationError(_l("Mentoring cannot end before the programme closes for requests."))

    def to_values(self) -> dict[str, Any]:
        """Return the settings as columns."""
        numbers = (
            "session_minutes", "sessions_planned", "mentor_capacity", "mentors_per_startup", "wishes", "open_requests",
            "answer_hours",
        )  # fmt: skip
        return {
            "title": self.title.data,
            "title_en": self.title_en.data or "",
            "summary": self.summary.data or "",
            "description": self.description.data or "",
            "event_id": int(self.event.data) if self.event.data else None,
            "mode": Mode(self.mode.data),
            "opens_at": self.opens_at.instant,
            "closes_at": self.closes_at.instant,
            "ends_at": self.ends_at.instant,
            "startups_need_approval": bool(self.startups_need_approval.data),
            **{name: self[name].data for name in numbers},
        }
