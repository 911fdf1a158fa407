"""Where questions stand in a form."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.contests.models import Contest, Question
from ecosystem.contests.services.order import number
from ecosystem.core.database import scalars, session
from ecosystem.core.errors import Invalid


def questions_in(section_id: int) -> list[Question]:
    """Return the questions of a section in order, retired ones included."""
    statement = select(Question).where(Question.section_id == section_id)
    return list(scalars(statement.order_by(Question.position, Question.id)))


def last_position(section_id: int) -> int:
    """Return the position of the last question of a section, -1 for an empty one."""
    statement = select(func.max(Question.position)).where(Question.section_id == section_id)
    found = session().scalar(statement)
    return -1 if found is None else found


def cross_border(contest: Contest, question: Question, *, up: bool) -> None:
    """Move a question to the near end of the neighbouring section; at the end of the form nothing happens."""
    sections = list(contest.sections)
    index = next(index for index, each in enumerate(sections) if each.id == question.section_id)
    target = index + (-1 if up else 1)
    if not 0 <= target < len(sections):
        return
    siblings = questions_in(sections[target].id)
    siblings.insert(len(siblings) if up else 0, question)
    question.section_id = sections[target].id
    number(siblings)


def move_to(contest: Contest, question: Question, section_id: int) -> None:
    """Put a question at the end of another section of its contest. Raises Invalid for a foreign one."""
    check_section(contest, section_id)
    question.position = last_position(section_id) + 1
    question.section_id = section_id


def check_section(contest: Contest, section_id: int) -> None:
    """Raise Invalid unless the section belongs to the contest."""
    if section_id not in {section.id for section in contest.sections}:
        raise Invalid(_l("This section does not belong to the contest."))
