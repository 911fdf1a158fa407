"""What treasurers type: how the organiser sells, discount codes, refunds, decisions, banks."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import NumberRange, Optional, Regexp

from ecosystem.core import clock
from ecosystem.core.forms import (
    DongField,
    ExactField,
    Form,
    SelectChoice,
    VersionedForm,
    WholeNumberField,
    at_most,
    required,
)
from ecosystem.core.search import fold
from ecosystem.events.models import Organiser
from ecosystem.payments.gateway import gateways
from ecosystem.payments.kinds import purposes
from ecosystem.payments.models import DiscountCode, Seller
from ecosystem.payments.queries.sellers import banks, code_key
from ecosystem.startups.domain.tax_codes import normalise_tax_code

CENT = Decimal("0.01")
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class SellerForm(VersionedForm):
    """How the organiser sells."""

    legal_name = StringField(_l("Legal name"), [required(), at_most(200)])
    tax_code = StringField(_l("Tax code"), [at_most(20)], description=_l("10, 13 or 12 digits."))
    address = StringField(_l("Address"), [at_most(300)])
    email = EmailField(_l("E-mail for questions about payments"), [at_most(254)])
    phone = TelField(_l("Phone"), [at_most(20)])
    vat_percent = ExactField(_l("VAT rate (%)"), [NumberRange(0, 100, _l("Between 0 and 100, please."))])
    prices_include_vat = RadioField(
        _l("The prices you set"),
        choices=[SelectChoice("1", _l("include VAT")), SelectChoice("0", _l("do not include VAT; it is added"))],
    )
    providers = SelectMultipleField(_l("Ways to pay you take"))
    bank_bin = SelectField(_l("Bank"))
    bank_account = StringField(
        _l("Account number"), [at_most(19), Regexp(r"^[0-9A-Za-z]*$", message=_l("Digits and letters only, please."))]
    )
    bank_holder = StringField(
        _l("Account holder"), [at_most(120)], description=_l("As the bank writes it: capitals without marks.")
    )
    receipt_note = TextAreaField(_l("A line under every receipt"), [at_most(500)])

    def validate_tax_code(self, field: StringField) -> None:
        """A tax code that exists, or none."""
        if field.data:
            try:
                field.data = normalise_tax_code(field.data)
            except ValueError as error:
                raise ValidationError(_l("This is no tax code: please check the digits.")) from error

    def validate_vat_percent(self, field: ExactField) -> None:
        """At most two decimals."""
        if field.data is None or field.data != field.data.quantize(CENT):
            raise ValidationError(_l("Please type a rate such as 8 or 10."))

    def validate_bank_account(self, field: StringField) -> None:
        """Account and bank belong together."""
        if bool(field.data) != bool(self.bank_bin.data):
            raise ValidationError(_l("Give both the bank and the account number, or neither."))

    def to_values(self) -> dict[str, Any]:
        """Return the columns."""
        names = ("legal_name", "tax_code", "address", "email", "phone", "vat_percent", "bank_bin", "bank_account")
        values: dict[str, Any] = {name: self[name].data or "" for name in (*names, "receipt_note")}
        holder = fold(self.bank_holder.data or "").upper()
        return values | {
            "vat_percent": self.vat_percent.data,
            "prices_include_vat": self.prices_include_vat.data == "1",
            "providers": list(self.providers.data or []),
            "bank_holder": holder,
        }


def seller_form(seller: Seller, *, all_providers: Mapping[str, Any] | None = None) -> SellerForm:
    """Return the form of a seller, with the ways to pay and banks to choose from."""
    shown = {name: getattr(seller, name) for name in seller.__table__.columns.keys() if name != "id"}  # noqa: SIM118
    form = SellerForm(data=shown | {"prices_include_vat": "1" if seller.prices_include_vat else "0"})
    offered = all_providers if all_providers is not None else gateways()
    form.providers.choices = [SelectChoice(key, gateway.title) for key, gateway in offered.items()]
    listed = [(bank.bin, f"{bank.short_name} ({bank.bin})") for bank in banks()]
    if seller.bank_bin and seller.bank_bin not in dict(listed):
        listed.append((seller.bank_bin, seller.bank_bin))
    form.bank_bin.choices = [SelectChoice(*each) for each in (("", _l("No bank account")), *listed)]
    return form


class CodeForm(VersionedForm):
    """A discount code."""

    code = StringField(
        _l("Discount code"), [required(), at_most(30)], description=_l("Such as TAYNGUYEN10, typed in any case.")
    )
    title = StringField(_l("What it is for"), [at_most(200)])
    percent = ExactField(_l("Percent off"))
    amount = DongField(_l("Amount off"))
    opens_on = DateField(_l("First day"), [Optional()], format=DAYS)
    closes_on = DateField(_l("Last day"), [Optional()], format=DAYS)
    limit_total = WholeNumberField(_l("Uses in all"), [Optional(), NumberRange(1, 100_000)])
    limit_per_buyer = WholeNumberField(_l("Uses for each buyer"), [Optional(), NumberRange(1, 1_000)])
    purposes = SelectMultipleField(_l("Good for"), description=_l("None ticked: everything."))
    is_active = BooleanField(_l("In use"), default=True)

    def validate_percent(self, field: ExactField) -> None:
        """Either a percentage or an amount, more than nothing."""
        if (field.data is None) == (self.amount.data is None):
            raise ValidationError(_l("Give either a percentage or an amount."))
        if field.data is not None and not (0 < field.data <= 100 and field.data == field.data.quantize(CENT)):
            raise ValidationError(_l("More than 0 and at most 100, with at most two decimals, please."))

    def validate_amount(self, field: DongField) -> None:
        """More than nothing."""
        if field.data is not None and field.data <= 0:
            raise ValidationError(_l("More than 0, please."))

    def validate_closes_on(self, field: DateField) -> None:
        """Not before it begins."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_l("The last day lies before the first."))

    def to_values(self, organiser: Organiser) -> dict[str, Any]:
        """Return the columns; days are days in the organiser's zone, the last one included."""
        zone = clock.zone(organiser.timezone)
        opens, closes = self.opens_on.data, self.closes_on.data
        return {
            "code": code_key(self.code.data or ""),
            "title": self.title.data or "",
            "percent": self.percent.data,
            "amount": self.amount.data,
            "opens_at": datetime.combine(opens, time(), zone) if opens else None,
            "closes_at": datetime.combine(closes + timedelta(days=1), time(), zone) if closes else None,
            "limit_total": self.limit_total.data,
            "limit_per_buyer": self.limit_per_buyer.data,
            "purposes": list(self.purposes.data or []),
            "is_active": bool(self.is_active.data),
        }


