"""Deciding, holding, announcing, taking back."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.services.decisions import (
    Verdict,
    announce_decisions,
    decide,
    decide_all,
    return_for_completion,
    take_back_return,
)
from ecosystem.applications.services.submission import submit
from ecosystem.core import clock
from ecosystem.core.errors import Invalid, Refused
from ecosystem.notifications.models import Mail, MailState
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application, make_team_member
from tests.support.factories.contests import make_contest

SUBMITTED = ApplicationState.SUBMITTED


def mails(session: Session, state: MailState) -> list[Mail]:
    return session.query(Mail).filter_by(kind="eligibility_announced", state=state).order_by(Mail.id).all()


@pytest.mark.both_databases
def test_one_person_gets_one_mail_about_all_entries(session: Session) -> None:
    contest, lead, staff = make_contest(), account("Y Mẫu"), account("Nhân viên")
    entries = [make_application(contest, by=lead, state=SUBMITTED) for _ in range(3)]
    ids = [entry.id for entry in entries]
    outcome = decide_all(contest=contest, ids=ids, verdict=Verdict.ACCEPT, by=staff, at=clock.now())
    assert len(outcome.decided) == 3
    assert {entry.announced_state for entry in entries} == {SUBMITTED}
    held = mails(session, MailState.HELD)
    assert len(held) == 1
    assert all(entry.code in held[0].body for entry in entries)
    assert announce_decisions(contest=contest, by=staff) == 3
    assert {entry.announced_state for entry in entries} == {ApplicationState.ELIGIBLE}
    assert len(mails(session, MailState.QUEUED)) == 1
    assert announce_decisions(contest=contest, by=staff) == 0


def test_taking_a_decision_back_rewrites_the_mail_of_those_concerned(session: Session) -> None:
    contest, lead, staff = make_contest(), account("Y Mẫu"), account("Nhân viên")
    kept, taken_back = (make_application(contest, by=lead, state=SUBMITTED) for _ in range(2))
    for entry in (kept, taken_back):
        decide(application=entry, verdict=Verdict.ACCEPT, by=staff, at=clock.now())
    decide(application=taken_back, verdict=Verdict.UNDECIDE, by=staff, at=clock.now())
    (held,) = mails(session, MailState.HELD)
    assert kept.code in held.body
    assert taken_back.code not in held.body


def test_a_decision_announced_and_changed_is_told_again(session: Session) -> None:
    contest, staff = make_contest(), account("Nhân viên")
    entry = make_application(contest, state=SUBMITTED)
    decide(application=entry, verdict=Verdict.ACCEPT, by=staff, at=clock.now())
    announce_decisions(contest=contest, by=staff)
    decide(application=entry, verdict=Verdict.REJECT, reason="Trùng ý tưởng", by=staff, at=clock.now())
    assert entry.announced_state is ApplicationState.ELIGIBLE
    announce_decisions(contest=contest, by=staff)
    assert entry.announced_state is ApplicationState.INELIGIBLE
    assert "Trùng ý tưởng" in mails(session, MailState.QUEUED)[-1].body


def test_a_rejection_needs_a_reason(session: Session) -> None:
    entry = make_application(state=SUBMITTED)
    with pytest.raises(Invalid):
        decide(application=entry, verdict=Verdict.REJECT, reason=" ", by=account("Nhân viên"), at=clock.now())
    assert entry.state is SUBMITTED


def test_a_draft_is_not_decided(session: Session) -> None:
    with pytest.raises(Refused):
        decide(application=make_application(), verdict=Verdict.ACCEPT, by=account("Nhân viên"), at=clock.now())


def test_a_bulk_decision_leaves_what_is_impossible_and_the_deciders_own_entry(session: Session) -> None:
    contest, staff = make_contest(), account("Nhân viên")
    fine, draft, own = make_application(contest, state=SUBMITTED), make_application(contest), None
    own = make_application(contest, by=staff, state=SUBMITTED)
    foreign = make_application(state=SUBMITTED)
    ids = [entry.id for entry in (fine, draft, own, foreign)]
    outcome = decide_all(contest=contest, ids=ids, verdict=Verdict.ACCEPT, by=staff, at=clock.now())
    assert [entry.id for entry in outcome.decided] == [fine.id]
    assert {entry.id for entry, _why in outcome.refused} == {draft.id, own.id}
    assert (own.state, foreign.state) == (SUBMITTED, SUBMITTED)


def test_a_return_tells_the_team_at_once_and_opens_the_entry_until_its_date(session: Session) -> None:
    now = clock.now()
    contest = make_contest(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    entry = make_application(contest, state=SUBMITTED)
    make_team_member(entry, account("A Mẫu"))
    staff, lead = account("Nhân viên"), session.get_one(Account, entry.created_by_id)
    until = now + timedelta(days=2)
    return_for_completion(application=entry, items=["Ảnh", " "], until=until, by=staff, at=now)
    assert entry.announced_state is ApplicationState.RETURNED
    assert session.query(Mail).filter_by(kind="entry_returned", state=MailState.QUEUED).count() == 2
    with pytest.raises(Refused):
        submit(application=entry, commitment=True, by=lead, at=until + timedelta(minutes=5))
    assert submit(application=entry, commitment=True, by=lead, at=until - timedelta(hours=1)).number == 2
    assert entry.state is SUBMITTED


def test_taking_a_return_back_withdraws_its_mail(session: Session) -> None:
    entry, staff = make_application(state=SUBMITTED), account("Nhân viên")
    until = clock.now() + timedelta(days=2)
    return_for_completion(application=entry, items=["Ảnh"], until=until, by=staff, at=clock.now())
    take_back_return(application=entry, by=staff)
    assert entry.announced_state is SUBMITTED
    assert session.query(Mail).filter_by(kind="entry_returned").one().state is MailState.WITHDRAWN


@pytest.mark.parametrize(("items", "days"), [([], 1), ([" "], 1), (["Ảnh"], -1)])
def test_a_return_needs_a_list_and_a_date_to_come(session: Session, items: list[str], days: int) -> None:
    entry = make_application(state=SUBMITTED)
    until = clock.now() + timedelta(days=days)
    with pytest.raises(Invalid):
        return_for_completion(application=entry, items=items, until=until, by=account("Nhân viên"), at=clock.now())
