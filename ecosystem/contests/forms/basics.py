"""Forms of a contest's making, basics, time and ending."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, NumberRange, Optional, Regexp

from ecosystem.contests.domain.details import ContestDetails, EntryTime
from ecosystem.contests.domain.kinds import FeedbackPolicy
from ecosystem.contests.domain.starters import STARTERS
from ecosystem.contests.forms.base import PlainForm, VersionedContestForm, WholeField, ZonedField, offered
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.forms import at_most, chosen, required
from ecosystem.core.web.time_zones import ZoneField
from ecosystem.events.models import Event
from ecosystem.uploads.forms import UploadField

FEEDBACK = {
    FeedbackPolicy.NONE: _l("Nothing"),
    FeedbackPolicy.TOTAL: _l("Their own total"),
    FeedbackPolicy.CRITERIA: _l("Their own score for each criterion"),
    FeedbackPolicy.CRITERIA_AND_COMMENTS: _l("Scores for each criterion and the judges' comments, without names"),
}
ZONES = ("Asia/Ho_Chi_Minh", "Asia/Bangkok", "Asia/Vientiane", "Asia/Phnom_Penh", "Asia/Singapore", "Asia/Tokyo", "UTC")
PHONE = Regexp(r"^[0-9+(). -]{6,20}$", message=_l("Please give a phone number, such as 0912 345 678."))


class NewContestForm(PlainForm):
    """The three questions that make a contest: what like, called what, when."""

    starter = RadioField(
        _l("What like?"),
        [chosen()],
        choices=offered((each.key, each.title) for each in STARTERS),
        default=STARTERS[0].key,
        description=_l("Everything can be changed afterwards."),
    )
    title = StringField(_l("Name of the contest"), [required(), at_most(200)])
    event_id = SelectField(_l("Part of which event?"), [chosen()], coerce=int)
    opens_at = ZonedField(_l("Entries open"), [required(_l("Please give a date and a time."))])
    closes_at = ZonedField(_l("Entries close"), [required(_l("Please give a date and a time."))])
    contact_email = EmailField(
        _l("E-mail address for questions"), [required(), Email(_l("Please give an e-mail address.")), at_most(254)]
    )

    def offer(self, events: list[Event]) -> None:
        """Offer the events the contest may be part of, and the dates a contest usually has."""
        self.event_id.choices = offered((event.id, event.title) for event in events)
        zone = events[0].timezone if events else clock.DEFAULT_ZONE
        self.opens_at.zone = self.closes_at.zone = zone
        if not self.is_submitted():
            first = clock.now().astimezone(clock.zone(zone)).replace(hour=8, minute=0, second=0, microsecond=0)
            self.opens_at.show(first + timedelta(days=7))
            self.closes_at.show((first + timedelta(days=67)).replace(hour=17))

    def in_zone_of(self, event: Event) -> None:
        """Read the times on the wall clock of the event's place."""
        self.opens_at.zone = self.closes_at.zone = event.timezone

    def to_value(self) -> ContestDetails:
        """Return the basics as far as they are known."""
        return ContestDetails(title=self.title.data or "", contact_email=self.contact_email.data or "")


class BasicsForm(VersionedContestForm):
    """The basics."""

    title = StringField(_l("Name of the contest"), [required(), at_most(200)])
    title_en = StringField(_l("Name in English"), [Optional(), at_most(200)])
    summary = TextAreaField(
        _l("In one or two sentences"),
        [Optional(), at_most(500)],
        description=_l("Stands under the name on every list."),
    )
    summary_en = TextAreaField(_l("The same in English"), [Optional(), at_most(500)])
    description = TextAreaField(_l("About the contest"), [Optional(), at_most(20_000)])
    description_en = TextAreaField(_l("About the contest, in English"), [Optional(), at_most(20_000)])
    picture = UploadField(_l("Picture"), purpose="contest_cover", longest_side=1600)
    drop_picture = BooleanField(_l("Take the present picture away"))
    contact_email = EmailField(
        _l("E-mail address for questions"), [Optional(), Email(_l("Please give an e-mail address.")), at_most(254)]
    )
    contact_phone = StringField(_l("Phone"), [Optional(), PHONE])
    decision_number = StringField(
        _l("Decision or regulation"), [Optional(), at_most(60)], description=_l("Such as 72/QĐ-BTC.")
    )
    code_prefix = StringField(
        _l("Entry codes begin with"),
        [required(), Regexp(r"^[A-Z0-9]{1,12}$", message=_l("Capital letters and figures, at most twelve."))],
        filters=[lambda text: text.upper() if text else text],
        description=_l("HS makes codes such as HS-2026-0042."),
    )
    year = WholeField(_l("Year in the codes"), [required(), NumberRange(2000, 2200, _l("Please give a year."))])
    commitment_text = TextAreaField(
        _l("Commitment of the entrants"),
        [Optional(), at_most(10_000)],
        description=_l("Entrants agree to this when they hand in."),
    )
    feedback = SelectField(
        _l("What entrants learn of their scores"),
        choices=offered((policy.value, text) for policy, text in FEEDBACK.items()),
        coerce=FeedbackPolicy,
    )
    has_gallery = BooleanField(_l("Public gallery: teams may ask to be shown, you decide"))
    needs_startup = BooleanField(_l("Only startups with a profile may enter"))
    allows_minors = BooleanField(_l("People under 16 may take part, with their guardian's consent"))

    def to_value(self) -> ContestDetails:
        """Return the basics."""
        names = ContestDetails.__dataclass_fields__
        typed = {name: self._fields[name].data for name in names}
        values: dict[str, Any] = {name: "" if value is None else value for name, value in typed.items()}
        return ContestDetails(**values)


class ScheduleForm(VersionedContestForm):
    """When entries are taken."""

    opens_at = ZonedField(_l("Entries open"), [Optional()])
    closes_at = ZonedField(_l("Entries close"), [Optional()])
    timezone = ZoneField(
        _l("Time zone"),
        names=ZONES,
        description=_l("All times of the contest are shown and decided in it."),
    )

    def __init__(self, *arguments: Any, contest: Contest, **values: Any) -> None:
        super().__init__(*arguments, contest=contest, **values)
        if not self.is_submitted():
            self.opens_at.show(contest.opens_at)
            self.closes_at.show(contest.closes_at)

    def to_value(self) -> EntryTime:
        """Return the time, read on the wall clock of the zone chosen in the same form."""
        zone = self.timezone.data or clock.DEFAULT_ZONE
        self.opens_at.zone = self.closes_at.zone = zone
        return EntryTime(self.opens_at.instant, self.closes_at.instant, zone)


class CancelForm(PlainForm):
    """Calling a contest off."""

    reason = TextAreaField(
        _l("Why is it cancelled?"), [required(), at_most(2_000)], description=_l("Everybody reads this on its page.")
    )


class ExamplesForm(PlainForm):
    """How many fictional entries."""

    number = WholeField(_l("How many?"), [required(), NumberRange(1, 200, _l("Between 1 and 200."))], default=20)


class CloneForm(PlainForm):
    """A contest after the model of another."""

    title = StringField(_l("Name of the new contest"), [required(), at_most(200)])
    event_id = SelectField(_l("Part of which event?"), [chosen()], coerce=int)
    opens_at = ZonedField(
        _l("Entries open"),
        [required(_l("Please give a date and a time."))],
        description=_l("Every other date moves along."),
    )