def code_form(organiser: Organiser, code: DiscountCode | None = None) -> CodeForm:
    """Return the form of a code, or of a new one."""
    zone = clock.zone(organiser.timezone)
    shown: dict[str, Any] = {}
    if code is not None:
        shown = {name: getattr(code, name) for name in code.__table__.columns.keys() if name != "id"}  # noqa: SIM118
        shown["opens_on"] = code.opens_at.astimezone(zone).date() if code.opens_at else None
        last = code.closes_at - timedelta(microseconds=1) if code.closes_at else None
        shown["closes_on"] = last.astimezone(zone).date() if last else None
    form = CodeForm(data=shown) if code is not None else CodeForm()
    named = {key: str(title) for key, title in purposes().items()}
    kept = {key: key for key in (code.purposes if code is not None else ()) if key not in named}
    form.purposes.choices = [SelectChoice(*each) for each in (named | kept).items()]
    return form


class RefundForm(VersionedForm):
    """How much of an order goes back, and why."""

    amount = DongField(_l("Amount"), [Optional()], description=_l("Leave it empty to give back all that is left."))
    reason = StringField(_l("Reason"), [required(), at_most(500)], description=_l("The buyer reads it."))


class SentForm(VersionedForm):
    """The bank's reference of a refund that was sent by hand."""

    reference = StringField(_l("Reference of the transfer"), [required(), at_most(100)])


class DecisionForm(VersionedForm):
    """What becomes of money that did not fit."""

    decision = HiddenField()
    order_code = StringField(_l("Order"), [at_most(20)], description=_l("Such as DH-2026-0001."))
    reason = StringField(_l("Reason"), [required(), at_most(500)])


class ReasonForm(VersionedForm):
    """Why something is called off."""

    reason = StringField(_l("Reason"), [required(), at_most(500)])


class BankForm(Form):
    """A bank by its number."""

    bin = StringField(
        _l("Number (BIN)"), [required(), Regexp(r"^\d{6}$", message=_l("Six digits, such as 970436, please."))]
    )
    short_name = StringField(_l("Short name"), [required(), at_most(60)])
    name = StringField(_l("Name"), [at_most(200)])
    is_active = BooleanField(_l("In use"), default=True)
