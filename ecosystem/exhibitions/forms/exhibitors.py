"""What exhibitors type, and organisers about them."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, ValidationError

from ecosystem.core.forms import (
    Form,
    VersionedForm,
    WebAddressField,
    at_most,
    required,
)
from ecosystem.exhibitions.domain.details import ExhibitorDetails
from ecosystem.exhibitions.forms.choices import offered
from ecosystem.exhibitions.kinds import BOOTH_KINDS
from ecosystem.exhibitions.models import Exhibition, Zone
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.startups.forms import province_choices
from ecosystem.startups.models import Startup

MAIL = _l("Please type an e-mail address, such as name@example.vn.")


class ReasonForm(Form):
    """Words that go with a decision."""

    words = TextAreaField(_l("Words"), [at_most(2_000)])


class ExhibitorForm(VersionedForm):
    """An application to exhibit; `exhibitor_form` fills the choices."""

    party = SelectField(_l("Who exhibits?"))
    name = StringField(_l("Name of the organisation"), [at_most(200)], description=_l("As visitors should read it."))
    email = EmailField(_l("E-mail address for the organiser"), [required(), at_most(254), Email(MAIL)])
    phone = StringField(_l("Telephone"), [at_most(20)])
    website = WebAddressField(_l("Website"), [at_most(300)])
    province_code = SelectField(_l("Province"), choices=province_choices, default="")
    sector = SelectField(_l("Sector"), choices=lambda: offered([("", "–"), *SECTORS.items()]))
    shows = TextAreaField(_l("What will you show?"), [required(), at_most(2_000)])
    about = TextAreaField(_l("About you"), [at_most(5_000)], description=_l("Visitors read this on the plan."))
    wish_zone = SelectField(_l("Zone you would like"), coerce=int)
    wish_kind = SelectField(_l("Kind of booth you would like"))
    needs = TextAreaField(
        _l("What do you need?"),
        [at_most(2_000)],
        description=_l("Electricity, water, a large table, room for a machine …"),
    )
    agree = BooleanField(_l("We accept the conditions for exhibitors."))
    needs_agreement = False

    def validate_name(self, field: StringField) -> None:
        """An organisation has a name; a startup brings its own."""
        if "party" in self and self.party.data == "organisation" and not field.data:
            raise ValidationError(_l("Please fill in this field."))

    def validate_agree(self, field: BooleanField) -> None:
        """Where there are conditions they are accepted."""
        if self.needs_agreement and not field.data:
            raise ValidationError(_l("Please accept the conditions."))

    def to_value(self, name: str) -> ExhibitorDetails:
        """Return what was typed for the exhibitor called `name`."""
        return ExhibitorDetails(
            name=name,
            email=self.email.data or "",
            phone=self.phone.data or "",
            website=self.website.data or "",
            province_code=self.province_code.data or "",
            sectors=[self.sector.data] if self.sector.data else [],
            about=self.about.data or "",
            shows=self.shows.data or "",
            needs=self.needs.data or "",
            wish_zone_id=self.wish_zone.data or None,
            wish_kind=self.wish_kind.data or "",
        )


def exhibitor_form(
    exhibition: Exhibition, zones: Iterable[Zone], startups: Iterable[Startup], **shown: Any
) -> ExhibitorForm:
    """Return the application form with the choices of the exhibition and the person's startups."""
    form = ExhibitorForm(**shown)
    own = [(startup.slug, startup.name) for startup in startups]
    form.party.choices = offered([*own, ("organisation", _l("An organisation"))])
    form.wish_zone.choices = offered([(0, _l("No preference")), *((zone.id, zone.name) for zone in zones)])
    kinds = ((kind.value, text) for kind, text in BOOTH_KINDS.items())
    form.wish_kind.choices = offered([("", _l("No preference")), *kinds])
    form.name.flags.required = not own  # who has no startup exhibits as an organisation, which has a name
    form.needs_agreement = bool(exhibition.terms)
    form.agree.flags.required = form.needs_agreement
    return form


class InviteForm(Form):
    """Whom to invite."""

    email = EmailField(_l("E-mail address"), [required(), at_most(254), Email(MAIL)])
    name = StringField(_l("Name of the organisation"), [at_most(200)])
    words = TextAreaField(_l("A few words"), [at_most(1_000)])


class MemberForm(Form):
    """Whom to take into an exhibitor's team."""

    email = EmailField(_l("E-mail address"), [required(), at_most(254), Email(MAIL)])


class WaitForm(Form):
    """What to wait for."""

    wish = SelectField(_l("Wait for"))


class AssignForm(Form):
    """Whose a booth shall be."""

    exhibitor = SelectField(_l("Exhibitor"))
    is_waived = BooleanField(_l("Without payment"))
