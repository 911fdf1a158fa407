"""Building the application form. A form in use changes without losing an answer."""

from dataclasses import asdict, replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.audit.services import assign
from ecosystem.contests.domain.details import QuestionDetails, SectionDetails
from ecosystem.contests.models import Contest, FormSection, Question
from ecosystem.contests.services.boards import free_key, refuse_over
from ecosystem.contests.services.changes import changing, unless_used
from ecosystem.contests.services.form_checks import check_condition, check_question, keep_answers, refuse_if_depended_on
from ecosystem.contests.services.form_order import (
    check_section,
    cross_border,
    last_position,
    move_to,
    questions_in,
)
from ecosystem.contests.services.order import number, rearrange
from ecosystem.contests.signals import AnswersTo
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session
from ecosystem.core.errors import Refused
from ecosystem.core.signals import ask

MOST_SECTIONS, MOST_QUESTIONS = 30, 150


def add_section(contest: Contest, *, details: SectionDetails, by: int, amendment: str = "") -> FormSection:
    """Add a section at the end of the form. Raises Refused over the limit."""
    with changing(contest.id, by=by, amendment=amendment) as change:
        sections = change.contest.sections
        refuse_over(len(sections), MOST_SECTIONS)
        position = max((each.position for each in sections), default=-1) + 1
        section = FormSection(contest_id=contest.id, position=position, **asdict(details))
        session().add(section)
        change.noting("form.section_added", section)
        return section


def edit_section(section: FormSection, *, details: SectionDetails, by: int) -> None:
    """Change the texts of a section."""
    with changing(section.contest_id, by=by) as change:
        present = locked(FormSection, section.id)
        change.noting("form.section_edited", present, assign(present, asdict(details)))


def remove_section(section: FormSection, *, by: int) -> None:
    """Remove an empty section. Raises Refused while it holds questions, retired ones included."""
    with changing(section.contest_id, by=by) as change:
        present = locked(FormSection, section.id)
        held = session().scalar(select(func.count()).where(Question.section_id == present.id)) or 0
        if held:
            raise Refused(_l("Move or remove the questions of this section first."))
        change.noting("form.section_removed", change.contest, {"section": (present.title, None)})
        session().delete(present)


def move_section(section: FormSection, *, up: bool, by: int) -> None:
    """Move a section one place; at the end of the form nothing happens."""
    with changing(section.contest_id, by=by) as change:
        rearrange(change.contest.sections, section.id, up=up)
        change.noting("form.section_moved", section)


def add_question(section: FormSection, *, details: QuestionDetails, by: int, amendment: str = "") -> Question:
    """Add a question at the end of `section`. Raises Invalid for limits that cannot hold, AmendmentNeeded."""
    with changing(section.contest_id, by=by, amendment=amendment) as change:
        keys = set(session().scalars(select(Question.key).where(Question.contest_id == section.contest_id)))
        refuse_over(len(keys), MOST_QUESTIONS)
        key = free_key(details.label, keys, "question")
        check_question(details)
        check_condition(change.contest, key, details)
        question = Question(
            contest_id=section.contest_id,
            section_id=section.id,
            key=key,
            position=last_position(section.id) + 1,
            **asdict(details),
        )
        session().add(question)
        change.noting("form.question_added", question)
        return question


def edit_question(
    question: Question,
    *,
    details: QuestionDetails,
    by: int,
    section_id: int | None = None,
    version: int | None = None,
    amendment: str = "",
) -> None:
    """Change a question. Its key stays, so answers and conditions stay.

    Raises Invalid, StaleEdit, AmendmentNeeded, and Refused to change the kind (or drop a choice) once answers exist.
    """
    with changing(question.contest_id, by=by, amendment=amendment) as change:
        present = locked(Question, question.id)
        check_version(present, version)
        check_question(details)
        check_condition(change.contest, present.key, details)
        keep_answers(present, details)
        changes = assign(present, asdict(details))
        if section_id is not None and section_id != present.section_id:
            move_to(change.contest, present, section_id)
        change.noting("form.question_edited", present, changes)


def duplicate_question(question: Question, *, by: int, amendment: str = "") -> Question:
    """Add a copy of a question after it, with a key of its own."""
    with changing(question.contest_id, by=by, amendment=amendment) as change:
        present = locked(Question, question.id)
        keys = set(session().scalars(select(Question.key).where(Question.contest_id == present.contest_id)))
        refuse_over(len(keys), MOST_QUESTIONS)
        details = replace(details_of(present), label=str(_l("%(label)s (copy)", label=present.label))[:300])
        copy = Question(
            contest_id=present.contest_id,
            section_id=present.section_id,
            key=free_key(present.label, keys, "question"),
            **asdict(details),
        )
        siblings = questions_in(present.section_id)
        siblings.insert(siblings.index(present) + 1, copy)
        session().add(copy)
        number(siblings)
        change.noting("form.question_added", copy)
        return copy


def move_question(question: Question, *, up: bool, by: int) -> None:
    """Move a question one place, over the border into the next section at the end of its own."""
    with changing(question.contest_id, by=by) as change:
        present = locked(Question, question.id)
        siblings = [each for each in questions_in(present.section_id) if each.retired_at is None]
        at_border = present in siblings and siblings.index(present) == (0 if up else len(siblings) - 1)
        if at_border:
            cross_border(change.contest, present, up=up)
        else:
            rearrange(siblings, present.id, up=up)
        change.noting("form.question_moved", present)


def place_question(question: Question, *, section_id: int, index: int, by: int) -> None:
    """Put a question at place `index` (from 0) of a section, as dragging does. Raises Invalid for a foreign section."""
    with changing(question.contest_id, by=by) as change:
        present = locked(Question, question.id)
        check_section(change.contest, section_id)
        siblings = [each for each in questions_in(section_id) if each.id != present.id and each.retired_at is None]
        siblings.insert(max(0, min(index, len(siblings))), present)
        present.section_id = section_id
        number(siblings)
        change.noting("form.question_moved", present)


def remove_question(question: Question, *, by: int, amendment: str = "") -> bool:
    """Take a question out of the form. Returns True when it is gone, False when it was retired to keep its answers.

    Raises Refused while another question depends on its answer.
    """
    with changing(question.contest_id, by=by, amendment=amendment) as change:
        present = locked(Question, question.id)
        refuse_if_depended_on(present)
        has_answers = sum(ask(AnswersTo(present.id))) > 0
        change.noting("form.question_removed", change.contest, {"question": (present.label, None)})
        if has_answers:
            present.retired_at = clock.now()
            return False
        try:
            with unless_used(_l("This question has answers.")):
                session().delete(present)
                session().flush()
        except Refused:  # the database knows of answers nobody counted
            session().refresh(present)
            present.retired_at = clock.now()
            return False
        return True


def restore_question(question: Question, *, by: int, amendment: str = "") -> None:
    """Ask a retired question again; the answers it had are there."""
    with changing(question.contest_id, by=by, amendment=amendment) as change:
        present = locked(Question, question.id)
        present.retired_at = None
        present.position = last_position(present.section_id) + 1
        change.noting("form.question_restored", present)


def details_of(question: Question) -> QuestionDetails:
    """Return what a question holds, as a value."""
    return QuestionDetails(**{name: getattr(question, name) for name in QuestionDetails.__dataclass_fields__})
