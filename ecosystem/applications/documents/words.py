"""Answers in words, for pages and documents alike."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ecosystem.applications.domain.dossier import DossierAnswer
from ecosystem.core.web.formatting import format_date, format_money, format_number, format_phone, in_language


def answer_text(answer: DossierAnswer) -> str:
    """Return an answer in words, in the language of the reader."""
    if answer.shown:
        return in_language(answer, "shown")
    value: Any = answer.value
    if value in (None, "", []):
        return ""
    writer = _WRITERS.get(answer.kind)
    return writer(value) if writer else str(value)


def _day(value: Any) -> str:
    try:
        return format_date(datetime.fromisoformat(str(value)).date())
    except ValueError:
        return str(value)


_WRITERS: dict[str, Any] = {
    "money": lambda value: format_money(value) if isinstance(value, int) else str(value),
    "number": lambda value: format_number(value),
    "date": _day,
    "yes_no": lambda value: _("Yes") if value else _("No"),
    "phone": format_phone,
}
