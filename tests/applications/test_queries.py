"""What readers see of entries."""

import pytest
from sqlalchemy.orm import Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.queries import dossier_of, entry_by_public_id
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core.database import transaction
from ecosystem.core.errors import NoSuchRecord
from tests.support.factories.applications import attach_file, make_application, make_many_applications, submit_again
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.files import make_file
from tests.support.statements import count_statements


def test_the_team_and_the_staff_see_everything(session: Session) -> None:
    entry = make_application(state=ApplicationState.SUBMITTED)
    dossier = dossier_of(entry, viewer_sees_team=True, sees_hidden=True)
    assert dossier is not None
    assert dossier.members is not None
    assert dossier.members[0].name.startswith("Y Mẫu Linh")
    assert dossier.answer("problem") is not None
    assert dossier.content_hash == entry.content_hash
    assert not dossier.is_blind


def test_a_blind_judge_sees_no_name_no_hidden_answer_and_no_file_name(session: Session) -> None:
    contest = make_contest()
    section = contest.sections[0]
    make_question(section, key="school", label="School", is_hidden_from_judges=True)
    make_question(section, key="contact", kind=QuestionKind.EMAIL, label="Contact")
    plan = make_question(section, key="plan", kind=QuestionKind.FILE, label="Plan")
    answers = {"problem": "Nông sản", "school": "THPT Kon Tum", "contact": "linh@example.vn"}
    entry = make_application(contest, answers=answers)
    attach_file(entry, plan, make_file(name="Y Linh - thuyet minh.pdf"))
    submit_again(entry)

    dossier = dossier_of(entry, viewer_sees_team=False, sees_hidden=False)

    assert dossier is not None
    assert dossier.members is None
    assert dossier.startup is None
    assert dossier.answer("problem") is not None
    assert dossier.answer("school") is None
    assert dossier.answer("contact") is None
    assert [file.name for file in dossier.files] == [f"{entry.code}-plan-1.pdf"]
    assert dossier.content_hash == ""
    assert "Linh" not in repr(dossier)


def test_a_question_hidden_after_submission_is_hidden_from_then_on(session: Session) -> None:
    contest = make_contest()
    question = contest.sections[0].questions[0]
    entry = make_application(contest, state=ApplicationState.SUBMITTED)
    with transaction():
        question.is_hidden_from_judges = True
    dossier = dossier_of(entry, viewer_sees_team=True, sees_hidden=False)
    assert dossier is not None
    assert dossier.answer("problem") is None


def test_nothing_handed_in_is_no_dossier(session: Session) -> None:
    assert dossier_of(make_application(), viewer_sees_team=True, sees_hidden=True) is None


def test_the_dossier_takes_two_statements(session: Session) -> None:
    public_id = make_application(state=ApplicationState.ELIGIBLE).public_id
    session.expire_all()
    with count_statements() as counted:
        entry = entry_by_public_id(public_id)
        dossier_of(entry, viewer_sees_team=False, sees_hidden=False)
    counted.at_most(3)


def test_an_unknown_address_is_no_entry(session: Session) -> None:
    with pytest.raises(NoSuchRecord):
        entry_by_public_id("nothinghere")


def test_many_entries_are_made_with_codes_of_their_own(session: Session) -> None:
    contest = make_contest()
    ids = make_many_applications(contest, 30)
    ids += make_many_applications(contest, 5)
    assert len(set(ids)) == 35
    assert make_application(contest, state=ApplicationState.SUBMITTED).number == 36
