"""The application form as an applicant sees it, for the organiser's preview. Nothing is sent with it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    Form,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.fields import FileField
from wtforms.validators import DataRequired, Length

from ecosystem.contests.domain.form import FormDefinition, QuestionDefinition, SectionDefinition
from ecosystem.contests.domain.kinds import QuestionKind as Kind
from ecosystem.contests.forms.base import offered
from ecosystem.core.forms import DongField, ExactField
from ecosystem.core.places import provinces

Page = tuple[SectionDefinition, Form]
_FIELDS: dict[Kind, Any] = {
    Kind.SHORT_TEXT: StringField,
    Kind.LONG_TEXT: TextAreaField,
    Kind.RICH_TEXT: TextAreaField,
    Kind.NUMBER: ExactField,
    Kind.MONEY: DongField,
    Kind.DATE: DateField,
    Kind.YES_NO: RadioField,
    Kind.SINGLE_CHOICE: RadioField,
    Kind.MULTIPLE_CHOICE: SelectMultipleField,
    Kind.FILE: FileField,
    Kind.FILES: MultipleFileField,
    Kind.IMAGE: FileField,
    Kind.VIDEO_LINK: URLField,
    Kind.WEB_ADDRESS: URLField,
    Kind.EMAIL: EmailField,
    Kind.PHONE: TelField,
    Kind.PLACE: SelectField,
    Kind.TEAM: TextAreaField,
}


def preview_form(definition: FormDefinition, board_key: str | None) -> list[Page]:
    """Return the sections with a form each, as asked on a board; conditional questions are shown too."""
    pages = []
    for section in definition.sections:
        asked = [q for q in section.questions if not q.is_retired and (not q.board_keys or board_key in q.board_keys)]
        if asked:
            fields = {f"preview_{question.key}": _field(question) for question in asked}
            pages.append((section, type("PreviewForm", (Form,), fields)()))
    return pages


def _field(question: QuestionDefinition) -> Any:
    validators: list[Any] = [DataRequired()] if question.is_required else []
    if question.kind.has_text_limits and question.max_characters:
        validators.append(Length(max=question.max_characters))
    options: dict[str, Any] = {"description": question.help}
    if question.kind is Kind.YES_NO:
        options["choices"] = offered([("yes", _l("Yes")), ("no", _l("No"))])
    elif question.kind.has_choices:
        options["choices"] = offered((choice.value, choice.label) for choice in question.choices)
    elif question.kind is Kind.PLACE:
        options["choices"] = offered(
            [("", _l("Choose the province")), *((each.code, each.name) for each in provinces())]
        )
    return _FIELDS[question.kind](question.label, validators, **options)
