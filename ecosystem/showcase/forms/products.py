"""Forms of products, their pictures and certificates, and of the booth's page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from ecosystem.core.forms import DongField, SelectChoice, VersionedForm, WholeNumberField, at_most, chosen, required
from ecosystem.showcase.domain.certificates import CERTIFICATES
from ecosystem.showcase.domain.products import (
    PRICE_KINDS,
    SEEKS,
    PriceKind,
    ProductDetails,
    known_seeks,
    tidy_tags,
)
from ecosystem.showcase.forms.base import OwnForm, sectors_within, video_field
from ecosystem.showcase.models import BoothPage, Product
from ecosystem.startups.domain.taxonomy import MOST_SECTORS, SECTORS, known_sectors
from ecosystem.uploads.domain.formats import IMAGES
from ecosystem.uploads.forms import MEGABYTE, UploadField

LARGEST_PICTURE = 15 * MEGABYTE
STARS = (("", _l("No OCOP recognition")), ("3", "★★★"), ("4", "★★★★"), ("5", "★★★★★"))


class ProductForm(VersionedForm, OwnForm):
    """A product in words; pictures and papers have forms of their own."""

    name = StringField(_l("Name"), [required(), at_most(200)])
    name_en = StringField(_l("Name in English"), [Optional(), at_most(200)])
    summary = StringField(
        _l("In one sentence"),
        [at_most(300)],
        description=_l("Shown in lists. For example: Honey coffee from Măng Đen, medium roast, 250 g."),
    )
    description = TextAreaField(
        _l("Description"),
        [at_most(20_000)],
        description=_l("What it is made of, what is special about it, how it is sold. Markdown works."),
    )
    price_kind = RadioField(
        _l("Price"),
        choices=lambda: [SelectChoice(kind.value, text) for kind, text in PRICE_KINDS.items()],
        default=PriceKind.ON_REQUEST.value,
    )
    price_low = DongField(_l("Price, or the lowest one"))
    price_high = DongField(_l("Highest price"))
    unit = StringField(_l("Unit of sale"), [at_most(40)], description=_l("Such as box of 250 g, kg, night, month."))
    ocop_stars = SelectField(_l("OCOP stars"), choices=[SelectChoice(*each) for each in STARS], default="")
    ocop_number = StringField(_l("Number of the decision or certificate"), [at_most(80)])
    ocop_year = WholeNumberField(_l("Year of recognition"), [Optional()])
    video_url = video_field()
    tags = StringField(
        _l("Key words"), [at_most(400)], description=_l("Words people look for: coffee, honey process, gift.")
    )
    seeks = SelectMultipleField(_l("We are looking for"), choices=lambda: list(SEEKS.items()))
    sectors = SelectMultipleField(
        _l("Sectors"),
        choices=lambda: list(SECTORS.items()),
        description=_l("Up to %(most)d, the most important ones.", most=MOST_SECTORS),
    )

    @classmethod
    def of(cls, product: Product) -> "ProductForm":
        """Return the form filled with what is stored, or with what was sent."""
        return cls(data=stored(product))

    @classmethod
    def beginning_with(cls, details: ProductDetails) -> "ProductForm":
        """Return the form of a new product."""
        return cls(
            data={
                "summary": details.summary,
                "description": details.description,
                "video_url": details.video_url,
                "sectors": list(details.sectors),
            }
        )

    def validate_sectors(self, field: Any) -> None:
        """Not too many."""
        sectors_within(MOST_SECTORS, field.data)

    def to_value(self) -> ProductDetails:
        """Return what was typed."""
        return ProductDetails(
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            price_kind=PriceKind(self.price_kind.data),
            price_low=self.price_low.data,
            price_high=self.price_high.data,
            unit=self.unit.data or "",
            ocop_stars=int(self.ocop_stars.data) if self.ocop_stars.data else None,
            ocop_number=self.ocop_number.data or "",
            ocop_year=self.ocop_year.data,
            video_url=self.video_url.data or "",
            tags=tidy_tags(self.tags.data or ""),
            seeks=known_seeks(self.seeks.data or ()),
            sectors=tuple(known_sectors(self.sectors.data or ())),
        )


def stored(product: Product) -> dict[str, Any]:
    """Return a product's values as its form shows them."""
    plain = {
        name: getattr(product, name)
        for name in (
            *("name", "name_en", "summary", "description", "price_low", "price_high", "unit", "ocop_number"),
            *("ocop_year", "video_url", "version"),
        )
    }
    return plain | {
        "price_kind": product.price_kind.value,
        "ocop_stars": str(product.ocop_stars or ""),
        "tags": ", ".join(product.tags),
        "seeks": list(product.seeks),
        "sectors": list(product.sectors),
    }


