from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from ecosystem.contests.domain.details import QuestionDetails, SectionDetails
from ecosystem.contests.domain.kinds import QuestionKind as Kind
from ecosystem.contests.models import Contest, Question
from ecosystem.contests.queries.definitions import form_of
from ecosystem.contests.services import form_builder as builder
from ecosystem.contests.signals import AnswersTo
from ecosystem.core import signals
from ecosystem.core.errors import Invalid, Refused, StaleEdit
from tests.support.factories.contests import draft_contest, make_question, make_section

CHOICES = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


@pytest.fixture
def contest(session: Session) -> Contest:
    return draft_contest()


@pytest.fixture
def answered() -> Iterator[set[int]]:
    """Questions that have answers, as the feature above would tell."""
    questions: set[int] = set()

    def tell(asked: AnswersTo) -> list[int]:
        return [1] if asked.question_id in questions else []

    signals._handlers[AnswersTo].append(tell)
    yield questions
    signals._handlers[AnswersTo].remove(tell)


def by(contest: Contest) -> int:
    return contest.event.organiser.staff[0].account_id


def labels(session: Session, contest: Contest) -> list[list[str]]:
    session.expire_all()
    return [[q.label for q in s.questions if not q.is_retired] for s in form_of(contest).sections]


def question(contest: Contest, index: int = 0) -> Question:
    return contest.sections[0].questions[index]


def test_sections_and_questions_are_added_and_move(session: Session, contest: Contest) -> None:
    section = builder.add_section(contest, details=SectionDetails("Nhóm"), by=by(contest))
    added = builder.add_question(section, details=QuestionDetails(Kind.TEAM, "Thành viên nhóm"), by=by(contest))
    assert added.key == "thanh_vien_nhom"
    assert labels(session, contest) == [["Problem", "Website"], ["Thành viên nhóm"]]
    builder.move_question(added, up=True, by=by(contest))
    assert labels(session, contest) == [["Problem", "Website", "Thành viên nhóm"], []]
    builder.move_question(added, up=True, by=by(contest))
    assert labels(session, contest) == [["Problem", "Thành viên nhóm", "Website"], []]
    builder.place_question(added, section_id=section.id, index=7, by=by(contest))
    builder.move_section(section, up=True, by=by(contest))
    assert labels(session, contest) == [["Thành viên nhóm"], ["Problem", "Website"]]
    builder.move_question(added, up=True, by=by(contest))
    assert labels(session, contest) == [["Thành viên nhóm"], ["Problem", "Website"]]


def test_a_section_with_questions_stays(session: Session, contest: Contest) -> None:
    with pytest.raises(Refused):
        builder.remove_section(contest.sections[0], by=by(contest))
    empty = make_section(contest, "Trống")
    builder.remove_section(empty, by=by(contest))
    assert len(labels(session, contest)) == 1


def test_a_copy_stands_behind_its_original(session: Session, contest: Contest) -> None:
    copy = builder.duplicate_question(question(contest), by=by(contest))
    assert labels(session, contest) == [["Problem", "Problem (copy)", "Website"]]
    assert copy.key != question(contest).key
    assert copy.is_required


def test_a_question_without_answers_goes_and_with_answers_is_retired(
    session: Session, contest: Contest, answered: set[int]
) -> None:
    kept, gone = contest.sections[0].questions
    answered.add(kept.id)
    assert builder.remove_question(kept, by=by(contest)) is False
    assert builder.remove_question(gone, by=by(contest)) is True
    assert labels(session, contest) == [[]]
    builder.restore_question(kept, by=by(contest))
    assert labels(session, contest) == [["Problem"]]


def test_the_kind_and_the_choices_of_an_answered_question_stay(
    session: Session, contest: Contest, answered: set[int]
) -> None:
    asked = make_question(contest.sections[0], kind=Kind.SINGLE_CHOICE, choices=CHOICES)
    answered.add(asked.id)
    with pytest.raises(Refused, match="another kind"):
        builder.edit_question(asked, details=QuestionDetails(Kind.SHORT_TEXT, "X"), by=by(contest))
    fewer = QuestionDetails(Kind.SINGLE_CHOICE, "X", choices=[CHOICES[0], {"value": "c", "label": "C"}])
    with pytest.raises(Refused, match="choices stay"):
        builder.edit_question(asked, details=fewer, by=by(contest))
    more = QuestionDetails(Kind.SINGLE_CHOICE, "X", choices=[*CHOICES, {"value": "c", "label": "C"}])
    builder.edit_question(asked, details=more, by=by(contest))
    assert asked.label == "X"


def test_conditions_rest_on_other_questions_without_a_circle(session: Session, contest: Contest) -> None:
    first, second = contest.sections[0].questions
    on_first = {"question": first.key, "is": ["yes"]}
    builder.edit_question(second, details=QuestionDetails(Kind.YES_NO, "B", shown_if=on_first), by=by(contest))
    for shown_if in ({"question": second.key, "is": ["yes"]}, {"question": "nowhere", "is": ["x"]}):
        with pytest.raises(Invalid) as refused:
            builder.edit_question(first, details=QuestionDetails(Kind.YES_NO, "A", shown_if=shown_if), by=by(contest))
        assert "shown_if_question" in refused.value.details
    with pytest.raises(Refused, match="shown depending"):
        builder.remove_question(first, by=by(contest))


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (QuestionDetails(Kind.SHORT_TEXT, "X", max_characters=501), "max_characters"),
        (QuestionDetails(Kind.SHORT_TEXT, "X", min_characters=5, max_characters=4), "min_characters"),
        (QuestionDetails(Kind.SINGLE_CHOICE, "X", choices=CHOICES[:1]), "choices"),
        (QuestionDetails(Kind.SINGLE_CHOICE, "X", choices=[CHOICES[0], CHOICES[0]]), "choices"),
    ],
)
def test_limits_that_cannot_hold_are_refused(contest: Contest, details: QuestionDetails, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        builder.add_question(contest.sections[0], details=details, by=by(contest))
    assert field in refused.value.details


def test_an_old_version_of_a_question_is_stale(session: Session, contest: Contest) -> None:
    asked = question(contest)
    builder.edit_question(asked, details=QuestionDetails(Kind.LONG_TEXT, "Mới"), by=by(contest), version=1)
    with pytest.raises(StaleEdit):
        builder.edit_question(asked, details=QuestionDetails(Kind.LONG_TEXT, "Cũ"), by=by(contest), version=1)
