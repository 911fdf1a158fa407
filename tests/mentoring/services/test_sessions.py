"""Booking, moving and cancelling sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.calendar.queries import engagement_of, engagements_of
from ecosystem.core.database import session as current_session
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, EcosystemError, Invalid, Refused, StaleEdit
from ecosystem.core.invariants import violations
from ecosystem.core.signals import announce
from ecosystem.mentoring.domain.life_cycle import MentorshipState, Side
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.invariants import INVARIANTS
from ecosystem.mentoring.models import ExceptionKind, MentoringSession, Mentorship, ProgrammeMentor
from ecosystem.mentoring.queries.sessions import KIND, progress_of
from ecosystem.mentoring.services.availability import add_exception, booked_outside, set_hours
from ecosystem.mentoring.services.sessions import Wish, answer_proposal, book, cancel, change_details, reschedule
from ecosystem.mentoring.signals import MentorshipEnded
from ecosystem.notifications.models import Mail
from ecosystem.startups.signals import MemberLeft
from tests.support.factories.accounts import account
from tests.support.factories.calendar import engaged
from tests.support.factories.mentoring_sessions import (
    MORNINGS,
    NOW,
    TEN,
    booked,
    founder_of,
    match,
    mentor_of,
    open_hours,
)
from tests.support.factories.startups import make_member
from tests.support.held_clock import HeldClock

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday_morning(held_clock: HeldClock) -> None:
    held_clock.set(NOW)


def mails(kind: str) -> list[Mail]:
    return list(current_session().scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.id)))


def test_a_startup_books_a_free_hour_of_the_mentor(session: Session) -> None:
    made = match()
    found = booked(made, topic="Giá bán", link="https://meet.example.vn/ca-phe")
    assert (found.state, found.starts_at, found.ends_at) == (SessionState.BOOKED, TEN, TEN + HOUR)
    engagement = engagement_of(KIND, found.public_id)
    assert engagement is not None
    assert sorted(engagement.account_ids) == sorted([mentor_of(made).id, founder_of(made).id])
    assert engagement.link == "https://meet.example.vn/ca-phe"
    told = mails("mentoring_session_booked")
    assert {each.account_id for each in told} == {mentor_of(made).id, founder_of(made).id}
    assert all("METHOD:REQUEST" in each.calendar and engagement.public_id in each.calendar for each in told)
    assert "Giá bán" in told[0].body


def test_a_double_click_books_once(session: Session) -> None:
    made = match()
    assert booked(made) is booked(made)
    assert session.scalar(select(func.count(MentoringSession.id))) == 1


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (timedelta(hours=-1, minutes=-30), "không còn nhận khung giờ"),  # half past eight
        (timedelta(hours=5), "không còn nhận khung giờ"),
        (timedelta(days=2), "không còn nhận khung giờ"),  # Saturday
        (timedelta(days=-3), "không còn nhận khung giờ"),  # within the notice
    ],
)
def test_hours_that_the_mentor_does_not_offer_are_refused(session: Session, shift: timedelta, words: str) -> None:
    with pytest.raises(Refused, match=words):
        booked(match(), TEN + shift)


def test_a_mentor_without_hours_cannot_be_booked(session: Session) -> None:
    made = match()
    with pytest.raises(Refused, match="chưa mở khung giờ"):
        book(made, Wish(TEN), by=founder_of(made))
    open_hours(made, weekly={})
    with pytest.raises(Refused, match="không còn nhận khung giờ"):
        book(made, Wish(TEN), by=founder_of(made))


def test_a_mentor_books_any_time_at_which_everybody_is_free(session: Session) -> None:
    made = match()
    evening = TEN + timedelta(hours=9)
    found = book(made, Wish(evening), by=mentor_of(made))
    assert [each.side for each in found.attendees] == [Side.MENTOR, Side.STARTUP]
    engaged([founder_of(made)], evening + timedelta(days=1), title="Gian hàng")
    with pytest.raises(AlreadyTaken, match=founder_of(made).name):
        book(made, Wish(evening + timedelta(days=1)), by=mentor_of(made))
    with pytest.raises(Invalid, match="bội số của 5 phút"):
        book(made, Wish(evening + timedelta(days=2, minutes=3)), by=mentor_of(made))


def test_one_person_in_three_roles_is_in_one_place(session: Session) -> None:
    """Founder, judge and mentor at once: whatever holds the time first has it."""
    both = account("Ksor H'Nhung")
    as_founder, as_mentor = match(founder=both), match(mentor=both)
    engaged([both], TEN, kind="judging", title="Chấm bán kết")
    with pytest.raises(AlreadyTaken, match="Chấm bán kết"):
        booked(as_founder)
    with pytest.raises(AlreadyTaken, match="Ksor H'Nhung"):
        booked(as_mentor)
    booked(as_founder, TEN + HOUR)
    with pytest.raises(AlreadyTaken, match="Ksor H'Nhung"):
        booked(as_mentor, TEN + HOUR)


def test_sessions_are_limited_by_the_programme_and_by_the_week(session: Session) -> None:
    made = match(sessions_planned=2)
    booked(made)
    late = booked(made, TEN + HOUR)
    with pytest.raises(Refused, match="Đã dùng hết số buổi"):
        booked(made, TEN + timedelta(days=1))
    cancel(late, by=founder_of(made).id)
    assert progress_of(made).left == 1
    other = match(mentor=mentor_of(made))
    open_hours(made, most_per_week=1)
    with pytest.raises(Refused, match="đã đủ số buổi"):
        booked(other, TEN + timedelta(days=1))
    booked(other, TEN + timedelta(days=7))


def test_a_match_that_is_over_and_a_programme_that_ends(session: Session) -> None:
    made = match()
    with transaction():
        made.programme.closes_at = made.programme.ends_at = TEN
    with pytest.raises(Refused, match="Chương trình kết thúc"):
        booked(made)
    over = match()
    with transaction():
        over.state, over.live, over.mentor_seat, over.startup_seat = MentorshipState.ENDED, None, None, None
    with pytest.raises(Refused, match="đã kết thúc"):
        booked(over)


def test_members_may_come_along_and_strangers_not(session: Session) -> None:
    made = match()
    colleague = make_member(made.startup, account("Rơ Châm Đức")).account
    found = booked(made, attendees=[colleague.id])
    assert {each.account_id for each in found.attendees} == {mentor_of(made).id, founder_of(made).id, colleague.id}
    with pytest.raises(Invalid, match="Chỉ thành viên"):
        booked(made, TEN + HOUR, attendees=[account().id])
    change_details(found, Wish(TEN, topic="Mới", attendees=[]), by=founder_of(made))
    assert engagements_of(colleague.id, NOW, NOW + timedelta(days=9)) == []
    with pytest.raises(StaleEdit):
        change_details(found, Wish(TEN, topic="Cũ"), by=founder_of(made), shown=1)


def test_before_the_notice_a_session_is_moved_at_once(session: Session) -> None:
    made = match()
    found = booked(made)
    assert reschedule(found, starts_at=TEN + timedelta(minutes=30), by=founder_of(made), reason="Họp lớp")
    assert (found.starts_at, found.moved) == (TEN + timedelta(minutes=30), 1)
    engagement = engagement_of(KIND, found.public_id)
    assert engagement is not None
    assert (engagement.starts_at, engagement.sequence) == (found.starts_at, 1)
    told = mails("mentoring_session_moved")
    assert len(told) == 2
    assert "SEQUENCE:1" in told[0].calendar


def test_after_the_notice_it_takes_both_sides(session: Session, held_clock: HeldClock) -> None:
    made = match()
    found = booked(made)
    held_clock.set(TEN - timedelta(hours=20))
    wanted = TEN + timedelta(days=1)
    assert not reschedule(found, starts_at=wanted, by=mentor_of(made), reason="Chuyến bay dời giờ")
    assert (found.starts_at, found.proposed_at) == (TEN, wanted)
    with pytest.raises(Refused, match="Bên kia"):
        answer_proposal(found, accept=True, by=mentor_of(made))
    answer_proposal(found, accept=True, by=founder_of(made))
    assert (found.starts_at, found.proposed_at) == (wanted, None)
    with pytest.raises(Refused, match="Không còn đề nghị"):
        answer_proposal(found, accept=True, by=founder_of(made))


def test_a_declined_proposal_leaves_the_old_time(session: Session) -> None:
    made = match()
    found = booked(made)
    reschedule(found, starts_at=TEN + HOUR, by=mentor_of(made), ask_first=True)
    answer_proposal(found, accept=False, by=founder_of(made))
    assert (found.starts_at, found.proposed_at) == (TEN, None)
    assert {each.account_id for each in mails("mentoring_session_declined")} == {mentor_of(made).id}


def test_a_proposed_time_that_was_taken_meanwhile_is_refused(session: Session) -> None:
    made = match()
    found = booked(made)
    reschedule(found, starts_at=TEN + HOUR, by=mentor_of(made), ask_first=True)
    engaged([founder_of(made)], TEN + HOUR, title="Triển lãm")
    with pytest.raises(AlreadyTaken, match="Triển lãm"):
        answer_proposal(found, accept=True, by=founder_of(made))
    session.expire_all()
    assert (found.starts_at, found.proposed_at) == (TEN, TEN + HOUR)


def test_cancelling_frees_everybody_and_counts_when_it_is_late(session: Session, held_clock: HeldClock) -> None:
    made = match()
    early, late = booked(made), booked(made, TEN + HOUR)
    cancel(early, by=founder_of(made).id, reason="Ốm")
    held_clock.set(TEN - timedelta(hours=3))
    cancel(late, by=founder_of(made).id, reason="Ốm")
    assert (early.is_late, late.is_late) == (False, True)
    assert engagements_of(mentor_of(made).id, NOW, TEN + timedelta(days=1)) == []
    told = mails("mentoring_session_cancelled")
    assert all("METHOD:CANCEL" in each.calendar and "STATUS:CANCELLED" in each.calendar for each in told)
    with pytest.raises(Refused):
        cancel(early, by=founder_of(made).id)


def test_hours_changed_after_booking_keep_what_is_booked(session: Session) -> None:
    made = match()
    found = booked(made)
    hours = open_hours(made)
    assert booked_outside(hours) == []
    set_hours(made.profile, {"weekly": {"0": [[540, 600]]}}, by=mentor_of(made).id, shown=hours.version)
    assert booked_outside(hours) == [found]
    assert found.state is SessionState.BOOKED
    open_hours(made, weekly=MORNINGS)
    away = {"kind": ExceptionKind.BUSY, "starts_on": date(2026, 11, 26), "ends_on": date(2026, 11, 27)}
    add_exception(hours, away, by=mentor_of(made).id)
    add_exception(hours, away, by=mentor_of(made).id)
    assert len(hours.exceptions) == 1
    assert booked_outside(hours) == [found]


@pytest.mark.parametrize("weekly", [{"0": [[540, 600], [590, 700]]}, {"0": [[600, 540]]}, {"0": [[541, 600]]}])
def test_hours_that_overlap_or_turn_round_are_refused(session: Session, weekly: dict[str, list[list[int]]]) -> None:
    with pytest.raises(Invalid):
        open_hours(match(), weekly=weekly)


def test_the_end_of_a_match_cancels_what_is_to_come(session: Session) -> None:
    made = match()
    found = booked(made)
    announce(MentorshipEnded(made.id))
    session.refresh(found)
    assert (found.state, found.is_late) == (SessionState.CANCELLED, False)
    assert len(mails("mentoring_session_cancelled")) == 2


def test_whoever_leaves_the_team_leaves_its_sessions(session: Session) -> None:
    made = match()
    colleague = make_member(made.startup, account("Rơ Châm Đức")).account
    found = booked(made, attendees=[colleague.id])
    announce(MemberLeft(made.startup_id, colleague.id))
    assert {each.account_id for each in found.attendees} == {mentor_of(made).id, founder_of(made).id}
    announce(MemberLeft(made.startup_id, founder_of(made).id))
    session.refresh(found)
    assert found.state is SessionState.CANCELLED
    assert not list(violations(INVARIANTS))


@pytest.mark.both_databases
def test_of_twenty_founders_one_gets_the_hour(committed_app: Flask) -> None:
    with committed_app.app_context():
        mentor = account("Cố vấn bận")
        first = match(mentor=mentor)
        open_hours(first)
        matches = [first.id] + [match(mentor=mentor, programme=first.programme).id for _ in range(19)]
        with transaction():
            current_session().query(ProgrammeMentor).update({"capacity": 20})
    start = Barrier(20, timeout=20)

    def one(ident: int) -> str:
        with committed_app.app_context():
            start.wait()
            found = current_session().get_one(Mentorship, ident)
            founder: Account = founder_of(found)
            try:
                book(found, Wish(TEN), by=founder)
            except EcosystemError as error:
                return type(error).__name__
            return "booked"

    with ThreadPoolExecutor(20) as pool:
        outcomes = sorted(pool.map(one, matches))
    assert outcomes == ["AlreadyTaken"] * 19 + ["booked"]
    with committed_app.app_context():
        assert current_session().scalar(select(func.count(MentoringSession.id))) == 1
