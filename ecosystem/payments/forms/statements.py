"""Forms of bank statements: the file, its columns, what a line pays."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, ValidationError

from ecosystem.core.forms import Form, SelectChoice, VersionedForm, at_most, required
from ecosystem.payments.domain.statements.columns import Columns, Role
from ecosystem.payments.domain.statements.files import Sheet

LARGEST = 30 * 1024 * 1024 + 1
ROLES: Mapping[Role, Any] = {
    Role.DATE: _l("Day"),
    Role.CREDIT: _l("Money in"),
    Role.DEBIT: _l("Money out"),
    Role.AMOUNT: _l("Amount with its sign"),
    Role.NOTE: _l("Transfer note"),
    Role.REFERENCE: _l("The bank's reference"),
}
SAMPLES = 6


class StatementForm(Form):
    """A bank's export."""

    file = FileField(_l("The statement as CSV or Excel (XLSX)"))

    def validate_file(self, field: FileField) -> None:
        """There must be one."""
        if not field.data or not field.data.filename:
            raise ValidationError(_l("Choose the file first."))

    def content(self) -> bytes:
        """The bytes of the file, one more than allowed at most."""
        found: bytes = self.file.data.stream.read(LARGEST)
        return found


class ColumnsForm(Form):
    """What the columns are; one choice for each role is added by `columns_form`."""

    header = HiddenField()

    def chosen(self) -> dict[Role, int | None]:
        """The column of each role, None for a role without one."""
        return {role: int(self[role.value].data) if self[role.value].data else None for role in Role}

    def header_row(self) -> int:
        """The row of the headers among the sheet's rows."""
        raw = str(self.header.data or "")
        return int(raw) if raw.isdecimal() and len(raw) < 6 else 0


class AsideForm(VersionedForm):
    """Why a line pays no order."""

    reason = StringField(_l("Reason"), [required(), at_most(1_000)])


class ChosenForm(VersionedForm):
    """The order a line pays."""

    order = HiddenField()


def columns_form(sheet: Sheet, columns: Columns) -> ColumnsForm:
    """Return the form filled with what was recognised; choices are the headers of the sheet."""
    head = sheet.rows[min(columns.header, len(sheet.rows) - 1)].cells
    width = max(len(row.cells) for row in sheet.rows)
    names = [head[at] if at < len(head) and head[at] else "" for at in range(width)]
    choices = [("", "–"), *((str(at), f"{at + 1}. {name}"[:80]) for at, name in enumerate(names))]
    offered = [SelectChoice(value, text) for value, text in choices]
    fields: dict[str, Any] = {
        role.value: SelectField(title, choices=offered, default=str(columns.of.get(role, "")))
        for role, title in ROLES.items()
    }
    kind = type("ColumnsOfSheet", (ColumnsForm,), fields)
    form: ColumnsForm = kind()
    if not form.is_submitted():
        form.header.data = str(columns.header)
    return form
