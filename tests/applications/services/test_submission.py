"""Handing in: once, in time, complete; withdrawing and reviving."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.content import hash_of
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, Submission
from ecosystem.applications.queries import submissions_of
from ecosystem.applications.services.answers import save_answer
from ecosystem.applications.services.decisions import Verdict, decide
from ecosystem.applications.services.submission import revive, submit, withdraw
from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.core import clock
from ecosystem.core.errors import InvalidTransition, Refused
from ecosystem.core.windows import GRACE
from ecosystem.notifications.models import Mail, MailState
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application, make_team_member
from tests.support.factories.contests import make_contest, make_extension, make_rule


def lead_of(entry: Application, session: Session) -> Account:
    return session.get_one(Account, entry.created_by_id)


def hand_in(entry: Application, session: Session, **values: object) -> Submission:
    given = {"commitment": True, "by": lead_of(entry, session), "at": clock.now(), **values}
    return submit(application=entry, **given)  # type: ignore[arg-type]


def test_a_receipt_has_code_time_and_a_hash_anybody_can_compute(session: Session) -> None:
    entry = make_application()
    at = clock.now()
    submission = hand_in(entry, session, at=at)
    assert entry.code == f"HS-{entry.contest.year}-0001"
    assert submission.submitted_at == at
    assert submission.content_hash == hash_of(submission.content) == entry.content_hash
    mail = session.query(Mail).filter_by(kind="entry_received").one()
    assert entry.code in mail.subject
    assert submission.content_hash in mail.body


@pytest.mark.both_databases
def test_a_double_click_gives_one_submission_and_one_mail(session: Session) -> None:
    entry = make_application()
    first, second = hand_in(entry, session), hand_in(entry, session)
    assert first.id == second.id
    assert session.query(Mail).filter_by(kind="entry_received").count() == 1


def test_a_change_is_a_new_submission_with_the_same_code(session: Session) -> None:
    entry = make_application()
    hand_in(entry, session)
    code = entry.code
    save_answer(
        application=entry, key="problem", raw="Khác", shown_version=1, by=lead_of(entry, session), at=clock.now()
    )
    session.refresh(entry)
    assert entry.has_unsubmitted_changes
    again = hand_in(entry, session)
    assert (again.number, entry.code, entry.has_unsubmitted_changes) == (2, code, False)
    assert [each.number for each in submissions_of(entry.id)] == [2, 1]


@pytest.mark.parametrize(
    ("late", "is_taken"), [(-1, True), (0, True), (GRACE.seconds - 1, True), (GRACE.seconds, False)]
)
def test_the_servers_time_of_arrival_decides_with_a_grace(session: Session, late: int, is_taken: bool) -> None:
    entry = make_application()
    assert entry.contest.closes_at is not None
    at = entry.contest.closes_at + timedelta(seconds=late)
    if is_taken:
        assert hand_in(entry, session, at=at).submitted_at == at
    else:
        with pytest.raises(Refused):
            hand_in(entry, session, at=at)
        assert entry.state is ApplicationState.DRAFT
        assert entry.code == ""


def test_a_personal_extension_of_lead_or_editor_holds_for_the_entry_and_for_nobody_else(session: Session) -> None:
    contest = make_contest()
    assert contest.closes_at is not None
    late, other = make_application(contest), make_application(contest)
    editor = account("A Mẫu Sửa")
    make_team_member(late, editor, may_edit=True)
    make_extension(contest, editor, contest.closes_at + timedelta(days=2))
    at = contest.closes_at + timedelta(days=1)
    assert hand_in(late, session, at=at).number == 1
    with pytest.raises(Refused):
        hand_in(other, session, at=at)


def test_what_is_missing_is_listed_and_nothing_is_stored(session: Session) -> None:
    contest = make_contest(commitment_text="Cam kết", allows_minors=True)
    entry = make_application(contest, answers={}, title="")
    make_team_member(entry, name="Em Mẫu", is_under_16=True)
    with pytest.raises(Refused) as refusal:
        hand_in(entry, session, commitment=False)
    assert [each.part for each in refusal.value.details["obstacles"]] == ["title", "problem", "team", "commitment"]
    assert submissions_of(entry.id) == []


def test_eligibility_is_asked_again_at_submission(session: Session) -> None:
    contest = make_contest()
    make_rule(contest, EligibilityKind.TEAM_SIZE, max=1)
    entry = make_application(contest)
    make_team_member(entry)
    with pytest.raises(Refused) as refusal:
        hand_in(entry, session)
    assert [each.part for each in refusal.value.details["obstacles"]] == ["eligibility"]


def test_organisers_staff_may_not_be_on_an_entry(session: Session) -> None:
    contest = make_contest()
    make_rule(contest, EligibilityKind.NO_OFFICIALS)
    owner = session.get_one(Account, contest.event.organiser.staff[0].account_id)
    with pytest.raises(Refused):
        hand_in(make_application(contest, by=owner), session)


def test_withdrawing_and_reviving_keep_everything(session: Session) -> None:
    entry = make_application(state=ApplicationState.SUBMITTED)
    code, lead = entry.code, lead_of(entry, session)
    withdraw(application=entry, reason="Bận", by=lead, at=clock.now())
    assert entry.announced_state is ApplicationState.WITHDRAWN
    revive(application=entry, by=lead, at=clock.now())
    assert hand_in(entry, session).number == 2
    assert entry.code == code


def test_a_withdrawn_entry_is_not_revived_after_the_deadline(session: Session) -> None:
    entry = make_application(state=ApplicationState.WITHDRAWN)
    assert entry.contest.closes_at is not None
    with pytest.raises(Refused):
        revive(application=entry, by=lead_of(entry, session), at=entry.contest.closes_at + timedelta(hours=1))
    session.refresh(entry)
    assert entry.state is ApplicationState.WITHDRAWN


def test_an_announced_rejection_is_not_withdrawn(session: Session) -> None:
    entry = make_application(state=ApplicationState.INELIGIBLE)
    with pytest.raises(InvalidTransition):
        withdraw(application=entry, reason="", by=lead_of(entry, session), at=clock.now())


def test_a_held_decision_does_not_show_and_falls_when_the_entry_changes(session: Session) -> None:
    entry = make_application(state=ApplicationState.SUBMITTED)
    lead, staff = lead_of(entry, session), account("Nhân viên")
    decide(application=entry, verdict=Verdict.ACCEPT, by=staff, at=clock.now())
    assert session.query(Mail).filter_by(state=MailState.HELD).count() == 1
    save_answer(application=entry, key="problem", raw="Khác", shown_version=1, by=lead, at=clock.now())
    session.refresh(entry)
    assert hand_in(entry, session).number == 2
    assert entry.state is ApplicationState.SUBMITTED
    assert session.query(Mail).filter_by(state=MailState.HELD).count() == 0
