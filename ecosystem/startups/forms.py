"""The forms of startups."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Email, Optional, ValidationError

from ecosystem.core import clock
from ecosystem.core.forms import Form, VersionedForm, WebAddressField, at_most, required
from ecosystem.core.places import commune, communes_of, provinces
from ecosystem.startups.domain.profile import Profile
from ecosystem.startups.domain.tax_codes import normalise_tax_code
from ecosystem.startups.domain.taxonomy import MOST_SECTORS, SECTORS, STAGES, Stage, known_sectors
from ecosystem.startups.models import Startup
from ecosystem.uploads.domain.formats import IMAGES
from ecosystem.uploads.forms import MEGABYTE, UploadField


def province_choices() -> list[tuple[str, str]]:
    """Return the provinces for a select, an empty choice first."""
    return [("", "–"), *((each.code, each.short_name) for each in provinces())]


def commune_choices(province_code: str) -> list[tuple[str, str]]:
    """Return the communes of a province for a select, an empty choice first."""
    return [("", "–"), *((each.code, each.name) for each in communes_of(province_code))]


def address_field() -> EmailField:
    """A required e-mail address, as far as its form goes."""
    wrong = _l("Please type an e-mail address, such as name@example.vn.")
    return EmailField(_l("E-mail address"), [required(), at_most(254), Email(wrong)])


class FoundForm(Form):
    """What is needed to begin; everything else can wait."""

    name = StringField(
        _l("Name"), [required(), at_most(200)], description=_l("The startup's, or what your team calls itself.")
    )
    one_liner = StringField(
        _l("In one sentence"),
        [at_most(300)],
        description=_l("What do you make, and for whom? For example: dried sim fruit snacks for hikers."),
    )
    stage = SelectField(
        _l("Stage"),
        choices=lambda: [(stage.value, title) for stage, title in STAGES.items()],
        default=Stage.IDEA.value,
    )

    def to_value(self) -> Profile:
        """Return what was typed."""
        return Profile(name=self.name.data or "", one_liner=self.one_liner.data or "", stage=Stage(self.stage.data))


class ProfileForm(VersionedForm, FoundForm):
    """The whole profile."""

    description = TextAreaField(
        _l("Description"),
        [at_most(20_000)],
        description=_l("The problem, your solution, what you have reached. Markdown works."),
    )
    sectors = SelectMultipleField(
        _l("Sectors"),
        choices=lambda: list(SECTORS.items()),
        description=_l("Up to %(most)d, the most important ones.", most=MOST_SECTORS),
    )
    province_code = SelectField(_l("Province"), choices=province_choices, default="")
    commune_code = SelectField(_l("Commune"), choices=lambda: commune_choices(""), validate_choice=False)
    founded_on = DateField(_l("Founded on"), [Optional()])
    tax_code = StringField(
        _l("Tax code"),
        [at_most(20)],
        description=_l(
            "10 digits, 13 for a branch, or the 12 of a personal number. Shown to your team and organisers only."
        ),
    )
    website = WebAddressField(_l("Website"), [at_most(300)])
    video_url = WebAddressField(
        _l("Video"), [at_most(300)], description=_l("A link to YouTube, Vimeo or another page.")
    )
    is_public = BooleanField(
        _l("Everybody may see this profile"),
        description=_l("It is listed in the directory. Team members who do not wish to be named are left out."),
    )
    deck_is_public = BooleanField(_l("Show the pitch deck on the public page too"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune_code.choices = commune_choices(self.province_code.data or "")

    @classmethod
    def showing(cls, startup: Startup) -> "ProfileForm":
        """Return the form filled with what is stored, or with what was sent."""
        return cls(obj=startup)

    def validate_sectors(self, field: Any) -> None:
        """Not too many."""
        if len(field.data or ()) > MOST_SECTORS:
            raise ValidationError(_l("At most %(most)d sectors, please.", most=MOST_SECTORS))

    def validate_commune_code(self, field: Any) -> None:
        """A commune of the chosen province, or none."""
        found = commune(field.data) if field.data else None
        if field.data and (found is None or found.province_code != self.province_code.data):
            raise ValidationError(_l("This commune is not in the chosen province. Please choose again."))

    def validate_founded_on(self, field: Any) -> None:
        """A day that has come."""
        if field.data and not 1900 <= field.data.year <= clock.now().year:
            raise ValidationError(_l("Please give a day between 1900 and today."))

    def validate_tax_code(self, field: Any) -> None:
        """A tax code whose check digit is right; stored in its usual form."""
        try:
            field.data = normalise_tax_code(field.data or "")
        except ValueError as error:
            raise ValidationError(_l("This is not a tax code. Please check the digits.")) from error

    def to_value(self) -> Profile:
        """Return what was typed."""
        return Profile(
            name=self.name.data or "",
            one_liner=self.one_liner.data or "",
            description=self.description.data or "",
            sectors=tuple(known_sectors(self.sectors.data or ())),
            stage=Stage(self.stage.data),
            province_code=self.province_code.data or "",
            commune_code=self.commune_code.data or "",
            founded_on=self.founded_on.data,
            tax_code=self.tax_code.data or "",
            website=self.website.data or "",
            video_url=self.video_url.data or "",
            is_public=bool(self.is_public.data),
            deck_is_public=bool(self.deck_is_public.data),
        )


class LogoForm(Form):
    """A picture that stands for the startup."""

    logo = UploadField(_l("Logo"), purpose="startup_logo", formats=IMAGES, largest=10 * MEGABYTE, longest_side=512)


class DeckForm(Form):
    """The pitch deck."""

    deck = UploadField(_l("Pitch deck"), purpose="startup_deck", formats=("pdf", "pptx"), largest=30 * MEGABYTE)


class InvitationForm(Form):
    """Whom to invite into the team, and as what."""

    email = address_field()
    title = StringField(_l("Role in the team"), [at_most(120)], description=_l("For example: co-founder, agronomist."))
    is_owner = BooleanField(_l("Owner: may change the team too"))

    def to_value(self) -> dict[str, Any]:
        """Return what was typed."""
        return {"email": self.email.data or "", "title": self.title.data or "", "is_owner": bool(self.is_owner.data)}


class MemberForm(Form):
    """A member's role."""

    title = StringField(_l("Role in the team"), [at_most(120)])
    is_owner = BooleanField(_l("Owner: may change the team too"))
    is_listed = BooleanField(_l("Named on the public page"))
