"""Base of all forms: NFC input, no control characters, bounded length, translated messages.

A form says shape and texts and ends in a frozen value object (`to_value()`); it never writes.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Self
from urllib.parse import urlsplit

from flask import has_request_context, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from markupsafe import Markup, escape
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import DateTimeLocalField, DecimalField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as SelectChoice  # type: ignore[attr-defined] # typed for 3.1
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import Select

from ecosystem.core import clock
from ecosystem.core.money import parse_dong

LONGEST_LINE = 255
LONGEST_TEXT = 20_000
TIME_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]


def clean(text: Any) -> Any:
    """NFC, no control characters but line ends and tabs, unified line ends, trimmed.

    What is no text (nothing, the number a hidden field was shown with) stays as it is.
    """
    if not isinstance(text, str):
        return text
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unified if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


_BUILT_IN = {
    "This field is required.": _l("Please fill in this field."),
    "Not a valid choice.": _l("Please choose one."),
    "Invalid Choice: could not coerce.": _l("Please choose one."),
    "Not a valid integer value.": _l("Please type a whole number."),
    "Not a valid decimal value.": _l("Please type a number, such as 7,5."),
    "Not a valid date value.": _l("Please type a date, such as 22/11/2026."),
    "Not a valid datetime value.": _l("Please give a date and a time."),
    "Not a valid time value.": _l("Please give a time, such as 14:30."),
    "Number must be at least %(min)s.": _l("Please type a number that is at least %(min)s."),
    "Number must be at most %(max)s.": _l("Please type a number that is at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Please type a number from %(min)s to %(max)s."),
}


def clean_line(text: Any) -> Any:
    """The same for a field of one line, in which no browser sends line ends: they become blanks."""
    return clean(text.replace("\n", " ").replace("\r", " ")) if isinstance(text, str) else text


class _Words:
    """The messages built into WTForms, which knows no Vietnamese, in words of ours."""

    def gettext(self, text: str) -> str:
        return str(_BUILT_IN.get(text, text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return singular if number == 1 else plural


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose text fields are cleaned before they are checked."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Every string passes `clean`; the language of built-in messages is ours."""

        locales = False

        def get_translations(self, form: Any) -> _Words:
            """Where the built-in messages come from."""
            return _Words()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Forms are sent by forms: a JSON body holds values of kinds that no field expects."""
            if formdata is _Auto and has_request_context() and request.is_json:
                return None if request.method in ("GET", "HEAD") else ImmutableMultiDict()
            return super().wrap_formdata(form, formdata)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Put the cleaning filter before the field's own ones."""
            kind = unbound_field.field_class
            if isinstance(kind, type) and issubclass(kind, StringField | TextAreaField):
                many_lines = issubclass(kind, TextAreaField | HiddenField)
                first = clean if many_lines else clean_line
                options["filters"] = [first, *(unbound_field.kwargs.get("filters") or ())]
            return unbound_field.bind(form=form, **options)

    def told_apart(self, by: object) -> Self:
        """Give the fields ids of their own, for a form that stands several times on a page; names stay."""
        for field in self:
            field.id = field.label.field_id = f"{field.id}-{by}"
        return self


class VersionedForm(Form):
    """A form that remembers which version of the record it was shown with."""

    version = HiddenField()
    stale: Sequence[tuple[str, str, str]] = ()

    @property
    def shown_version(self) -> int | None:
        """The version in the hidden field, None when absent or not a number."""
        raw = str(self.version.data or "")
        return int(raw) if raw.isdecimal() and len(raw) < 10 else None

    def show_both(self, present: Mapping[str, Any], *, version: int) -> None:
        """After somebody else's edit: show what is stored now (by field) beside what was typed, which stays.

        Saving again means it, because the form is now shown with the `version` that is stored.
        """
        self.stale = differing(self, present)
        self.version.data = self.version.raw_data = None
        self.version.data = str(version)


