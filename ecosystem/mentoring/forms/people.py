"""A mentor's profile, a startup's needs, messages and reasons."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional, ValidationError

from ecosystem.core import clock
from ecosystem.core.forms import Form, SelectChoice, VersionedForm, WholeNumberField, at_most, chosen, required
from ecosystem.mentoring.domain.affinity import DAYS, FREE_TIMES, PARTS
from ecosystem.mentoring.domain.taxonomy import LANGUAGES, PLACES, TOPICS, Place, known
from ecosystem.mentoring.kinds.programmes import DAY_NAMES, PART_NAMES
from ecosystem.mentoring.models import MentorProfile, ProgrammeStartup
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES, Stage, known_sectors
from ecosystem.startups.forms import province_choices
from ecosystem.startups.models import Startup

MOST_CAPACITY = 20
MOST_TOPICS = 6


def _offered(table: Any) -> list[SelectChoice]:
    return [SelectChoice(getattr(code, "value", code), words) for code, words in table.items()]


def _free_times() -> list[SelectChoice]:
    return [
        SelectChoice(f"{day}-{part}", _l("%(day)s, %(part)s", day=DAY_NAMES[day], part=PART_NAMES[part]))
        for day in DAYS
        for part in PARTS
    ]


class ProfileForm(VersionedForm):
    """What a person offers as a mentor."""

    headline = StringField(
        _l("What you can help with, in one sentence"),
        [required(), at_most(200)],
        description=_l("For example: brand building for farm produce, from the first label to the supermarket shelf."),
    )
    expertise = TextAreaField(
        _l("Experience"), [at_most(5_000)], description=_l("What you have done, and for whom. Markdown works.")
    )
    not_offered = TextAreaField(
        _l("What you do not do"),
        [at_most(1_000)],
        description=_l("For example: no introductions to investors, no writing of business plans."),
    )
    topics = SelectMultipleField(
        _l("Topics"), [chosen(_l("Please choose at least one topic."))], choices=lambda: _offered(TOPICS)
    )
    sectors = SelectMultipleField(_l("Sectors"), choices=lambda: _offered(SECTORS))
    stages = SelectMultipleField(_l("Stages of startups"), choices=lambda: _offered(STAGES))
    languages = SelectMultipleField(
        _l("Languages"),
        [chosen(_l("Please choose at least one language."))],
        choices=lambda: _offered(LANGUAGES),
        default=["vi"],
    )
    place = SelectField(_l("Where you meet"), choices=lambda: _offered(PLACES), default=Place.BOTH.value)
    province_code = SelectField(_l("Province"), choices=province_choices, default="")
    capacity = WholeNumberField(
        _l("Startups at a time"),
        [required(), NumberRange(1, MOST_CAPACITY)],
        default=3,
        description=_l("In one programme, unless you agree on another number there."),
    )
    is_public = BooleanField(
        _l("Everybody may see this profile"),
        default=True,
        description=_l("It is listed in the directory. Your address and telephone never are."),
    )
    paused_until = DateField(
        _l("Break until"), [Optional()], description=_l("Until that day nobody can ask you. Empty for no break.")
    )

    @classmethod
    def showing(cls, profile: MentorProfile | None, zone: str) -> "ProfileForm":
        """Return the form filled with what is stored, or with what was sent."""
        form = cls(obj=profile)
        if profile is not None and not form.is_submitted():
            paused = profile.paused_until
            is_on = paused is not None and paused > clock.now()
            form.paused_until.data = paused.astimezone(clock.zone(zone)).date() if paused and is_on else None
            form.place.data = profile.place.value
        return form

    def to_values(self, zone: str) -> dict[str, Any]:
        """Return the profile as columns."""
        until = self.paused_until.data
        return {
            "headline": self.headline.data or "",
            "expertise": self.expertise.data or "",
            "not_offered": self.not_offered.data or "",
            "topics": known(self.topics.data or (), TOPICS),
            "sectors": known_sectors(self.sectors.data or ()),
            "stages": known(self.stages.data or (), [each.value for each in Stage]),
            "languages": known(self.languages.data or (), LANGUAGES),
            "place": Place(self.place.data),
            "province_code": self.province_code.data or "",
            "capacity": self.capacity.data,
            "is_public": bool(self.is_public.data),
            "paused_until": clock.local(datetime.combine(until, time(0)), zone) if until else None,
        }

    def validate_paused_until(self, field: Any) -> None:
        """Not longer than two years."""
        if field.data and field.data > (clock.now() + timedelta(days=730)).date():
            raise ValidationError(_l("At most two years ahead, please."))


class NeedsForm(VersionedForm):
    """What a startup needs in a programme."""

    startup = SelectField(_l("Startup"), validate_choice=True)
    goals = TextAreaField(
        _l("What you want to reach"),
        [required(), at_most(3_000)],
        description=_l("In the time of the programme. The more exact, the better the mentor fits."),
    )
    topics = SelectMultipleField(
        _l("Topics"), choices=lambda: _offered(TOPICS), description=_l("Up to %(most)d.", most=MOST_TOPICS)
    )
    stage = SelectField(_l("Stage"), choices=lambda: _offered(STAGES))
    languages = SelectMultipleField(_l("Languages"), choices=lambda: _offered(LANGUAGES), default=["vi"])
    place = SelectField(_l("Where you meet"), choices=lambda: _offered(PLACES))
    free_times = SelectMultipleField(
        _l("When you usually have time"), choices=_free_times, description=_l("None ticked: at any time.")
    )

    @classmethod
    def showing(
        cls, place: ProgrammeStartup | None, startups: Sequence[Startup], preset: Startup | None = None
    ) -> "NeedsForm":
        """Return the form for one of `startups`, filled with what is stored, or with what was sent."""
        form = cls(obj=place)
        form.startup.choices = [SelectChoice(each.public_id, each.name) for each in startups]
        if not form.is_submitted():
            present = place.startup if place is not None else preset or startups[0]
            form.startup.data = present.public_id
            form.stage.data = place.stage.value if place is not None else present.stage.value
            form.place.data = place.place.value if place is not None else Place.BOTH.value
        return form

    def validate_topics(self, field: Any) -> None:
        """One and more, not too many."""
        if not field.data:
            raise ValidationError(_l("Please choose at least one topic."))
        if len(field.data) > MOST_TOPICS:
            raise ValidationError(_l("At most %(most)d topics, please.", most=MOST_TOPICS))

    def validate_languages(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_l("Please choose at least one language."))

    def to_values(self) -> dict[str, Any]:
        """Return the needs as columns."""
        return {
            "goals": self.goals.data or "",
            "topics": known(self.topics.data or (), TOPICS),
            "stage": Stage(self.stage.data),
            "languages": known(self.languages.data or (), LANGUAGES),
            "place": Place(self.place.data),
            "free_times": known(self.free_times.data or (), FREE_TIMES),
        }


class WishForm(Form):
    """A mentor to ask, and the message to them."""

    mentor = HiddenField()
    message = TextAreaField(
        _l("Message to the mentor"),
        [required(), at_most(2_000)],
        description=_l("Why this mentor, and what you would like to work on together."),
    )


class ReasonForm(Form):
    """Why something is declined or ended."""

    reason = TextAreaField(_l("Reason"), [required(), at_most(2_000)])


class DeclineForm(Form):
    """A few words with a no; may stay empty."""

    reason = TextAreaField(
        _l("A few words to the startup"),
        [at_most(2_000)],
        description=_l("They help it to choose better next time. May stay empty."),
    )


class CapacityForm(Form):
    """How many startups a mentor takes on."""

    capacity = WholeNumberField(_l("Startups at a time"), [required(), NumberRange(0, MOST_CAPACITY)])


class InviteForm(Form):
    """A mentor to invite, by the address of their account, and how many startups they shall take on."""

    email = EmailField(
        _l("E-mail address of the mentor"),
        [required(), at_most(254)],
        description=_l("The mentor needs an account and a profile as a mentor."),
    )
    capacity = WholeNumberField(
        _l("Startups at a time"),
        [Optional(), NumberRange(1, MOST_CAPACITY)],
        description=_l("Empty: as the mentor's profile says."),
    )

    def validate_email(self, field: Any) -> None:
        """An address that can be written to."""
        try:
            field.data = validate_email(field.data or "", check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError(_l("This is not an e-mail address.")) from error


class RefusalForm(Form):
    """A startup a mentor does not want to be matched with."""

    startup = SelectField(_l("Startup"))

    @classmethod
    def offering(cls, startups: Iterable[Startup], **values: Any) -> "RefusalForm":
        """Return the form with these startups to choose from."""
        form = cls(**values)
        form.startup.choices = [SelectChoice(each.public_id, each.name) for each in startups]
        return form


class PairForm(Form):
    """A mentor and a startup to pair by hand in the draft of a round."""

    mentor = SelectField(_l("Mentor"), validate_choice=False)
    startup = SelectField(_l("Startup"), validate_choice=False)

    @classmethod
    def offering(cls, mentors: Iterable[tuple[str, str]], startups: Iterable[tuple[str, str]]) -> "PairForm":
        """Return the form with these (public id, name) to choose from."""
        form = cls(formdata=None)
        form.mentor.choices = [SelectChoice(*each) for each in mentors]
        form.startup.choices = [SelectChoice(*each) for each in startups]
        return form
