"""Publishing a large timetable: nobody is told twice, a race has a clear answer, proposals make room."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.audit.models import AuditEntry
from ecosystem.calendar.models import OccupiedSlot
from ecosystem.core.background import ask_for
from ecosystem.core.database import db
from ecosystem.core.errors import AlreadyTaken, NoSuchRecord, Refused
from ecosystem.investors import notices
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import InvestorSession, Participant, PlannedMeeting, RunState, TimetableRun
from ecosystem.investors.queries.timetables import PUBLISH_KIND
from ecosystem.investors.services import day, planning, publishing, telling
from ecosystem.notifications.models import Mail, MailState
from tests.investors.services.test_sessions import live, owner_of, sound
from tests.support.background import run_tasks
from tests.support.factories.calendar import engaged
from tests.support.factories.investors import begins, make_session, people_of, plan_run


def mails(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == "investor_session_timetable")))


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if few people were many."""
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    monkeypatch.setattr(telling, "IN_A_STEP", 2)


@pytest.mark.usefixtures("many")
def test_whoever_died_while_telling_begins_again_and_tells_nobody_twice(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    founders, investors = people_of(made, 5, 2)
    run = plan_run(made)
    by = owner_of(made)
    assert publishing.publish(run, by=by) == 10
    assert made.state is SessionState.PUBLISHED, "everybody sees all meetings at once"
    assert mails(session) == []
    with pytest.raises(Refused, match="đang được soạn"):
        telling.release_mails(run, by=by)
    write, written = notices.timetable_published, []

    def dies_after_three(participant: Participant, *rest: object) -> None:
        if len(written) == 3:
            raise RuntimeError("the power went")
        written.append(participant.id)
        write(participant, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "timetable_published", dies_after_three)
    with pytest.raises(RuntimeError, match="power"):
        telling.tell(run, told=lambda *_: None, done=lambda _: None)
    assert len(mails(session)) == 2, "whole steps only"
    monkeypatch.setattr(notices, "timetable_published", write)
    run_tasks()
    assert sorted(mail.account_id or 0 for mail in mails(session)) == sorted(
        each.account_id for each in [*founders, *investors]
    )
    run = session.get_one(TimetableRun, run.id)
    assert run.told_at is not None
    assert telling.tell(run, told=lambda *_: None, done=lambda _: None) == 7, "a second worker"
    assert telling.release_mails(run, by=by) == 7
    assert {mail.state for mail in mails(session)} == {MailState.QUEUED}
    assert sound()


@pytest.mark.usefixtures("many")
def test_who_dropped_out_before_they_were_told_gets_no_agenda(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    founders, _investors = people_of(made, 3, 2)
    run = plan_run(made)
    publishing.publish(run, by=owner_of(made))
    day.drop_out(founders[0], reason="Ốm", by=owner_of(made))
    run_tasks()
    assert len(mails(session)) == 4
    assert founders[0].account_id not in {mail.account_id for mail in mails(session)}


def test_what_breaks_while_publishing_leaves_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    people_of(made, 3, 2)
    run = plan_run(made)

    def dies() -> None:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        publishing.publish(run, by=owner_of(made), done=dies)
    assert live(made) == []
    assert (made.state, run.state) == (SessionState.DRAFT_TIMETABLE, RunState.READY)
    assert session.scalar(select(func.count()).select_from(OccupiedSlot)) == 0
    assert mails(session) == []
    assert publishing.publish(run, by=owner_of(made)) == 6


@pytest.mark.both_databases
def test_a_booking_of_the_same_person_at_the_same_moment(committed_app: Flask) -> None:
    with committed_app.app_context():
        made = make_session(state=SessionState.WISHES_CLOSED)
        (founder, *_), _investors = people_of(made, 4, 3)
        run_id, by, who, at = plan_run(made).id, owner_of(made).id, founder.account_id, begins(made)
        session_id, name = made.id, founder.account.name
    start = Barrier(2)
    answers: dict[str, str] = {}

    def publish() -> None:
        with committed_app.app_context():
            run, owner = db.session.get_one(TimetableRun, run_id), db.session.get_one(Account, by)
            start.wait()
            try:
                publishing.publish(run, by=owner)
                answers["publish"] = ""
            except (Refused, AlreadyTaken) as error:
                answers["publish"] = str(error.message)

    def book() -> None:
        with committed_app.app_context():
            person = db.session.get_one(Account, who)
            start.wait()
            try:
                engaged([person], at, hours=3, subject="mentoring")
                answers["book"] = ""
            except AlreadyTaken as error:
                answers["book"] = str(error.message)

    threads = [Thread(target=publish), Thread(target=book)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with committed_app.app_context():
        assert sorted(map(bool, answers.values())) == [False, True], answers
        assert name in "".join(answers.values())
        published = live(db.session.get_one(InvestorSession, session_id))
        assert bool(published) is (answers["publish"] == "")
        assert sound()


def test_a_proposal_is_deleted_unless_it_is_published_or_worked_on(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    people_of(made, 3, 2)
    first, second = plan_run(made), plan_run(made)
    by = owner_of(made)
    run_tasks()
    ask_for(PUBLISH_KIND, subject=f"run:{second.id}", by=by.id, payload={"run_id": second.id})
    with pytest.raises(Refused, match="đang được xử lý"):
        planning.discard(second, by=by)
    ident = first.id
    planning.discard(first, by=by)
    assert session.get(TimetableRun, ident) is None
    left = select(func.count()).where(PlannedMeeting.run_id == ident)
    assert session.scalar(left) == 0
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "timetable_run.deleted")).one()
    assert entry.changes == {"number": [1, None]}
    with pytest.raises(NoSuchRecord):
        planning.discard(first, by=by)
    run_tasks()
    second = session.get_one(TimetableRun, second.id)
    assert second.state is RunState.PUBLISHED
    with pytest.raises(Refused, match="giữ lại làm hồ sơ"):
        planning.discard(second, by=by)


def test_deleting_makes_room_for_another_proposal(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_RUNS", 2)
    made = make_session(state=SessionState.WISHES_CLOSED)
    people_of(made, 2, 2)
    runs = [plan_run(made), plan_run(made)]
    run_tasks()
    with pytest.raises(Refused, match="Đã có 2 phương án"):
        plan_run(made)
    planning.discard(runs[0], by=owner_of(made))
    assert plan_run(made).number == 3