def differing(form: Any, present: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (label, stored, typed) in words for each field of `present` whose value differs from the form's."""
    rows = []
    for name, theirs in present.items():
        field = form._fields.get(name)
        if field is not None and (field.data or "") != (theirs or ""):
            rows.append((str(field.label.text), _readable(field, theirs), _readable(field, field.data)))
    return rows


def _readable(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return str(_l("Yes") if value else _l("No"))
    listed = field.iter_choices() if isinstance(field, SelectField) else ()
    words = {str(choice[0]): str(choice[1]) for choice in listed}
    return words.get(str(value or ""), "" if value is None else str(value))


def required(message: Any = None) -> InputRequired | DataRequired:
    """The field must hold something besides blanks."""
    return DataRequired(message or _l("Please fill in this field."))


def chosen(message: Any = None) -> InputRequired:
    """One of the choices must be taken (0 and False are choices too)."""
    return InputRequired(message or _l("Please choose one."))


def at_most(characters: int = LONGEST_LINE) -> Length:
    """At most so many characters, counted after NFC."""
    return Length(max=characters, message=_l("At most %(max)d characters, please.", max=characters))


class Zone:
    """Validator: an IANA time zone."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError for a name that is none."""
        if not clock.is_zone(field.data or ""):
            raise ValidationError(_l("There is no such time zone."))


class WholeNumberField(IntegerField):
    """A whole number that a column can hold; `data` is an int or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an empty field is None."""
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) >= 2**31:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))


class DongField(IntegerField):
    """An amount in đồng, typed as people type it; `data` is an int or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount; an empty field is None."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = parse_dong(valuelist[0])
        except ValueError as error:
            raise ValueError(_l("Please type an amount in đồng, such as 50.000.000 or 50 triệu.")) from error


class ExactField(DecimalField):
    """A decimal number with a comma or a point; `data` is a finite Decimal or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an empty field is None."""
        self.data = None
        text = valuelist[0].strip().replace(",", ".") if valuelist else ""
        if not text:
            return
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(_l("Please type a number, such as 7,5.")) from error
        # Written out, a huge exponent would fill the memory; zero may have one too.
        if not number.is_finite() or len(text) > 20 or abs(int(number.as_tuple().exponent)) > 20:
            raise ValueError(_l("Please type a number, such as 7,5."))
        self.data = number


class ZonedField(DateTimeLocalField):
    """A date and time typed on the wall clock of `zone`; `instant` is aware and in UTC."""

    def __init__(self, label: Any = None, validators: Any = None, **arguments: Any) -> None:
        super().__init__(label, validators, format=TIME_FORMATS, **arguments)
        self.zone = clock.DEFAULT_ZONE

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; an empty field is None."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Please give a date and a time, such as 22/11/2026 17:00.")) from error

    def show(self, instant: datetime | None) -> None:
        """Show an instant on the wall clock of the zone."""
        self.data = None if instant is None else instant.astimezone(clock.zone(self.zone)).replace(tzinfo=None)

    @property
    def instant(self) -> datetime | None:
        """What was typed, as an instant; None for nothing."""
        if self.data is None or not isinstance(self.data, datetime):
            return None
        try:
            return clock.local(self.data, self.zone)
        except OverflowError:
            return None


class _LongSelect(Select):
    """Writes its options in one piece: WTForms takes thirty microseconds for each, and there are hundreds."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:  # type: ignore[override]  # typed for 3.2
        """Return one option."""
        if kwargs or choice.render_kw:
            return super().render_option(choice, **kwargs)
        chosen_too = " selected" if choice.selected else ""
        value, label = escape(str(choice.value)), escape(str(choice.label or choice.value))
        return Markup(f'<option value="{value}"{chosen_too}>{label}</option>')  # noqa: S704 - both parts are escaped


class LongSelectField(SelectField):
    """A choice among hundreds, such as all people of a session. `choices` are pairs of value and text."""

    widget = _LongSelect()


class WebAddressField(StringField):
    """An address on the web; "example.vn" becomes "https://example.vn". `data` is "" for none."""

    control = "url"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the address and give it a scheme."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = text if not text or "://" in text else f"https://{text}"

    def pre_validate(self, form: Any) -> None:
        """Raise ValidationError for what is no address of a page (other schemes, no host, a sign-in in it)."""
        if not self.data:
            return
        try:
            parts = urlsplit(self.data)
            host = parts.hostname or ""
        except ValueError:
            host, parts = "", None
        fine = parts is not None and parts.scheme in ("http", "https") and "." in host and "@" not in parts.netloc
        if not fine or any(c.isspace() for c in self.data):
            raise ValidationError(_l("Please type a web address, such as https://example.vn."))