class PictureForm(OwnForm):
    """A picture of a product."""

    file = UploadField(
        _l("Pictures"), purpose="product_picture", formats=IMAGES, largest=LARGEST_PICTURE, longest_side=2000
    )


class AltForm(OwnForm):
    """What a picture shows, in words."""

    alt = StringField(_l("What is to be seen"), [at_most(200)])


class CertificateForm(OwnForm):
    """A certificate of a product."""

    kind = SelectField(_l("Certificate"), [chosen()], choices=lambda: list(CERTIFICATES.items()))
    title = StringField(_l("What it is called"), [at_most(120)], description=_l("For another one only."))
    number = StringField(_l("Number"), [at_most(80)])
    valid_until = DateField(_l("Valid until"), [Optional()])
    certificate_file = UploadField(
        _l("Copy"), purpose="product_document", formats=("pdf", *IMAGES), largest=10 * MEGABYTE, longest_side=2000
    )


class BrochureForm(OwnForm):
    """A leaflet to take along."""

    brochure = UploadField(_l("Brochure"), purpose="product_document", formats=("pdf",), largest=20 * MEGABYTE)


class OcopFileForm(OwnForm):
    """The paper of the OCOP recognition."""

    ocop_file = UploadField(
        _l("OCOP certificate"),
        purpose="product_document",
        formats=("pdf", *IMAGES),
        largest=10 * MEGABYTE,
        longest_side=2000,
    )


class CopyForm(OwnForm):
    """Which earlier products are taken over; they are tick boxes beside it."""


class BoothPageForm(VersionedForm, OwnForm):
    """The words of an exhibitor's public page."""

    name_en = StringField(_l("Name in English"), [Optional(), at_most(200)])
    tagline = StringField(
        _l("In one sentence"), [at_most(200)], description=_l("Stands under your name on the page and on the sign.")
    )
    tagline_en = StringField(_l("In one sentence, in English"), [Optional(), at_most(200)])
    story = TextAreaField(
        _l("Your story"),
        [at_most(20_000)],
        description=_l("Who you are, where you come from, what drives you. Markdown works."),
    )
    video_url = video_field()
    seeks = SelectMultipleField(_l("We are looking for"), choices=lambda: list(SEEKS.items()))

    def to_values(self) -> dict[str, Any]:
        """Return what was typed as columns."""
        return {
            "name_en": self.name_en.data or "",
            "tagline": self.tagline.data or "",
            "tagline_en": self.tagline_en.data or "",
            "story": self.story.data or "",
            "video_url": self.video_url.data or "",
            "seeks": list(known_seeks(self.seeks.data or ())),
        }


def stored_page(page: BoothPage) -> dict[str, Any]:
    """Return a booth page's values as its form shows them."""
    names = ("name_en", "tagline", "tagline_en", "story", "video_url", "seeks", "version")
    return {name: getattr(page, name) for name in names}


class CoverForm(OwnForm):
    """The wide picture at the top of the public page."""

    cover = UploadField(
        _l("Cover picture"), purpose="booth_cover", formats=IMAGES, largest=LARGEST_PICTURE, longest_side=2000
    )


class LogoForm(OwnForm):
    """The logo beside the name, where it is not the startup's."""

    logo = UploadField(_l("Logo"), purpose="booth_logo", formats=IMAGES, largest=LARGEST_PICTURE, longest_side=1200)


class HideForm(OwnForm):
    """Why a product is taken from public pages."""

    reason = TextAreaField(_l("Reason"), [required(), at_most(2_000)], description=_l("The exhibitor reads it."))


class DecisionForm(OwnForm):
    """What the organiser made of a report."""

    note = TextAreaField(_l("Note for the record"), [at_most(2_000)])
    upheld = BooleanField(_l("Close the thread for good"))
