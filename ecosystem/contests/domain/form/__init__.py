"""The application form as a value: what is asked, when, and what an answer must be.

Everything here is pure. `contests.queries.form_of(contest)` builds the definition from the tables; the
applicant's page, the API, the preview and the submission all ask these functions, so they cannot disagree.
"""

from ecosystem.contests.domain.form.answers import (
    LONGEST,
    Problem,
    check_answer,
    missing,
    problems,
)
from ecosystem.contests.domain.form.conditions import circular, holds, visible_questions, visible_sections
from ecosystem.contests.domain.form.counting import count_characters, count_words, unified
from ecosystem.contests.domain.form.definition import (
    Choice,
    Condition,
    FormDefinition,
    QuestionDefinition,
    SectionDefinition,
)
from ecosystem.contests.domain.form.reading import is_blank, read_answer

__all__ = [
    "LONGEST",
    "Choice",
    "Condition",
    "FormDefinition",
    "Problem",
    "QuestionDefinition",
    "SectionDefinition",
    "check_answer",
    "circular",
    "count_characters",
    "count_words",
    "holds",
    "is_blank",
    "missing",
    "problems",
    "read_answer",
    "unified",
    "visible_questions",
    "visible_sections",
]
