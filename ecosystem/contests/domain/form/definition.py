"""The value objects of a form."""

from dataclasses import dataclass, field
from decimal import Decimal

from ecosystem.contests.domain.kinds import QuestionKind


@dataclass(frozen=True)
class Choice:
    """One of the possible answers; `value` is what is stored."""

    value: str
    label: str
    label_en: str = ""


@dataclass(frozen=True)
class Condition:
    """The question is asked only when the answer to `question` (a key) holds one of `values`.

    A yes/no question answers "yes" or "no".
    """

    question: str
    values: frozenset[str]


@dataclass(frozen=True)
class QuestionDefinition:
    """One question. `board_keys` empty asks on every board; `is_retired` asks nobody and keeps the answers.

    Answers are JSON values. Text kinds, addresses, e-mail, phone (E.164) and links: a string. Number: a
    string such as "7.5", because JSON numbers are binary. Money: whole đồng. Date: "2026-11-22". Yes/no: a
    boolean. Single choice: the value; multiple choice: a list of values. Place:
    {"province": code, "commune": code or ""}. File kinds: the list of the files' names. Team: the list of
    {"name", "role", …} of the members, which the entry keeps in rows of its own like its files.
    """

    id: int
    key: str
    kind: QuestionKind
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    is_required: bool = False
    min_characters: int | None = None
    max_characters: int | None = None
    max_words: int | None = None
    choices: tuple[Choice, ...] = ()
    shown_if: Condition | None = None
    board_keys: frozenset[str] = frozenset()
    accept: tuple[str, ...] = ()
    max_mb: int = 20
    max_files: int = 1
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 2
    is_hidden_from_judges: bool = False
    is_in_gallery: bool = False
    is_retired: bool = False

    @property
    def holds_files(self) -> bool:
        """Whether its answer is files."""
        return self.kind.holds_files

    @property
    def choice_values(self) -> frozenset[str]:
        """The values that may be chosen."""
        return frozenset(choice.value for choice in self.choices)


@dataclass(frozen=True)
class SectionDefinition:
    """A section with its questions in order, retired ones included."""

    id: int
    title: str
    title_en: str = ""
    help: str = ""
    questions: tuple[QuestionDefinition, ...] = ()


@dataclass(frozen=True)
class FormDefinition:
    """A whole form: sections in order."""

    sections: tuple[SectionDefinition, ...] = ()
    _by_key: dict[str, QuestionDefinition] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key.update({question.key: question for question in self.all_questions})

    @property
    def all_questions(self) -> tuple[QuestionDefinition, ...]:
        """Every question in order, retired ones too."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def questions(self) -> tuple[QuestionDefinition, ...]:
        """The questions in use, in order."""
        return tuple(question for question in self.all_questions if not question.is_retired)

    def question(self, key: str) -> QuestionDefinition:
        """Return the question `key`. Raises KeyError when the form has none."""
        return self._by_key[key]

    def has(self, key: str) -> bool:
        """Tell whether the form has a question `key`, retired ones included."""
        return key in self._by_key
