"""The application form as a web form, made from the organiser's questions.

Fields are named `a_<key>`, the commune of a place `c_<key>`, the version an answer was shown with `v_<key>`. What was
typed is read by the contests' domain (`read_answer`); nothing is checked here, so that nothing typed is refused a page.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from ecosystem.contests.domain.form import QuestionDefinition, SectionDefinition
from ecosystem.contests.domain.kinds import QuestionKind as Kind
from ecosystem.core.errors import Text
from ecosystem.core.forms import Form, SelectChoice
from ecosystem.core.places import communes_of, provinces

FEW_CHOICES = 8
CONTROLS = {
    Kind.RICH_TEXT: "markdown",
    Kind.NUMBER: "decimal",
    Kind.MONEY: "money",
    Kind.DATE: "date",
    Kind.VIDEO_LINK: "url",
    Kind.WEB_ADDRESS: "url",
    Kind.EMAIL: "email",
    Kind.PHONE: "tel",
    Kind.YES_NO: "radios",
}


class AnswersForm(Form):
    """Base of the forms made by `answers_form`."""

    def field_of(self, question: QuestionDefinition) -> Any:
        """The field of a question."""
        return self[f"a_{question.key}"]

    def commune_of(self, question: QuestionDefinition) -> Any:
        """The second field of a place."""
        return self[f"c_{question.key}"]


def answers_form(
    questions: Iterable[QuestionDefinition],
    values: Mapping[str, Any],
    versions: Mapping[str, int],
    *,
    problems: Mapping[str, list[Text]] | None = None,
    closed: bool = False,
) -> AnswersForm:
    """Return the form of these questions, filled with stored or typed values; `problems` stand at their fields."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for question in questions:
        if question.kind is Kind.TEAM:
            continue
        name, value = f"a_{question.key}", values.get(question.key)
        fields[name] = _field(question)
        fields[f"v_{question.key}"] = HiddenField()
        data[name] = _shown(question, value)
        data[f"v_{question.key}"] = str(versions.get(question.key, 0))
        if question.kind is Kind.PLACE:
            place = value if isinstance(value, dict) else {}
            data[name] = place.get("province", "")
            data[f"c_{question.key}"] = place.get("commune", "")
            fields[f"c_{question.key}"] = _commune(place.get("province", ""))
    form: AnswersForm = type("EntryAnswersForm", (AnswersForm,), fields)(formdata=None, data=data)
    for question in questions:
        _finish(form, question, (problems or {}).get(question.key, []))
    return form


def typed_values(questions: Iterable[QuestionDefinition], sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was typed for each question whose field was sent; files and the team are sent apart."""
    typed: dict[str, Any] = {}
    for question in questions:
        name = f"a_{question.key}"
        if question.kind is Kind.TEAM or question.holds_files or f"v_{question.key}" not in sent:
            continue
        if question.kind is Kind.MULTIPLE_CHOICE:
            typed[question.key] = sent.getlist(name)
        elif question.kind is Kind.PLACE:
            typed[question.key] = {"province": sent.get(name, ""), "commune": sent.get(f"c_{question.key}", "")}
        else:
            typed[question.key] = sent.get(name, "")
    return typed


def shown_versions(questions: Iterable[QuestionDefinition], sent: MultiDict[str, str]) -> dict[str, int]:
    """Return the versions the sent fields were shown with."""
    found = ((question.key, sent.get(f"v_{question.key}", "")) for question in questions)
    return {key: int(text) for key, text in found if text.isdecimal() and len(text) < 10}


def in_words(part: QuestionDefinition | SectionDefinition, name: str) -> str:
    """Return title, label or help in the language of the page."""
    twin = getattr(part, f"{name}_en", "") if str(get_locale()) == "en" else ""
    return str(twin or getattr(part, name))


def _field(question: QuestionDefinition) -> Any:
    settings: dict[str, Any] = {"label": in_words(question, "label"), "description": in_words(question, "help")}
    maker = _MAKERS.get(question.kind)
    if maker is not None:
        return maker(question, settings)
    if question.holds_files:
        return MultipleFileField(**settings)
    return StringField(**settings)


def _choices(question: QuestionDefinition) -> list[SelectChoice]:
    english = str(get_locale()) == "en"
    return [SelectChoice(each.value, (english and each.label_en) or each.label) for each in question.choices]


def _single(question: QuestionDefinition, settings: dict[str, Any]) -> Any:
    choices = _choices(question)
    if len(choices) <= FEW_CHOICES:
        return RadioField(choices=choices, validate_choice=False, **settings)
    return SelectField(choices=[SelectChoice("", _l("Please choose")), *choices], validate_choice=False, **settings)


def _multiple(question: QuestionDefinition, settings: dict[str, Any]) -> Any:
    return SelectMultipleField(choices=_choices(question), validate_choice=False, **settings)


def _yes_no(_question: QuestionDefinition, settings: dict[str, Any]) -> Any:
    return RadioField(
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))], validate_choice=False, **settings
    )


def _place(_question: QuestionDefinition, settings: dict[str, Any]) -> Any:
    choices = [SelectChoice("", _l("Province")), *(SelectChoice(each.code, each.short_name) for each in provinces())]
    return SelectField(choices=choices, validate_choice=False, **settings)


def _commune(province_code: str) -> Any:
    choices = [
        SelectChoice("", _l("Commune")),
        *(SelectChoice(each.code, each.name) for each in communes_of(province_code)),
    ]
    return SelectField(label=_l("Commune"), choices=choices, validate_choice=False)


def _long(_question: QuestionDefinition, settings: dict[str, Any]) -> Any:
    return TextAreaField(**settings)


_MAKERS: dict[Kind, Any] = {
    Kind.LONG_TEXT: _long,
    Kind.RICH_TEXT: _long,
    Kind.SINGLE_CHOICE: _single,
    Kind.MULTIPLE_CHOICE: _multiple,
    Kind.YES_NO: _yes_no,
    Kind.PLACE: _place,
}


def _shown(question: QuestionDefinition, value: Any) -> Any:
    """The stored value as the field shows it."""
    if value is None:
        return [] if question.kind is Kind.MULTIPLE_CHOICE else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if question.kind is Kind.NUMBER and isinstance(value, str) and str(get_locale()) == "vi":
        return value.replace(".", ",")
    if question.kind is Kind.MONEY and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return value if isinstance(value, list) else str(value)


def _finish(form: AnswersForm, question: QuestionDefinition, problems: list[Text]) -> None:
    if question.kind is Kind.TEAM:
        return
    field = form.field_of(question)  # the controls of components are told by an attribute
    field.flags.required = question.is_required
    field.errors = [str(problem) for problem in problems]
    if question.kind is Kind.SINGLE_CHOICE and not isinstance(field, RadioField):
        field.control = "combobox"
    elif question.kind is Kind.PLACE:
        field.control = "combobox"
        form.commune_of(question).control = "combobox"
    elif question.kind in CONTROLS:
        field.control = CONTROLS[question.kind]
    elif question.holds_files:
        field.control = "files" if question.max_files > 1 else "file"
