"""Which control a form field is shown with, and how its state reads in HTML."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from flask import Flask, g
from wtforms import Field
from wtforms.validators import Length

# The first class of a field's ancestry that is named here decides; a field says otherwise by an attribute
# `control` or a page by `ui.field(form.x, kind=…)`.
CONTROLS = {
    "DongField": "money",
    "MoneyField": "money",
    "MarkdownField": "markdown",
    "TagsField": "tags",
    "ZonedDateTimeField": "datetime",
    "DateTimeLocalField": "datetime",
    "DateTimeField": "datetime",
    "DateField": "date",
    "TimeField": "time",
    "MonthField": "month",
    "PasswordField": "password",
    "EmailField": "email",
    "TelField": "tel",
    "URLField": "url",
    "SearchField": "search",
    "MultipleFileField": "files",
    "FileField": "file",
    "BooleanField": "checkbox",
    "RadioField": "radios",
    "SelectMultipleField": "checkboxes",
    "SelectField": "select",
    "TextAreaField": "textarea",
    "ExactField": "decimal",
    "DecimalField": "decimal",
    "FloatField": "decimal",
    "IntegerField": "number",
    "HiddenField": "hidden",
    "FormField": "group",
    "FieldList": "list",
    "StringField": "text",
}


def control_of(field: Field) -> str:
    """Return the kind of control for `field`; text for a class nobody named."""
    declared = getattr(field, "control", None)
    if declared:
        return str(declared)
    for ancestor in type(field).__mro__:
        if ancestor.__name__ in CONTROLS:
            return CONTROLS[ancestor.__name__]
    return "text"


def longest(field: Field) -> int | None:
    """Return the greatest number of characters the field's validators accept, None if unbounded."""
    validators: list[Any] = list(field.validators)
    limits = [v.max for v in validators if isinstance(v, Length) and v.max and v.max > 0]
    return min(limits) if limits else None


def first_error(field: Field) -> str:
    """Return the first message of a field, of its parts if it is a group; empty if it is fine."""
    return next(_messages(field.errors), "")


def _messages(errors: Any) -> Iterator[str]:
    """Groups nest their messages in lists and mappings."""
    if isinstance(errors, str):
        yield errors
    elif isinstance(errors, dict):
        for part in errors.values():
            yield from _messages(part)
    elif isinstance(errors, list | tuple):
        for part in errors:
            yield from _messages(part)
    elif errors:
        yield str(errors)


def form_errors(form: Any) -> list[tuple[str, str, str]]:
    """List (id of the control to go to, label, message) for the summary above a form."""
    found = []
    for field in form:
        kind = control_of(field)
        if kind == "group":
            found += form_errors(field.form)
        elif kind == "list":
            found += _list_errors(field)
        elif field.errors:
            found.append((_focus_id(field, kind), str(field.label.text), first_error(field)))
    found += [("", "", str(message)) for message in getattr(form, "form_errors", [])]
    return found


def _list_errors(field: Any) -> list[tuple[str, str, str]]:
    """A list of groups names each part; its own messages come as strings among theirs."""
    found: list[tuple[str, str, str]] = []
    for entry in field:
        if control_of(entry) == "group":
            found += form_errors(entry.form)
        elif entry.errors:
            found.append((entry.id, str(entry.label.text), first_error(entry)))
    own = [str(message) for message in field.errors if not isinstance(message, dict | list | tuple)]
    return found or [(field.id, str(field.label.text), message) for message in own]


def _focus_id(field: Field, kind: str) -> str:
    """A set of choices has no control of its own: the first choice takes the focus."""
    return f"{field.id}-0" if kind in ("radios", "checkboxes", "cards") else str(field.id)


def new_id(prefix: str = "x") -> str:
    """Return an id no other element of this page has."""
    if "element_ids" not in g:
        g.element_ids = count(1)
    return f"{prefix}-{next(g.element_ids)}"


def once(name: str) -> bool:
    """Tell whether this is the first time `name` is asked for on this page."""
    shown: set[str] = g.setdefault("shown_once", set())
    first = name not in shown
    shown.add(name)
    return first


def init_fields(app: Flask) -> None:
    """Make what the field components ask known to templates."""
    app.jinja_env.globals.update(
        control_of=control_of,
        longest=longest,
        first_error=first_error,
        form_errors=form_errors,
        new_id=new_id,
        once=once,
    )
