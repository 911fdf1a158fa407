"""The forms of organisers and events."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Email, InputRequired, NumberRange, Optional, ValidationError

from ecosystem.core import clock
from ecosystem.core.forms import Form, VersionedForm, WebAddressField, WholeNumberField, at_most, required
from ecosystem.core.web.formatting import format_date
from ecosystem.core.web.time_zones import ZoneField
from ecosystem.events.domain.details import (
    EventDetails,
    OrganiserDetails,
    PartnerDetails,
    SessionDetails,
    SpeakerDetails,
)
from ecosystem.events.domain.partners import PARTNER_LEVELS
from ecosystem.events.domain.programme import SESSION_KINDS, days_between
from ecosystem.events.kinds import ROLE_TITLES
from ecosystem.events.models import Event, ProgrammeItem, Room, Speaker, StaffRole
from ecosystem.startups.forms import address_field, province_choices
from ecosystem.uploads.forms import MEGABYTE, UploadField

LONGEST_EVENT = 60  # days


class FoundOrganiserForm(Form):
    """What is needed to begin."""

    name = StringField(
        _l("Name"),
        [required(), at_most(200)],
        description=_l("As it stands in official documents, such as “Sở Khoa học và Công nghệ tỉnh Quảng Ngãi”."),
    )
    province_code = SelectField(_l("Province"), choices=province_choices, default="")
    email = EmailField(
        _l("E-mail address"),
        [Optional(), at_most(254), Email(_l("Please type an e-mail address, such as name@example.vn."))],
    )

    def to_value(self) -> OrganiserDetails:
        """Return what was typed."""
        return OrganiserDetails(
            name=self.name.data or "", province_code=self.province_code.data or "", email=self.email.data or ""
        )


class OrganiserForm(VersionedForm, FoundOrganiserForm):
    """The settings."""

    name_en = StringField(_l("Name in English"), [at_most(200)])
    about = TextAreaField(_l("About"), [at_most(5_000)], description=_l("Shown with your events. Markdown works."))
    phone = StringField(_l("Telephone"), [at_most(20)])
    website = WebAddressField(_l("Website"), [at_most(300)])
    address = StringField(_l("Address"), [at_most(300)])
    timezone = ZoneField(_l("Time zone"))

    def to_value(self) -> OrganiserDetails:
        """Return what was typed."""
        return OrganiserDetails(
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            about=self.about.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            website=self.website.data or "",
            address=self.address.data or "",
            province_code=self.province_code.data or "",
            timezone=self.timezone.data,
        )


class OrganiserLogoForm(Form):
    """A picture that stands for the organiser."""

    logo = UploadField(_l("Logo"), purpose="organiser_logo", largest=10 * MEGABYTE, longest_side=512)


class StaffInvitationForm(Form):
    """Whom to invite onto the staff, with which role."""

    email = address_field()
    role = SelectField(_l("Role"), choices=lambda: list(ROLE_TITLES.items()), default=StaffRole.MANAGER.value)

    def to_value(self) -> dict[str, Any]:
        """Return what was typed."""
        return {"email": self.email.data or "", "role": StaffRole(self.role.data)}


class RoleForm(Form):
    """Another role."""

    role = SelectField(_l("Role"), choices=lambda: list(ROLE_TITLES.items()))


class EventForm(VersionedForm):
    """An event without its programme."""

    title = StringField(_l("Title"), [required(), at_most(200)])
    title_en = StringField(_l("Title in English"), [at_most(200)])
    tagline = StringField(_l("In one sentence"), [at_most(300)], description=_l("Stands under the title and in lists."))
    description = TextAreaField(
        _l("Description"), [at_most(20_000)], description=_l("Who should come, and what for. Markdown works.")
    )
    starts_on = DateField(_l("First day"), [InputRequired(_l("Please choose a day."))])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Please choose a day."))])
    timezone = ZoneField(_l("Time zone"))
    venue_name = StringField(_l("Venue"), [at_most(200)], description=_l("Such as a square, a hall or a school."))
    venue_address = StringField(_l("Address of the venue"), [at_most(300)])
    province_code = SelectField(_l("Province"), choices=province_choices, default="")
    venue_map_url = WebAddressField(_l("Link to a map"), [at_most(500)])
    website = WebAddressField(_l("Website"), [at_most(300)])

    def validate_starts_on(self, field: Any) -> None:
        """A day of this century."""
        if field.data and not 2000 <= field.data.year < 2100:
            raise ValidationError(_l("Please check the year."))

    def validate_ends_on(self, field: Any) -> None:
        """Not before the first day, and not months after it."""
        if not (field.data and self.starts_on.data):
            return
        if field.data < self.starts_on.data:
            raise ValidationError(_l("The last day comes before the first."))
        if (field.data - self.starts_on.data).days >= LONGEST_EVENT:
            raise ValidationError(_l("An event lasts at most %(most)d days.", most=LONGEST_EVENT))

    def to_value(self) -> EventDetails:
        """Return what was typed."""
        assert self.starts_on.data
        assert self.ends_on.data
        return EventDetails(
            title=self.title.data or "",
            title_en=self.title_en.data or "",
            tagline=self.tagline.data or "",
            description=self.description.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            timezone=self.timezone.data,
            venue_name=self.venue_name.data or "",
            venue_address=self.venue_address.data or "",
            venue_map_url=self.venue_map_url.data or "",
            province_code=self.province_code.data or "",
            website=self.website.data or "",
        )


class CoverForm(Form):
    """The picture at the top of the event's page."""

    cover = UploadField(_l("Cover picture"), purpose="event_cover", largest=20 * MEGABYTE, longest_side=1920)


