"""Questions about a contest: people ask, staff answer, public ones make the page of questions."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.audit.services import record
from ecosystem.contests import notices
from ecosystem.contests.models import Contest, ContestQuery
from ecosystem.contests.services.changes import touch
from ecosystem.core import clock
from ecosystem.core.database import locked, scalars, session, transaction
from ecosystem.core.errors import Invalid, TooMany

LONGEST_QUESTION, LONGEST_ANSWER = 2_000, 5_000
MOST_UNANSWERED = 5


def ask_question(contest: Contest, *, text: str, by: Account) -> ContestQuery:
    """Ask the organisers something; they are told. Raises Invalid when empty or too long, TooMany over five open."""
    text = _checked(text, LONGEST_QUESTION, "question")
    with transaction() as current:
        locked(Account, by.id)  # two clicks at once must not pass the limit together
        waiting = current.scalar(
            select(func.count()).where(
                ContestQuery.contest_id == contest.id,
                ContestQuery.asked_by_id == by.id,
                ContestQuery.answered_at.is_(None),
            )
        )
        if (waiting or 0) >= MOST_UNANSWERED:
            raise TooMany(_l("Several of your questions wait for an answer. Please ask more once they are answered."))
        query = ContestQuery(contest_id=contest.id, asked_by_id=by.id, question=text)
        current.add(query)
        current.flush()
        record("contest.question_asked", query, by=by.id, scope=contest)
        notices.question_asked(contest, query)
        return query


def answer_question(query: ContestQuery, *, question: str, answer: str, is_public: bool, by: int) -> None:
    """Answer a question or change its answer; whoever asked is told the first time.

    `question` is how it is worded publicly. Raises Invalid when empty or too long.
    """
    question = _checked(question, LONGEST_QUESTION, "question")
    answer = _checked(answer, LONGEST_ANSWER, "answer")
    with transaction():
        present = locked(ContestQuery, query.id)
        contest = locked(Contest, present.contest_id)
        first = present.answered_at is None
        before = present.answer
        present.question, present.answer, present.is_public = question, answer, is_public
        present.answered_by_id, present.answered_at = by, clock.now()
        touch(contest)
        record("contest.question_answered", present, by=by, scope=contest, changes={"answer": (before, answer)})
        if first and present.asked_by is not None:
            notices.question_answered(contest, present)


def add_answered(contest: Contest, *, question: str, answer: str, by: int) -> ContestQuery:
    """Put a question with its answer on the public page, without anybody having asked."""
    with transaction() as current:
        present = locked(Contest, contest.id)
        query = ContestQuery(
            contest_id=present.id,
            question=_checked(question, LONGEST_QUESTION, "question"),
            answer=_checked(answer, LONGEST_ANSWER, "answer"),
            answered_by_id=by,
            answered_at=clock.now(),
            is_public=True,
        )
        current.add(query)
        touch(present)
        record("contest.question_added", query, by=by, scope=present)
        return query


def remove_question(query: ContestQuery, *, by: int) -> None:
    """Take a question away, answered or not."""
    with transaction() as current:
        present = locked(ContestQuery, query.id)
        contest = locked(Contest, present.contest_id)
        touch(contest)
        record("contest.question_removed", contest, by=by, scope=contest, note=present.question[:200])
        current.delete(present)


def questions_of(contest: Contest, *, public_only: bool = False) -> list[ContestQuery]:
    """Return the questions, unanswered ones first, else in the order they came. One statement."""
    statement = select(ContestQuery).where(ContestQuery.contest_id == contest.id)
    if public_only:
        statement = statement.where(ContestQuery.is_public, ContestQuery.answered_at.is_not(None))
    return list(
        scalars(statement.order_by(ContestQuery.answered_at.is_not(None), ContestQuery.position, ContestQuery.id))
    )


def unanswered(contest: Contest) -> int:
    """Return how many questions wait for an answer."""
    waiting = select(func.count()).where(ContestQuery.contest_id == contest.id, ContestQuery.answered_at.is_(None))
    return session().scalar(waiting) or 0


def _checked(text: str, longest: int, field: str) -> str:
    text = text.strip()
    if not text:
        message = _l("Please fill in this field.")
    elif len(text) > longest:
        message = _l("At most %(most)d characters, please.", most=longest)
    else:
        return text
    raise Invalid(message, details={field: message})
