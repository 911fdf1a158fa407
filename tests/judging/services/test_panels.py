"""Inviting judges and their answers."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, InvalidTransition, Refused, StaleEdit
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState
from ecosystem.judging.jobs import remind_invited_judges
from ecosystem.judging.models import Conflict, JudgeProfile, Panelist
from ecosystem.judging.queries.panels import invitations_to, panel_lines, panelist_by_token
from ecosystem.judging.services.panels import (
    Expertise,
    Invitee,
    accept_invitation,
    change_panelist,
    copy_panel,
    decline_invitation,
    invite_judge,
    invite_judges,
    remind_invited,
    remove_panelist,
)
from ecosystem.notifications.models import Mail
from tests.support.factories.contests import closed_contest, make_round
from tests.support.factories.judging import make_assignment, make_entry, make_judged_round, make_panelist
from tests.support.factories.startups import make_person

HAN = Invitee("PGS. TS. Y Hân", "Han@Uni.example ", sectors=("y_te",), max_load=10)


def link_in(mail: Mail) -> str:
    return mail.body.split("/judge/invitations/")[1].split(")")[0]


def mails(session: Session, kind: str = "judge_invitation") -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.id)))


def test_an_invitation_goes_out_with_a_link_of_which_only_the_hash_is_stored(session: Session) -> None:
    contest = closed_contest()
    panelist = invite_judge(contest.rounds[0], HAN, by=make_person())
    (mail,) = mails(session)
    assert (mail.to_address, mail.is_secret) == ("han@uni.example", True)
    assert panelist_by_token(link_in(mail)) is panelist
    assert link_in(mail) not in panelist.token_hash
    assert "PGS. TS. Y Hân" in mail.body


def test_nobody_is_invited_twice_but_after_a_no_once_more(session: Session) -> None:
    round_, secretary = closed_contest().rounds[0], make_person()
    panelist = invite_judge(round_, HAN, by=secretary)
    with pytest.raises(AlreadyTaken):
        invite_judge(round_, HAN, by=secretary)
    decline_invitation(panelist, reason="Bận công tác", by=None)
    again = invite_judge(round_, HAN, by=secretary)
    assert (again.id, again.state, again.answer_note) == (panelist.id, PanelistState.INVITED, "")


def test_of_several_those_who_can_be_are_invited(session: Session) -> None:
    round_ = closed_contest().rounds[0]
    invited, left_out = invite_judges(round_, [HAN, Invitee("A Nhi", "nhi@x.example"), HAN], by=make_person())
    assert [p.name for p in invited] == ["PGS. TS. Y Hân", "A Nhi"]
    assert [each.invitee for each in left_out] == [HAN]


def test_accepting_takes_the_seat_remembers_expertise_and_finds_conflicts(session: Session) -> None:
    contest = closed_contest()
    judge = make_person("Y Hân")
    entry = make_entry(contest, judge)
    panelist = invite_judge(contest.rounds[0], HAN, by=make_person())
    accept_invitation(panelist, Expertise("Dược liệu", ("duoc_lieu",), ("vi",), max_load=6), by=judge)
    assert (panelist.state, panelist.account_id, panelist.max_load) == (PanelistState.ACCEPTED, judge.id, 6)
    assert panelist.sectors == ["duoc_lieu"]
    assert session.scalars(select(JudgeProfile.expertise)).one() == "Dược liệu"
    assert session.scalars(select(Conflict.application_id)).one() == entry.id
    assert [mail.to_address for mail in mails(session, "judge_answered")] == [
        contest.event.organiser.staff[0].account.email
    ]


def test_one_person_has_one_seat(session: Session) -> None:
    round_, judge, secretary = closed_contest().rounds[0], make_person(), make_person()
    accept_invitation(invite_judge(round_, HAN, by=secretary), Expertise(), by=judge)
    second = invite_judge(round_, Invitee("Y Hân", "home@x.example"), by=secretary)
    with pytest.raises(AlreadyTaken):
        accept_invitation(second, Expertise(), by=judge)


def test_an_answered_or_expired_invitation_is_not_answered_again(session: Session) -> None:
    round_, secretary = closed_contest().rounds[0], make_person()
    declined = invite_judge(round_, HAN, by=secretary)
    decline_invitation(declined, reason="", by=None)
    with pytest.raises(Refused):
        accept_invitation(declined, Expertise(), by=make_person())
    expired = invite_judge(round_, Invitee("A Nhi", "nhi@x.example"), by=secretary)
    with clock.at(clock.now() + timedelta(days=15)), pytest.raises(Refused):
        accept_invitation(expired, Expertise(), by=make_person())


def test_a_reminder_has_a_new_link_and_is_not_sent_twice_a_day(session: Session) -> None:
    panelist = invite_judge(closed_contest().rounds[0], HAN, by=make_person())
    with pytest.raises(Refused):
        remind_invited(panelist, by=None)
    with clock.at(clock.now() + timedelta(days=3)):
        remind_invited(panelist, by=None)
    first, second = mails(session)
    assert link_in(first) != link_in(second)
    assert panelist_by_token(link_in(second)) is panelist
    assert second.subject.startswith("Nhắc lại")


def test_taking_off_withdraws_the_charges_and_tells(session: Session) -> None:
    _, _, panel, entries = make_judged_round(closed_contest())
    charges = [make_assignment(panel[0], entry) for entry in entries]
    assert remove_panelist(panel[0], by=make_person()) == 3
    assert {charge.state for charge in charges} == {AssignmentState.WITHDRAWN}
    assert len(mails(session, "judge_removed")) == 1
    with pytest.raises(InvalidTransition):
        remove_panelist(panel[0], by=make_person())


def test_a_stale_change_is_refused(session: Session) -> None:
    panelist = make_panelist(closed_contest().rounds[0])
    shown = panelist.version
    values = Invitee("Tên mới", panelist.email, is_chair=True)
    change_panelist(panelist, values, shown_version=shown, by=make_person())
    assert (panelist.name, panelist.is_chair) == ("Tên mới", True)
    with pytest.raises(StaleEdit):
        change_panelist(panelist, values, shown_version=shown, by=make_person())


def test_copying_the_panel_invites_those_who_judged(session: Session) -> None:
    contest = closed_contest()
    first, second = contest.rounds[0], make_round(contest, name="Chung kết")
    make_panelist(first, is_chair=True, sectors=["y_te"])
    make_panelist(first, state=PanelistState.DECLINED)
    invited, left_out = copy_panel(first, second, by=make_person())
    assert [(p.is_chair, p.sectors, p.state) for p in invited] == [(True, ["y_te"], PanelistState.INVITED)]
    assert left_out == []
    with pytest.raises(Refused):
        copy_panel(first, closed_contest().rounds[0], by=make_person())


def test_the_list_counts_charges_in_one_statement(session: Session) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest())
    for entry in entries:
        make_assignment(panel[1], entry)
    lines = panel_lines(round_)
    assert lines[0].panelist.is_chair
    assert {line.panelist.id: line.load for line in lines} == {panel[0].id: 0, panel[1].id: 3, panel[2].id: 0}


def test_invitations_wait_for_whoever_proved_the_address(session: Session) -> None:
    judge = make_person(email="han@uni.example")
    panelist = invite_judge(closed_contest().rounds[0], HAN, by=make_person())
    assert list(invitations_to(judge)) == [panelist]
    with transaction():
        judge.email_verified_at = None
    assert list(invitations_to(judge)) == []
    assert session.scalars(select(Panelist)).one().account_id is None


def test_who_does_not_answer_is_reminded_once_after_five_days(session: Session) -> None:
    round_, now = closed_contest().rounds[0], clock.now()
    invite_judge(round_, HAN, by=make_person())
    with clock.at(now + timedelta(days=4)):
        assert remind_invited_judges() == ""
    with clock.at(now + timedelta(days=6)):
        assert remind_invited_judges() == "1 invitations reminded"
    with clock.at(now + timedelta(days=8)):
        assert remind_invited_judges() == ""
    assert len(mails(session)) == 2
