"""What organisers type: the exhibition, its halls, zones and booths."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from ecosystem.core.forms import (
    DongField,
    ExactField,
    Form,
    VersionedForm,
    WholeNumberField,
    ZonedField,
    at_most,
    required,
)
from ecosystem.exhibitions.domain.booths import BoothKind, ZoneColour
from ecosystem.exhibitions.domain.details import A_DAY, TIMES, WORK_TIMES, ExhibitionDetails, HallDetails
from ecosystem.exhibitions.domain.numbering import is_number
from ecosystem.exhibitions.forms.choices import offered
from ecosystem.exhibitions.kinds import BOOTH_KINDS, COLOURS
from ecosystem.exhibitions.models import Booth, Exhibition, Zone
from ecosystem.payments.forms.refund_rules import RefundRuleFields


class ExhibitionForm(RefundRuleFields, VersionedForm):
    """The settings of an exhibition."""

    stored_steps: Sequence[Sequence[int]] = ()

    title = StringField(_l("Title"), [required(), at_most(200)])
    title_en = StringField(_l("Title in English"), [at_most(200)])
    summary = StringField(_l("In one sentence"), [at_most(300)])
    description = TextAreaField(_l("Description"), [at_most(20_000)])
    apply_opens_at = ZonedField(_l("Applications open"), [Optional()])
    apply_closes_at = ZonedField(_l("Applications close"), [Optional()])
    choose_opens_at = ZonedField(_l("Choice of booths opens"), [Optional()])
    choose_closes_at = ZonedField(_l("Choice of booths closes"), [Optional()])
    hold_minutes = WholeNumberField(
        _l("Minutes a chosen booth is held"),
        [required(), NumberRange(1, 43_200)],
        default=A_DAY,
        description=_l("It is free again if it is not paid by then. Bank transfers need a day (1440) or more."),
    )
    offer_hours = WholeNumberField(
        _l("Hours an offer from the waiting list lasts"), [required(), NumberRange(1, 720)], default=24
    )
    booths_per_exhibitor = WholeNumberField(
        _l("Booths each exhibitor may have"), [required(), NumberRange(1, 50)], default=1
    )
    terms = TextAreaField(_l("Conditions for exhibitors"), [at_most(20_000)])
    set_up_from = ZonedField(_l("Setting up from"), [Optional()])
    set_up_until = ZonedField(_l("Setting up until"), [Optional()])
    take_down_from = ZonedField(_l("Taking down from"), [Optional()])
    take_down_until = ZonedField(_l("Taking down until"), [Optional()])

    def validate_apply_closes_at(self, field: ZonedField) -> None:
        """An end comes after its beginning."""
        _ensure_after(self.apply_opens_at, field)

    def validate_choose_closes_at(self, field: ZonedField) -> None:
        """An end comes after its beginning."""
        _ensure_after(self.choose_opens_at, field)

    def validate_set_up_until(self, field: ZonedField) -> None:
        """An end comes after its beginning."""
        _ensure_after(self.set_up_from, field)

    def validate_take_down_from(self, field: ZonedField) -> None:
        """Booths are taken down after they were set up."""
        if (
            self.set_up_from.instant is not None
            and field.instant is not None
            and field.instant < self.set_up_from.instant
        ):
            raise ValidationError(_l("Booths are taken down after they were set up."))

    def validate_take_down_until(self, field: ZonedField) -> None:
        """An end comes after its beginning."""
        _ensure_after(self.take_down_from, field)

    def to_value(self) -> ExhibitionDetails:
        """Return what was typed."""
        return ExhibitionDetails(
            title=self.title.data or "",
            title_en=self.title_en.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            apply_opens_at=self.apply_opens_at.instant,
            apply_closes_at=self.apply_closes_at.instant,
            choose_opens_at=self.choose_opens_at.instant,
            choose_closes_at=self.choose_closes_at.instant,
            hold_minutes=self.hold_minutes.data or A_DAY,
            offer_hours=self.offer_hours.data or 24,
            booths_per_exhibitor=self.booths_per_exhibitor.data or 1,
            refund_steps=self.steps(self.stored_steps),
            terms=self.terms.data or "",
            **{name: self._fields[name].instant for name in WORK_TIMES},
        )


USUAL_RULE = ((30, 100), (7, 50))


def exhibition_form(zone: str, exhibition: Exhibition | None = None) -> ExhibitionForm:
    """Return the form, times in `zone`, filled from `exhibition`."""
    form = ExhibitionForm(obj=exhibition)
    for name in TIMES:
        field = form._fields[name]
        field.zone = zone
        if exhibition is not None and not form.is_submitted():
            field.show(getattr(exhibition, name))
    if exhibition is not None:
        form.stored_steps = exhibition.refund_steps
    if not form.is_submitted():
        form.show_rule(exhibition.refund_steps if exhibition is not None else USUAL_RULE)
    return form


def _ensure_after(first: ZonedField, last: ZonedField) -> None:
    if first.instant is not None and last.instant is not None and last.instant <= first.instant:
        raise ValidationError(_l("The end must come after the beginning."))


class HallForm(Form):
    """A hall's name and size."""

    name = StringField(_l("Name of the hall"), [required(), at_most(120)])
    width = ExactField(_l("Width in metres"), [required(), NumberRange(1, 1000)], default=Decimal(30))
    depth = ExactField(_l("Depth in metres"), [required(), NumberRange(1, 1000)], default=Decimal(20))

    def to_value(self) -> HallDetails:
        """Return what was typed, in cm."""
        width, depth = (round((field.data or 0) * 100) for field in (self.width, self.depth))
        return HallDetails(name=self.name.data or "", width=width, depth=depth)


