"""What a judge sends of a score sheet, as a form or as JSON, and the fields it is shown with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from werkzeug import Request
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.form import BaseForm

from ecosystem.core.errors import Invalid
from ecosystem.core.forms import Form, at_most, clean, required
from ecosystem.judging.queries.charges import Charge, Sheet
from ecosystem.judging.services.sheets import LONGEST_KEY, FieldChange, Part, digest

MOST_FIELDS = 200
SHORTEST_TOKEN = 3


@dataclass(frozen=True)
class SheetInput:
    """What was sent: the changes, the idempotency key, the marks of what the page showed, and where to go then."""

    changes: tuple[FieldChange, ...]
    key: str | None
    seen: dict[str, str]
    then: str = ""


def read_sheet(request: Request) -> SheetInput:
    """Read a save. Raises Invalid with a message per field for what is no number, and for a body that is no sheet."""
    fields, envelope = _fields(request)
    seen = dict(_seen(str(envelope.get("version") or "")))
    key = clean(request.headers.get("Idempotency-Key") or str(envelope.get("key") or "")) or None
    if key is not None and len(key) > LONGEST_KEY:
        raise Invalid(_l("The key of the save is too long."))
    problems: dict[str, str] = {}
    changes = [change for name, text in fields.items() if (change := _change(name, text, seen, problems))]
    if problems:
        raise Invalid(_l("Some of it cannot be saved."), details=problems)
    return SheetInput(tuple(changes), key, seen, str(envelope.get("then") or ""))


def typed_in(request: Request) -> dict[str, str]:
    """Return the raw texts of a save that was refused, to be shown again."""
    return _fields(request)[0]


def _fields(request: Request) -> tuple[dict[str, str], Mapping[str, Any]]:
    if request.is_json:
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("fields"), dict):
            raise Invalid(_l("This is not a score sheet."))
        given, envelope = body["fields"], body
    else:
        given, envelope = request.form, request.form
    names = [name for name in given if str(name).partition("-")[0] in _PARTS]
    if len(names) > MOST_FIELDS:
        raise Invalid(_l("This is not a score sheet."))
    texts = {str(name): clean("" if given[name] is None else str(given[name])) or "" for name in names}
    return texts, envelope


_PARTS = {part.value: part for part in Part}


def _change(name: str, text: str, seen: Mapping[str, str], problems: dict[str, str]) -> FieldChange | None:
    kind, _, criterion = name.partition("-")
    part = _PARTS[kind]
    if part is not Part.SCORE:
        return FieldChange(part, text, criterion, seen.get(name))
    try:
        return FieldChange(part, _number(text), criterion, seen.get(name))
    except ValueError:
        problems[name] = str(_l("Please type a number, such as 7,5."))
        return None


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    if len(text) > 20:
        raise ValueError("too long for a score")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not number.is_finite() or number.adjusted() > 20 or number.normalize().as_tuple().exponent < -4:  # type: ignore[operator]
        raise ValueError("not a score")
    return number or Decimal(0)  # a zero may carry an exponent that fills the memory when it is written out


def _seen(token: str) -> Iterator[tuple[str, str]]:
    for part in token.split(";"):
        name, _, mark = part.rpartition("=")
        if name and mark:
            yield name, mark


def version_of(values: Mapping[str, Decimal | str | None]) -> str:
    """Return the token that tells later which values the page was shown with, field by field."""
    return ";".join(f"{name}={mark}" for name, mark in marks_of(values).items())


def marks_of(values: Mapping[str, Decimal | str | None]) -> dict[str, str]:
    """Return the mark of each value, as `version_of` holds it."""
    return {name: digest(value) for name, value in values.items()}


def values_of(charge: Charge, sheet: Sheet) -> dict[str, Decimal | str | None]:
    """Map the name of each field of the sheet to what is stored."""
    values: dict[str, Decimal | str | None] = {}
    for line in sheet.lines:
        values[f"{Part.SCORE.value}-{line.criterion.key}"] = line.value
        values[f"{Part.REASON.value}-{line.criterion.key}"] = line.comment
    values[Part.COMMENT.value] = charge.sheet.comment if charge.sheet else ""
    values[Part.NOTE.value] = charge.sheet.private_note if charge.sheet else ""
    return values


def version_after(given: SheetInput) -> str:
    """Return the token for a page whose save went through: it shows what it sent, whatever others stored meanwhile."""
    marks = given.seen | {change.name: digest(change.value) for change in given.changes}
    return ";".join(f"{name}={mark}" for name, mark in marks.items())


class PlainTextArea:
    """A text area as WTForms writes it, without its machinery: a sheet has seven, and it made a seventh of the page."""

    def __call__(self, field: TextAreaField, **attributes: Any) -> Markup:
        given = {"id": field.id, "name": field.name, **attributes}
        text = field._value()  # type: ignore[attr-defined]  # typed for its widgets only
        parts = [
            name if value is True else f'{name}="{str(escape(value)).replace(chr(34), "&quot;")}"'
            for name, value in sorted(given.items())
            if value is not False
        ]
        return Markup(f"<textarea {' '.join(parts)}>\r\n{escape(text)}</textarea>")  # noqa: S704 - escaped


def text_fields(
    values: Mapping[str, Decimal | str | None], labels: Mapping[str, Any], hidden: Mapping[str, str]
) -> BaseForm:
    """Return the text areas of the sheet, filled with `values`; `labels` name them."""
    fields: dict[str, Any] = {name: TextAreaField(label, widget=PlainTextArea()) for name, label in labels.items()}
    form = BaseForm(fields | {name: HiddenField() for name in hidden})
    form.process(data={name: str(values.get(name) or "") for name in labels} | dict(hidden))
    return form


class ReasonForm(Form):
    """A reason that is kept: for abstaining, recusing, reopening."""

    reason = StringField(_l("Reason"), validators=[required(_l("Please give a reason.")), at_most(500)])
