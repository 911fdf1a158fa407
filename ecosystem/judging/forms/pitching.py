"""What the secretariat fills in around a pitch day."""

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, DateTimeLocalField, HiddenField, StringField
from wtforms.validators import NumberRange, Optional, Regexp

from ecosystem.core import clock
from ecosystem.core.forms import Form, WholeNumberField, at_most, required
from ecosystem.judging.models import PitchDay
from ecosystem.judging.services.pitch_order import Plan

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
LONGEST_MINUTES = 240


def fresh_seed() -> str:
    """Return a seed nobody chose."""
    return secrets.token_hex(8)


def _minutes(label: Any) -> WholeNumberField:
    limits = NumberRange(0, LONGEST_MINUTES, _l("Between 0 and %(max)d minutes, please.", max=LONGEST_MINUTES))
    return WholeNumberField(label, validators=[required(), limits])


class PlanForm(Form):
    """Begin and lengths, in minutes."""

    starts_at = DateTimeLocalField(_l("Begins"), format=_FORMATS, validators=[Optional()])
    pitch = _minutes(_l("Pitch, minutes"))
    questions = _minutes(_l("Questions, minutes"))
    gap = _minutes(_l("Change between entries, minutes"))
    is_open = BooleanField(_l("The screens of the hall open without signing in"))

    def show(self, day: PitchDay | None, zone: str) -> None:
        """Fill in what is stored, or usual lengths."""
        self.pitch.data, self.questions.data, self.gap.data = 5, 5, 1
        if day is None:
            return
        self.starts_at.data = day.starts_at.astimezone(clock.zone(zone)) if day.starts_at else None
        self.pitch.data, self.questions.data = day.pitch_seconds // 60, day.question_seconds // 60
        self.gap.data, self.is_open.data = day.gap_seconds // 60, day.is_open

    def to_value(self, zone: str) -> Plan:
        """Return the plan; times are those of the contest's zone."""
        begins = self.starts_at.data
        return Plan(
            starts_at=clock.local(begins, zone) if begins else None,
            pitch_seconds=60 * (self.pitch.data or 0),
            question_seconds=60 * (self.questions.data or 0),
            gap_seconds=60 * (self.gap.data or 0),
            is_open=bool(self.is_open.data),
        )


class DrawForm(Form):
    """The seed of a draw: thrown by us unless somebody types one, such as the winning lottery number of the day."""

    seed = StringField(
        _l("Seed, to repeat the result"),
        validators=[required(), at_most(64), Regexp(r"^[\w.:-]+$", message=_l("Letters and digits only."))],
        description=_l("The same seed gives the same order, so that anybody can check the draw."),
    )
    reason = StringField(_l("Reason"), validators=[at_most(500)])


class MoveForm(Form):
    """Where a place goes, and why."""

    to = WholeNumberField(_l("New place"), validators=[Optional(), NumberRange(1, 10_000)])
    reason = StringField(_l("Reason"), validators=[required(_l("Please give a reason.")), at_most(500)])


class BreakForm(Form):
    """A break in the programme."""

    title = StringField(_l("Title"), validators=[required(), at_most(200)])
    minutes = _minutes(_l("Minutes"))
    to = WholeNumberField(lazy_pgettext("order", "Place"), validators=[required(), NumberRange(1, 10_000)])


class StepForm(Form):
    """A step of the clock, with the version of the screen it was pressed on."""

    version = HiddenField()

    @property
    def shown(self) -> int | None:
        """The version, None when there was none."""
        text = str(self.version.data or "")
        return int(text) if text.isdigit() and len(text) < 10 else None
