"""What an investor tells of itself, and what an organiser answers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, SelectField, SelectMultipleField, StringField, TelField, TextAreaField
from wtforms.validators import Email, Optional, ValidationError

from ecosystem.accounts.domain.telephones import telephone
from ecosystem.core.forms import DongField, Form, VersionedForm, WebAddressField, at_most, chosen, required
from ecosystem.core.places import provinces
from ecosystem.investors.domain.profile import INSTRUMENTS, INVESTOR_TYPES, InvestorType, Thesis
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES, known_sectors
from ecosystem.uploads.domain.formats import IMAGES
from ecosystem.uploads.forms import MEGABYTE, UploadField


class InvestorForm(VersionedForm):
    """The whole profile."""

    name = StringField(
        _l("Name"), [required(), at_most(200)], description=_l("Your own, or the fund's. Founders see it.")
    )
    type = SelectField(
        _l("What you are"),
        [chosen()],
        choices=lambda: [(each.value, INVESTOR_TYPES[each]) for each in InvestorType],
    )
    thesis = TextAreaField(
        _l("What you invest in"),
        [at_most(5_000)],
        description=_l("In two or three sentences: which problems, how early, what you bring besides money."),
    )
    thesis_en = TextAreaField(_l("The same in English"), [at_most(5_000)])
    sectors = SelectMultipleField(
        _l("Sectors"), choices=lambda: list(SECTORS.items()), description=_l("None chosen: any sector.")
    )
    stages = SelectMultipleField(
        _l("Stages"),
        choices=lambda: [(stage.value, title) for stage, title in STAGES.items()],
        description=_l("None chosen: any stage."),
    )
    places = SelectMultipleField(
        _l("Provinces"),
        choices=lambda: [(each.code, each.short_name) for each in provinces()],
        description=_l("None chosen: anywhere."),
    )
    instruments = SelectMultipleField(_l("How you invest"), choices=lambda: list(INSTRUMENTS.items()))
    ticket_min = DongField(_l("Smallest amount"), [Optional()], description=_l("In đồng, such as 500 triệu."))
    ticket_max = DongField(_l("Largest amount"), [Optional()])
    website = WebAddressField(_l("Website"), [at_most(300)])
    contact_email = EmailField(
        _l("E-mail address for founders"),
        [Optional(), at_most(254), Email(_l("Please type an e-mail address, such as name@example.vn."))],
        description=_l("Founders get it once you both agree. Empty: the address of your account."),
    )
    phone = TelField(_l("Telephone"), [at_most(40)], description=_l("Founders get it once you both agree."))
    is_listed = BooleanField(
        _l("List us in the public directory"),
        description=_l("Once an organiser has verified you. Addresses and numbers are never shown there."),
    )

    def validate_ticket_max(self, field: Any) -> None:
        """Not below the smallest."""
        if field.data is not None and self.ticket_min.data is not None and field.data < self.ticket_min.data:
            raise ValidationError(_l("The largest amount is below the smallest."))

    def validate_phone(self, field: Any) -> None:
        """A number that can be called, in its usual form."""
        try:
            field.data = telephone(field.data or "")
        except ValueError as error:
            raise ValidationError(
                _l("Please type a telephone number, such as 0912 345 678 or +84 912 345 678.")
            ) from error

    def to_value(self) -> Thesis:
        """Return what was typed."""
        return Thesis(
            name=self.name.data or "",
            type=InvestorType(self.type.data),
            thesis=self.thesis.data or "",
            thesis_en=self.thesis_en.data or "",
            sectors=tuple(known_sectors(self.sectors.data or ())),
            stages=tuple(self.stages.data or ()),
            places=tuple(self.places.data or ()),
            instruments=tuple(self.instruments.data or ()),
            ticket_min=self.ticket_min.data,
            ticket_max=self.ticket_max.data,
            website=self.website.data or "",
            contact_email=self.contact_email.data or "",
            phone=self.phone.data or "",
            is_listed=bool(self.is_listed.data),
        )


class LogoForm(Form):
    """A picture that stands for the investor."""

    logo = UploadField(_l("Logo"), purpose="investor_logo", formats=IMAGES, largest=10 * MEGABYTE, longest_side=512)


class AskForm(Form):
    """Which organiser to ask, and how it can tell."""

    organiser = SelectField(_l("Organiser"), choices=())
    evidence = TextAreaField(
        _l("How can they see that you invest?"),
        [required(), at_most(3_000)],
        description=_l("A register number, the fund's page, companies you invested in, people who know you."),
    )


class DecideForm(Form):
    """The organiser's answer."""

    reason = TextAreaField(
        _l("Reason"), [at_most(2_000)], description=_l("Needed for a refusal; the investor reads it.")
    )
