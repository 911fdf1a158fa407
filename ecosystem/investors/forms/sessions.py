"""What people type in investor sessions: settings, people, wishes, hours, requests."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from ecosystem.core import clock
from ecosystem.core.forms import (
    Form,
    LongSelectField,
    SelectChoice,
    VersionedForm,
    WebAddressField,
    WholeNumberField,
    at_most,
    required,
)
from ecosystem.core.web.formatting import format_time
from ecosystem.core.web.time_zones import ZoneField
from ecosystem.events.models import Event
from ecosystem.investors.domain.plan import SessionPlan
from ecosystem.investors.domain.slots import read_breaks, read_minute, write_breaks, write_minute
from ecosystem.investors.kinds import JOIN_RULES, REQUESTS, WISHES
from ecosystem.investors.models import InvestorSession, RequestKind, SessionSlot, SessionTable, WishKind
from ecosystem.investors.services.planning import EFFORTS

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
NO_TIME = _l("Please give a time in steps of five minutes, such as 14:30.")
EFFORT_WORDS = {1: _l("Quick: some seconds"), 3: _l("Thorough: half a minute"), 10: _l("Very thorough: minutes")}


def _choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in pairs]


def _within(lowest: int, highest: int) -> list[Any]:
    said = _l("Please type a number from %(min)s to %(max)s.")
    return [InputRequired(_l("Please type a whole number.")), NumberRange(lowest, highest, said)]


class SessionForm(VersionedForm):
    """The settings of a session."""

    title = StringField(_l("Title"), [required(), at_most(200)])
    title_en = StringField(_l("Title in English"), [Optional(), at_most(200)])
    description = TextAreaField(_l("Description"), [at_most(5_000)], description=_l("Markdown works."))
    place = StringField(_l("Hall or place"), [at_most(300)])
    held_on = DateField(_l("Day"), [required()])
    timezone = ZoneField(_l("Time zone"))
    starts = StringField(_l("First slot begins"), [required()], default="08:00")
    ends = StringField(_l("Last slot ends"), [required()], default="11:30")
    slot_minutes = WholeNumberField(_l("Minutes of a slot"), _within(5, 240), default=20)
    gap_minutes = WholeNumberField(_l("Minutes between slots"), _within(0, 60), default=0)
    breaks = StringField(_l("Breaks"), [at_most(200)], description=_l("Such as 9:30-9:45, 12:00-13:30."))
    tables = WholeNumberField(_l("Tables"), _within(1, 300), default=10)
    spare_tables = WholeNumberField(
        _l("Spare tables"), _within(0, 60), default=1, description=_l("One in ten to one in five is a good number.")
    )
    is_online = BooleanField(_l("Online: every table is a video room with its own link"))
    founder_minimum = WholeNumberField(_l("Meetings for every founder, at least"), _within(0, 30), default=1)
    join_rule = RadioField(
        _l("Who may join?"),
        choices=_choices((each.value, text) for each, text in JOIN_RULES.items()),
        default="approved",
    )
    wishes_close_at = DateTimeLocalField(_l("Wishes until"), format=FORMATS, validators=[Optional()])

    def validate_starts(self, field: StringField) -> None:
        """A time on the grid."""
        _minute(field)

    def validate_ends(self, field: StringField) -> None:
        """A later time on the grid."""
        end = _minute(field)
        if not self.starts.errors and end <= read_minute(self.starts.data or "0"):
            raise ValidationError(_l("The end must come after the beginning."))

    def validate_breaks(self, field: StringField) -> None:
        """Pairs of times."""
        try:
            read_breaks(field.data or "")
        except ValueError as error:
            raise ValidationError(_l("Please write breaks like 9:30-9:45, 12:00-13:30.")) from error

    def validate_gap_minutes(self, field: IntegerField) -> None:
        """On the grid of the calendar."""
        if (field.data or 0) % 5:
            raise ValidationError(_l("Please use steps of five minutes."))

    validate_slot_minutes = validate_gap_minutes

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then that the hours make slots."""
        if not super().validate(extra_validators):
            return False
        try:
            self.to_plan().slots()
        except ValueError:
            said = _l("These hours make no slots: please check the hours, the length of a slot and the breaks.")
            self.starts.errors = [*self.starts.errors, said]
            return False
        return True

    def to_plan(self) -> SessionPlan:
        """Return what was typed."""
        zone = self.timezone.data or clock.DEFAULT_ZONE
        until, day = self.wishes_close_at.data, self.held_on.data
        assert day is not None  # the form requires it
        return SessionPlan(
            title=self.title.data or "",
            title_en=self.title_en.data or "",
            description=self.description.data or "",
            place=self.place.data or "",
            held_on=day,
            timezone=zone,
            starts_minute=read_minute(self.starts.data or "0"),
            ends_minute=read_minute(self.ends.data or "0"),
            slot_minutes=self.slot_minutes.data or 0,
            gap_minutes=self.gap_minutes.data or 0,
            breaks=read_breaks(self.breaks.data or ""),
            tables=self.tables.data or 1,
            spare_tables=self.spare_tables.data or 0,
            is_online=bool(self.is_online.data),
            founder_minimum=self.founder_minimum.data or 0,
            join_rule=self.join_rule.data or "approved",
            wishes_close_at=clock.local(until, zone) if until else None,
        )


def _minute(field: StringField) -> int:
    try:
        minute = read_minute(field.data or "")
    except ValueError as error:
        raise ValidationError(NO_TIME) from error
    if minute % 5:
        raise ValidationError(NO_TIME)
    return minute


