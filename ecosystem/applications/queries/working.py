"""The working copy of an entry: the form, what was answered, the files and the team, and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ecosystem.applications.domain.content import FORMAT
from ecosystem.applications.models import Answer, Application, ApplicationFile, ApplicationMember
from ecosystem.applications.queries.entries import answers_of, files_of_entry, members_of
from ecosystem.contests.domain.form import (
    FormDefinition,
    Problem,
    QuestionDefinition,
    SectionDefinition,
    missing,
    problems,
    visible_questions,
    visible_sections,
)
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.contests.queries import form_of
from ecosystem.core.places import place_name


@dataclass(frozen=True)
class WorkingCopy:
    """What the team is working on. Answers to retired questions stay in `rows` and are asked of nobody."""

    application: Application
    definition: FormDefinition
    rows: Mapping[int, Answer]
    files: Mapping[int, Sequence[ApplicationFile]]
    members: Sequence[ApplicationMember]
    board_key: str | None

    @cached_property
    def values(self) -> dict[str, Any]:
        """Map the key of each answered question to its stored value."""
        by_id = {question.id: question.key for question in self.definition.all_questions}
        return {by_id[ident]: row.value for ident, row in self.rows.items() if ident in by_id}

    @cached_property
    def file_counts(self) -> dict[str, int]:
        """Map the key of each file question to the number of its files."""
        by_id = {question.id: question.key for question in self.definition.all_questions}
        return {by_id[ident]: len(held) for ident, held in self.files.items() if ident in by_id}

    @cached_property
    def sections(self) -> list[tuple[SectionDefinition, list[QuestionDefinition]]]:
        """What is asked now, section by section."""
        return visible_sections(self.definition, self.board_key, self.values)

    @cached_property
    def asked(self) -> list[QuestionDefinition]:
        """What is asked now, in order."""
        return visible_questions(self.definition, self.board_key, self.values)

    @cached_property
    def missing(self) -> list[Problem]:
        """The required questions that have no answer."""
        return missing(self.definition, self.values, **self._circumstances)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything in the form that stands against handing it in."""
        return problems(self.definition, self.values, **self._circumstances)

    @cached_property
    def retired(self) -> list[QuestionDefinition]:
        """Questions that are asked no more and of which an answer or a file is kept."""
        kept = set(self.rows) | set(self.files)
        return [question for question in self.definition.all_questions if question.is_retired and question.id in kept]

    def version_of(self, question: QuestionDefinition) -> int:
        """The version of the answer, 0 when there is none yet."""
        row = self.rows.get(question.id)
        return row.version if row else 0

    def files_of(self, question: QuestionDefinition) -> Sequence[ApplicationFile]:
        """The files given to a question."""
        return self.files.get(question.id, ())

    def is_answered(self, question: QuestionDefinition) -> bool:
        """Whether the question has an answer, a file, or a team."""
        if question.kind is QuestionKind.TEAM:
            return bool(self.members)
        if question.holds_files:
            return bool(self.files_of(question))
        return self.values.get(question.key) not in (None, "", [])

    def with_answer(self, key: str, value: Any, version: int) -> "WorkingCopy":
        """Return the copy as it is once the answer to `key` is `value`, without reading it again."""
        question = self.definition.question(key)
        row = Answer(application_id=self.application.id, question_id=question.id, value=value, version=version)
        return replace(self, rows={**self.rows, question.id: row})

    @property
    def _circumstances(self) -> dict[str, Any]:
        return {"board_key": self.board_key, "files": self.file_counts, "team_size": len(self.members)}


def working_copy(application: Application) -> WorkingCopy:
    """Read the whole working copy of an entry, in a number of statements that does not grow with it."""
    return WorkingCopy(
        application=application,
        definition=form_of(application.contest),
        rows=answers_of(application.id),
        files=files_of_entry(application.id),
        members=members_of(application.id),
        board_key=application.board.key if application.board else None,
    )


def sections_for(copy: WorkingCopy) -> list[tuple[SectionDefinition, list[QuestionDefinition]]]:
    """Return the sections with all questions that could be asked on the entry's board, whatever other answers say.

    A page shows or hides them while people type.
    """
    pairs = [
        (part, [q for q in part.questions if _may_be_asked(q, copy.board_key)]) for part in copy.definition.sections
    ]
    return [(part, questions) for part, questions in pairs if questions]


def progress_of(copy: WorkingCopy) -> dict[int, bool]:
    """Map each section that asks something to whether nothing is missing or wrong in it."""
    wrong = {problem.question for problem in copy.problems}
    return {
        part.id: not any(q.key in wrong for q in asked) and any(copy.is_answered(q) for q in asked)
        for part, asked in copy.sections
    }


def _may_be_asked(question: QuestionDefinition, board_key: str | None) -> bool:
    return not question.is_retired and (not question.board_keys or board_key in question.board_keys)


def content_of(copy: WorkingCopy) -> dict[str, Any]:
    """Return the content as it would be handed in now; see `domain.content` for its shape."""
    entry = copy.application
    return {
        "format": FORMAT,
        "contest": {"slug": entry.contest.slug, "title": entry.contest.title},
        "board": _board(entry),
        "title": entry.title,
        "summary": entry.summary,
        "startup": _startup(entry),
        "sections": [_section(copy, section, questions) for section, questions in copy.sections],
        "members": [_member(member) for member in copy.members],
        "commitment": entry.contest.commitment_text,
    }


def _board(entry: Application) -> dict[str, str] | None:
    board = entry.board
    return {"key": board.key, "name": board.name, "name_en": board.name_en} if board else None


def _startup(entry: Application) -> dict[str, Any] | None:
    startup = entry.startup
    if startup is None:
        return None
    return {"name": startup.name, "province": startup.province_code, "sectors": list(startup.sectors)}


def _section(copy: WorkingCopy, section: SectionDefinition, questions: list[QuestionDefinition]) -> dict[str, Any]:
    return {
        "title": section.title,
        "title_en": section.title_en,
        "questions": [_question(copy, question) for question in questions],
    }


def _question(copy: WorkingCopy, question: QuestionDefinition) -> dict[str, Any]:
    value = copy.values.get(question.key)
    return {
        "key": question.key,
        "kind": question.kind.value,
        "label": question.label,
        "label_en": question.label_en,
        "hidden": question.is_hidden_from_judges,
        "value": value,
        "shown": _shown(question, value, "label"),
        "shown_en": _shown(question, value, "label_en"),
        "files": [_file(attached) for attached in copy.files_of(question)],
    }


def _file(attached: ApplicationFile) -> dict[str, Any]:
    file = attached.file
    return {
        "id": file.public_id,
        "name": file.name,
        "size": file.size,
        "type": file.media_type,
        "sha256": file.sha256,
    }


def _member(member: ApplicationMember) -> dict[str, Any]:
    return {
        "name": member.name,
        "role": member.role,
        "organisation": member.organisation,
        "email": member.email,
        "phone": member.phone,
        "is_lead": member.is_lead,
        "is_under_16": member.is_under_16,
    }


def _shown(question: QuestionDefinition, value: Any, label: str) -> str:
    """The words of a value that is stored as a code."""
    if value in (None, "", []):
        return ""
    if question.kind.has_choices:
        chosen = value if isinstance(value, list) else [value]
        words = {choice.value: getattr(choice, label) or choice.label for choice in question.choices}
        return ", ".join(words.get(item, str(item)) for item in chosen)
    if question.kind is QuestionKind.PLACE and isinstance(value, dict):
        return place_name(value.get("province", ""), value.get("commune", ""))
    return ""
