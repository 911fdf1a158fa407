"""Forms of the form builder."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from ecosystem.contests.domain.details import QuestionDetails, SectionDetails
from ecosystem.contests.domain.form import FormDefinition, QuestionDefinition
from ecosystem.contests.domain.kinds import QuestionKind as Kind
from ecosystem.contests.forms.base import PlainForm, VersionedContestForm, WholeField, offered
from ecosystem.contests.models import Board, FormSection, Question
from ecosystem.core.errors import Text
from ecosystem.core.forms import ExactField, at_most, clean, required
from ecosystem.core.identifiers import slugify

KINDS: dict[Kind, Text] = {
    Kind.SHORT_TEXT: _l("Short text"),
    Kind.LONG_TEXT: _l("Long text"),
    Kind.RICH_TEXT: _l("Formatted text"),
    Kind.NUMBER: _l("Number"),
    Kind.MONEY: _l("Amount of money"),
    Kind.DATE: _l("Date"),
    Kind.YES_NO: _l("Yes or no"),
    Kind.SINGLE_CHOICE: _l("One choice"),
    Kind.MULTIPLE_CHOICE: _l("Several choices"),
    Kind.FILE: _l("File"),
    Kind.FILES: _l("Several files"),
    Kind.IMAGE: _l("Image"),
    Kind.VIDEO_LINK: _l("Video link"),
    Kind.WEB_ADDRESS: _l("Web address"),
    Kind.EMAIL: _l("E-mail"),
    Kind.PHONE: _l("Phone number"),
    Kind.PLACE: _l("Province and commune"),
    Kind.TEAM: _l("Team members"),
}
EXTENSIONS = ("pdf", "docx", "pptx", "xlsx", "jpg", "png", "webp", "mp4")
CONDITIONAL = (Kind.YES_NO, Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE)
MORE_ROWS = 3
_whole = NumberRange(1, 1_000_000, _l("A whole number, please."))


class SectionForm(PlainForm):
    """A section of the form."""

    title = StringField(_l("Title"), [required(), at_most(200)])
    title_en = StringField(_l("Title in English"), [Optional(), at_most(200)])
    help = TextAreaField(_l("Explanation under the title"), [Optional(), at_most(2_000)])

    def to_value(self) -> SectionDetails:
        """Return the section."""
        return SectionDetails(self.title.data or "", self.title_en.data or "", self.help.data or "")


class ChoiceForm(Form):
    """One of the possible answers; its value stays when its words change."""

    value = HiddenField()
    label = StringField(_l("Answer"), [at_most(200)], filters=[clean])
    label_en = StringField(_l("In English"), [at_most(200)], filters=[clean])


class QuestionForm(VersionedContestForm):
    """A question of the application form."""

    kind = SelectField(
        _l("Kind of answer"), choices=offered((kind.value, text) for kind, text in KINDS.items()), coerce=Kind
    )
    section_id = SelectField(_l("Section"), coerce=int)
    label = StringField(_l("Question"), [required(), at_most(300)])
    label_en = StringField(_l("Question in English"), [Optional(), at_most(300)])
    help = TextAreaField(_l("Help under the question"), [Optional(), at_most(2_000)])
    help_en = TextAreaField(_l("Help in English"), [Optional(), at_most(2_000)])
    is_required = BooleanField(_l("Must be answered"))
    min_characters = WholeField(_l("At least so many characters"), [Optional(), _whole])
    max_characters = WholeField(_l("At most so many characters"), [Optional(), _whole])
    max_words = WholeField(
        _l("At most so many words"), [Optional(), _whole], description=_l("A Vietnamese syllable counts as a word.")
    )
    choices = FieldList(FormField(ChoiceForm), max_entries=120)
    more_choices = TextAreaField(
        _l("Further choices, one a line"), [Optional(), at_most(10_000)], description=_l("For long lists: paste them.")
    )
    accept = SelectMultipleField(_l("Accepted files"), choices=offered((each, each.upper()) for each in EXTENSIONS))
    max_mb = WholeField(_l("At most MB for each file"), [Optional(), NumberRange(1, 50, _l("Between 1 and 50."))])
    max_files = WholeField(_l("At most so many files"), [Optional(), NumberRange(1, 50, _l("Between 1 and 50."))])
    minimum = ExactField(_l("At least"), [Optional()])
    maximum = ExactField(_l("At most"), [Optional()])
    shown_if = SelectMultipleField(
        _l("Ask only if another answer is …"),
        description=_l("Leave all empty to ask always. Choose answers of one question."),
    )
    board_keys = SelectMultipleField(_l("Ask only on these boards"), description=_l("Leave all empty for every board."))
    is_hidden_from_judges = BooleanField(_l("Hide from judges, so that they do not learn who it is"))
    is_in_gallery = BooleanField(_l("Show in the public gallery"))

    def offer(self, sections: list[FormSection], boards: list[Board], others: FormDefinition, own_key: str) -> None:
        """Offer the sections, the boards, and the answers of other questions a condition may rest on."""
        self.section_id.choices = offered((section.id, section.title) for section in sections)
        self.board_keys.choices = offered((board.key, board.name) for board in boards)
        grounds = [q for q in others.questions if q.kind in CONDITIONAL and q.key != own_key]
        self.shown_if.choices = offered([pair for ground in grounds for pair in _answers_of(ground)])

    def show(self, question: Question) -> None:
        """Fill in what the question holds beyond plain columns."""
        settings = question.settings or {}
        for name in ("max_mb", "max_files", "minimum", "maximum"):
            self._fields[name].data = settings.get(name)
        self.accept.data = list(settings.get("accept") or ())
        condition = question.shown_if
        self.shown_if.data = [f"{condition['question']}={value}" for value in condition["is"]] if condition else []
        self.board_keys.data = list(question.board_keys or ())

    def add_rows(self) -> None:
        """Leave room for a few more choices."""
        while len(self.choices.entries) < 120 and self._blank_rows() < MORE_ROWS:
            self.choices.append_entry()

    def to_value(self) -> QuestionDetails:
        """Return the question."""
        kind = self.kind.data
        return QuestionDetails(
            kind=kind,
            label=self.label.data or "",
            label_en=self.label_en.data or "",
            help=self.help.data or "",
            help_en=self.help_en.data or "",
            is_required=bool(self.is_required.data),
            min_characters=self.min_characters.data if kind.has_text_limits else None,
            max_characters=self.max_characters.data if kind.has_text_limits else None,
            max_words=self.max_words.data if kind.has_text_limits else None,
            choices=self._chosen() if kind.has_choices else [],
            shown_if=self._condition(),
            board_keys=list(self.board_keys.data or []),
            settings=self._settings(kind),
            is_hidden_from_judges=bool(self.is_hidden_from_judges.data),
            is_in_gallery=bool(self.is_in_gallery.data),
        )

    def _blank_rows(self) -> int:
        return sum(not (entry.form.label.data or "") for entry in self.choices.entries)

    def _chosen(self) -> list[dict[str, str]]:
        rows = [(e.form.value.data or "", e.form.label.data or "", e.form.label_en.data or "") for e in self.choices]
        rows += [("", line.strip(), "") for line in (self.more_choices.data or "").splitlines()]
        taken = {value for value, label, _ in rows if value and label}
        found = []
        for value, label, label_en in rows:
            if not label:
                continue
            value = value[:60] or _free_value(label, taken)
            taken.add(value)
            found.append({"value": value, "label": label[:200], "label_en": label_en})
        return found

    def _condition(self) -> dict[str, Any] | None:
        pairs = [pair.partition("=") for pair in self.shown_if.data or []]
        if not pairs:
            return None
        ground = pairs[0][0]
        return {"question": ground, "is": [value for key, _, value in pairs if key == ground]}

    def _settings(self, kind: Kind) -> dict[str, Any]:
        wanted: dict[str, Any] = {}
        if kind.holds_files:
            wanted = {"accept": list(self.accept.data or []), "max_mb": self.max_mb.data}
            wanted["max_files"] = self.max_files.data if kind is Kind.FILES else None
        elif kind in (Kind.NUMBER, Kind.MONEY, Kind.MULTIPLE_CHOICE, Kind.TEAM):
            wanted = {name: self._number(name) for name in ("minimum", "maximum")}
        return {name: value for name, value in wanted.items() if value not in (None, "", [])}

    def _number(self, name: str) -> str | None:
        number = self._fields[name].data
        return None if number is None else f"{number.normalize():f}"


def _answers_of(ground: QuestionDefinition) -> list[tuple[str, Text]]:
    if ground.kind is Kind.YES_NO:
        answers: list[tuple[str, Text]] = [("yes", _l("Yes")), ("no", _l("No"))]
    else:
        answers = [(choice.value, choice.label) for choice in ground.choices]
    return [(f"{ground.key}={value}", _l("%(q)s → %(a)s", q=ground.label, a=label)) for value, label in answers]


def _free_value(label: str, taken: set[str]) -> str:
    wished = slugify(label, longest=40).replace("-", "_") or "choice"
    return next(value for value in (wished, *(f"{wished}_{n}" for n in range(2, 500))) if value not in taken)