def session_form(event: Event, session_: InvestorSession | None = None) -> SessionForm:
    """Return the form of a session, filled from `session_`, else with the event's day and place."""
    form = SessionForm(obj=session_)
    if form.is_submitted():
        return form
    if session_ is None:
        form.held_on.data, form.timezone.data = event.starts_on, event.timezone
        form.place.data = event.venue_name
        form.wishes_close_at.data = _usual_deadline(event)
        return form
    form.starts.data, form.ends.data = write_minute(session_.starts_minute), write_minute(session_.ends_minute)
    form.breaks.data = write_breaks(session_.breaks)
    form.join_rule.data = session_.join_rule.value
    until = session_.wishes_close_at
    form.wishes_close_at.data = until and until.astimezone(clock.zone(session_.timezone)).replace(tzinfo=None)
    return form


def _usual_deadline(event: Event) -> datetime | None:
    """A week before the event at five in the afternoon, else the day before; None when that is over too."""
    now = clock.now().astimezone(clock.zone(event.timezone)).replace(tzinfo=None)
    usual = (datetime.combine(event.starts_on - timedelta(days=days), time(17, 0)) for days in (7, 1))
    return next((each for each in usual if each > now), None)


class MoveForm(Form):
    """Another day or zone for a session; `seen` is the day and zone whose effect was shown before it is done."""

    seen = HiddenField()
    held_on = DateField(_l("Day"), [required()])
    timezone = ZoneField(_l("Time zone"))


class InviteForm(Form):
    """A startup or an investor, by the name they are found under."""

    who = LongSelectField(_l("Startup or investor"), [required()], validate_choice=False)


class AskForm(Form):
    """For whom somebody joins: one of their startups, or themselves as an investor."""

    who = SelectField(_l("I take part for"), [required()])


class KeepApartForm(Form):
    """A pair that must not meet."""

    investor = SelectField(_l("Investor"), [required()], validate_choice=False)
    reason = StringField(_l("Reason"), [at_most(300)], description=_l("Only the staff reads it."))


class AwayForm(Form):
    """In which slots somebody cannot come."""

    away = SelectMultipleField(_l("I cannot come at"), coerce=int)


def away_form(slots: Sequence[SessionSlot], zone: str, away: Iterable[int] | None = None) -> AwayForm:
    """Return the form with the slots as choices; `away` ticked unless something was sent."""
    form = AwayForm()
    form.away.choices = _choices(
        (slot.position, f"{format_time(slot.starts_at, zone)}–{format_time(slot.ends_at, zone)}")
        for slot in slots
        if not slot.is_break
    )
    if away is not None and not form.is_submitted():
        form.away.data = sorted(away)
    return form


class ChangeForm(Form):
    """What a participant asks to be changed."""

    kind = RadioField(
        _l("What happened?"),
        [required(_l("Please choose one."))],
        choices=_choices((each.value, text) for each, text in REQUESTS.items()),
        default=RequestKind.HOURS.value,
    )
    away = SelectMultipleField(_l("I cannot come at"), coerce=int)
    text = TextAreaField(_l("A word to the organiser"), [at_most(500)])


def change_form(slots: Sequence[SessionSlot], zone: str) -> ChangeForm:
    """Return the form with the slots as choices."""
    form = ChangeForm()
    form.away.choices = away_form(slots, zone).away.choices
    return form


class RunForm(Form):
    """How thoroughly to plan, and from where to draw."""

    effort = RadioField(
        _l("How thoroughly?"),
        choices=_choices((each, EFFORT_WORDS[each]) for each in EFFORTS),
        coerce=int,
        default=3,
    )
    seed = WholeNumberField(_l("Seed"), [NumberRange(1, 999_999)], default=1)
    base = SelectField(_l("Keep the locked meetings of"), validate_choice=False)


class MovePlannedForm(Form):
    """Another slot and table for a meeting of a proposal."""

    slot = SelectField(_l("Slot"), coerce=int, validate_choice=False)
    table = SelectField(_l("Table"), coerce=int, validate_choice=False)


class WhyForm(Form):
    """A pair about which somebody asks why it does not meet."""

    founder = LongSelectField(_l("Founder"), validate_choice=False)
    investor = LongSelectField(_l("Investor"), validate_choice=False)


def tables_form(tables: Sequence[SessionTable]) -> Form:
    """Return a form with a name and a link for every table."""
    fields: dict[str, Any] = {}
    for table in tables:
        fields[f"label_{table.number}"] = StringField(_l("Name"), [at_most(60)], default=table.label)
        fields[f"link_{table.number}"] = WebAddressField(
            _l("Link of the video room"), [at_most(500)], default=table.link
        )
    kind = type("TablesForm", (Form,), fields)
    made: Form = kind()
    return made


def wishes_form(targets: Sequence[tuple[str, str]], present: dict[str, WishKind]) -> Form:
    """Return a form with one choice for each of `targets` (public id, name); `present` wishes are chosen."""
    choices = [("", _l("No preference")), *((each.value, text) for each, text in WISHES.items())]
    fields: dict[str, Any] = {
        f"w_{ident}": RadioField(
            name, choices=_choices(choices), default=present[ident].value if ident in present else ""
        )
        for ident, name in targets
    }
    kind = type("WishesForm", (Form,), fields)
    made: Form = kind()
    return made