class CloneForm(Form):
    """When and under which title the next edition is held."""

    title = StringField(_l("Title"), [required(), at_most(200)])
    title_en = StringField(_l("Title in English"), [at_most(200)])
    starts_on = DateField(_l("First day"), [InputRequired(_l("Please choose a day."))])

    def to_value(self) -> dict[str, Any]:
        """Return what was typed."""
        return {"title": self.title.data or "", "title_en": self.title_en.data or "", "starts_on": self.starts_on.data}


class RoomForm(Form):
    """A room of the venue."""

    name = StringField(_l("Room"), [required(), at_most(120)])
    capacity = WholeNumberField(
        _l("Seats"), [Optional(), NumberRange(0, 1_000_000, _l("Please type a number of seats."))]
    )


class SessionForm(VersionedForm):
    """One entry of the programme: a day of the event, and times of day in its zone."""

    title = StringField(_l("Title"), [required(), at_most(200)])
    title_en = StringField(_l("Title in English"), [at_most(200)])
    kind = SelectField(_l("Kind"), choices=lambda: list(SESSION_KINDS.items()))
    day = SelectField(_l("Day"), coerce=str)
    begins = TimeField(_l("Begins"), [InputRequired(_l("Please choose a time."))])
    ends = TimeField(_l("Ends"), [InputRequired(_l("Please choose a time."))])
    room = SelectField(_l("Room"), coerce=str)
    speakers = SelectMultipleField(_l("Speakers"))
    description = TextAreaField(_l("Description"), [at_most(5_000)])

    @classmethod
    def of(
        cls, event: Event, rooms: Sequence[Room], speakers: Sequence[Speaker], item: ProgrammeItem | None = None
    ) -> "SessionForm":
        """Return the form for an event's programme, filled with `item` or with what was sent."""
        shown = _shown(event, item)
        form = cls(data=shown)
        days = {each.isoformat() for each in days_between(event.starts_on, event.ends_on, most=LONGEST_EVENT)}
        # A session may lie outside the event's days once these were changed; it keeps its own.
        form.day.choices = [
            (each, format_date(date.fromisoformat(each))) for each in sorted({*days, str(shown["day"])})
        ]
        form.room.choices = [("", "–"), *((str(room.id), room.name) for room in rooms)]
        form.speakers.choices = [(each.public_id, each.name) for each in speakers]
        return form

    def validate_ends(self, field: Any) -> None:
        """After the beginning, on the same day."""
        if field.data and self.begins.data and field.data <= self.begins.data:
            raise ValidationError(_l("A session ends after it begins."))

    def to_value(self, zone: str) -> SessionDetails:
        """Return what was typed."""
        day = date.fromisoformat(self.day.data)
        assert self.begins.data
        assert self.ends.data
        return SessionDetails(
            title=self.title.data or "",
            title_en=self.title_en.data or "",
            description=self.description.data or "",
            kind=self.kind.data,
            starts_at=clock.local(datetime.combine(day, self.begins.data), zone),
            ends_at=clock.local(datetime.combine(day, self.ends.data), zone),
            room_id=int(self.room.data) if self.room.data else None,
            speaker_ids=tuple(self.speakers.data or ()),
        )


def _shown(event: Event, item: ProgrammeItem | None) -> dict[str, Any]:
    if item is None:
        return {"day": event.starts_on.isoformat()}
    zone = clock.zone(event.timezone)
    begins, ends = item.starts_at.astimezone(zone), item.ends_at.astimezone(zone)
    return {
        "version": item.version,
        "title": item.title,
        "title_en": item.title_en,
        "kind": item.kind,
        "description": item.description,
        "day": begins.date().isoformat(),
        "begins": begins.time(),
        "ends": ends.time(),
        "room": str(item.room_id or ""),
        "speakers": [speaker.public_id for speaker in item.speakers],
    }


class SpeakerForm(Form):
    """Somebody who speaks."""

    name = StringField(_l("Name"), [required(), at_most(200)])
    title = StringField(_l("Job title"), [at_most(200)])
    organisation = StringField(_l("Organisation"), [at_most(200)])
    bio = TextAreaField(_l("About the speaker"), [at_most(3_000)])
    photo = UploadField(_l("Photo"), purpose="speaker_photo", largest=10 * MEGABYTE, longest_side=512)

    def to_value(self) -> SpeakerDetails:
        """Return what was typed."""
        return SpeakerDetails(
            name=self.name.data or "",
            title=self.title.data or "",
            organisation=self.organisation.data or "",
            bio=self.bio.data or "",
        )


class PartnerForm(Form):
    """A partner or sponsor."""

    name = StringField(_l("Name"), [required(), at_most(200)])
    level = SelectField(_l("Level"), choices=lambda: list(PARTNER_LEVELS.items()), default="partner")
    website = WebAddressField(_l("Website"), [at_most(300)])
    is_listed = BooleanField(_l("Shown on the public page"), default=True)
    logo = UploadField(_l("Logo"), purpose="partner_logo", largest=10 * MEGABYTE, longest_side=640)

    def to_value(self) -> PartnerDetails:
        """Return what was typed."""
        return PartnerDetails(
            name=self.name.data or "",
            level=self.level.data,
            website=self.website.data or "",
            is_listed=bool(self.is_listed.data),
        )