class ZoneForm(Form):
    """A zone's name and colour."""

    name = StringField(_l("Name of the zone"), [required(), at_most(120)])
    colour = SelectField(
        _l("Colour"),
        choices=lambda: offered((colour.value, text) for colour, text in COLOURS.items()),
        coerce=ZoneColour,
        default=ZoneColour.GREEN.value,
    )


def zone_form(zone: Zone) -> ZoneForm:
    """Return the form of a zone that is there; several stand on one page."""
    form = ZoneForm(formdata=None, obj=zone)
    form.colour.data = zone.colour.value
    return form.told_apart(zone.public_id)


class ImportForm(Form):
    """A drawing to take over."""

    file = FileField(
        _l("File"), description=_l("JSON exported here, or an SVG with rectangles and polygons whose ids are numbers.")
    )
    scale = ExactField(_l("Centimetres to a unit"), [Optional(), NumberRange(0, 1000)], default=Decimal(1))


class BoothForm(Form):
    """One booth, for those who cannot draw."""

    number = StringField(_l("Number"), [required(), at_most(20)])
    kind = SelectField(_l("Kind"), coerce=BoothKind)
    zone = SelectField(_l("Zone"), coerce=int)
    x = ExactField(_l("Middle, metres from the left"), [required(), NumberRange(0, 1000)])
    y = ExactField(_l("Middle, metres from the top"), [required(), NumberRange(0, 1000)])
    width = ExactField(_l("Width in metres"), [required(), NumberRange(0.2, 200)])
    depth = ExactField(_l("Depth in metres"), [required(), NumberRange(0.2, 200)])
    angle = WholeNumberField(_l("Turned by degrees"), [Optional(), NumberRange(0, 359)])
    price = DongField(_l("Price"), [NumberRange(0, 10**12)])
    is_blocked = BooleanField(_l("Blocked: nobody can choose it"))
    note = StringField(_l("Note"), [at_most(300)])

    def validate_number(self, field: StringField) -> None:
        """What can stand on a booth."""
        if not is_number(field.data or ""):
            raise ValidationError(_l("Letters, digits, blanks and . / - please, at most 20."))

    def to_values(self) -> dict[str, Any]:
        """Return the columns of a booth."""
        values: dict[str, Any] = {
            "number": self.number.data,
            "kind": self.kind.data,
            "zone_id": self.zone.data or None,
            "price": self.price.data or 0,
            "is_blocked": bool(self.is_blocked.data),
            "note": self.note.data or "",
        }
        if "x" in self:
            for name in ("x", "y", "width", "depth"):
                values[name] = round((self[name].data or 0) * 100)
            values["angle"] = self.angle.data or 0
        return values


def booth_form(booth: Booth, zones: Iterable[Zone]) -> BoothForm:
    """Return the form of a booth; one that is online has no place."""
    shown: dict[str, Any] = {
        name: getattr(booth, name) for name in ("number", "kind", "price", "is_blocked", "note", "angle")
    }
    shown |= {name: (getattr(booth, name) or 0) / 100 for name in ("x", "y", "width", "depth")}
    form = BoothForm(data=shown | {"zone": booth.zone_id or 0})
    kinds = [kind for kind in BOOTH_KINDS if (kind is BoothKind.ONLINE) == booth.is_online]
    form.kind.choices = offered((kind.value, BOOTH_KINDS[kind]) for kind in kinds)
    form.zone.choices = offered([(0, "–"), *((zone.id, zone.name) for zone in zones)])
    if booth.is_online:
        for name in ("x", "y", "width", "depth", "angle"):
            del form[name]
    return form


class RowsForm(Form):
    """Rows of booths at once; the editor reads it, nothing is sent."""

    count = WholeNumberField(_l("Booths in a row"), default=10)
    rows = WholeNumberField(_l("Rows of booths"), default=1)
    width = ExactField(_l("Width in metres"), default=Decimal(3))
    depth = ExactField(_l("Depth in metres"), default=Decimal(3))
    gap = ExactField(_l("Gap between booths in metres"), default=Decimal(0))
    aisle = ExactField(_l("Aisle between rows in metres"), default=Decimal(3))
    price = DongField(_l("Price"), default=0)


class OnlineBoothsForm(Form):
    """How many online booths to add."""

    count = WholeNumberField(_l("How many"), [required(), NumberRange(1, 200)], default=5)
    price = DongField(_l("Price"), [NumberRange(0, 10**12)], default=0)
