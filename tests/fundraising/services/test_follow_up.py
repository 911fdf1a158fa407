"""What both sides tell, notes that stay private, contact data by two yeses, reminders that come once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import session as current_session
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.core.signals import ask
from ecosystem.fundraising.domain.outcomes import Outcome, Told
from ecosystem.fundraising.jobs import ask_what_came_of_it
from ecosystem.fundraising.models import ContactOffer, MeetingNote, MeetingReport
from ecosystem.fundraising.queries.meetings import lines_of, note_of, offers_between
from ecosystem.fundraising.services import follow_up
from ecosystem.investors.models import Meeting, MeetingState, Side
from ecosystem.notifications.models import Mail
from ecosystem.startups.signals import Tie, TieKind, TiesAmong
from tests.support.factories.fundraising import make_met, sides_of
from tests.support.held_clock import HeldClock


@pytest.fixture
def meeting(session: Session) -> Meeting:
    return make_met()[1][0]


def money(amount: int | None = 2_000_000_000, day: date | None = date(2026, 11, 1)) -> Told:
    return Told(Outcome.INVESTED, amount, day)


def test_both_sides_tell_and_the_last_word_counts(meeting: Meeting) -> None:
    founder, investor = meeting.founder.account, meeting.investor.account
    follow_up.report(meeting, Side.FOUNDER, Told(Outcome.SECOND_TALK), by=founder)
    follow_up.report(meeting, Side.INVESTOR, Told(Outcome.DUE_DILIGENCE), by=investor)
    line = lines_of([meeting])[0]
    assert (line.standing.outcome, line.standing.differs) == (Outcome.SECOND_TALK, True)
    follow_up.report(meeting, Side.FOUNDER, Told(Outcome.DUE_DILIGENCE), by=founder)
    assert lines_of([meeting])[0].standing.is_confirmed


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (money(amount=None), "amount"),
        (money(amount=0), "amount"),
        (money(amount=10**16), "amount"),
        (money(day=None), "committed_on"),
        (money(day=date(2999, 1, 1)), "committed_on"),
    ],
)
def test_an_investment_has_an_amount_and_a_day(meeting: Meeting, told: Told, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        follow_up.report(meeting, Side.INVESTOR, told, by=meeting.investor.account)
    assert field in refusal.value.details
    assert current_session().query(MeetingReport).count() == 0


def test_an_amount_is_kept_only_where_money_was_spoken_of(meeting: Meeting) -> None:
    follow_up.report(meeting, Side.FOUNDER, Told(Outcome.NO_FIT, 5, date(2026, 1, 1)), by=meeting.founder.account)
    stored = current_session().query(MeetingReport).one()
    assert (stored.amount, stored.committed_on) == (None, None)


def test_nothing_is_told_before_the_meeting_or_of_one_that_was_missed(meeting: Meeting) -> None:
    with transaction():
        meeting.state = MeetingState.NO_SHOW
    with pytest.raises(Refused, match="không diễn ra"):
        follow_up.report(meeting, Side.FOUNDER, Told(Outcome.NO_FIT), by=meeting.founder.account)
    with transaction():
        meeting.state = MeetingState.PLANNED
        meeting.slot.starts_at, meeting.slot.ends_at = clock.now() + timedelta(1), clock.now() + timedelta(2)
    with pytest.raises(Refused, match="chưa bắt đầu"):
        follow_up.report(meeting, Side.FOUNDER, Told(Outcome.NO_FIT), by=meeting.founder.account)


def test_whoever_invested_does_not_judge_the_startup(meeting: Meeting) -> None:
    startup, person = meeting.founder.startup_id, meeting.investor.account_id
    assert startup is not None
    question = TiesAmong(frozenset({startup}), frozenset({person}))
    assert ask(question) == []
    follow_up.report(meeting, Side.INVESTOR, money(), by=meeting.investor.account)
    assert ask(question) == [Tie(person, startup, TieKind.INVESTOR, "đã đầu tư sau cuộc gặp")]
    assert ask(TiesAmong(frozenset({startup}), frozenset({person + 1}))) == []


def test_each_side_has_its_own_note_and_neither_overwrites(meeting: Meeting) -> None:
    follow_up.write_note(meeting, Side.FOUNDER, "Hỏi về phân phối", version=None, by=meeting.founder.account)
    follow_up.write_note(meeting, Side.INVESTOR, "Đội ngũ tốt", version=None, by=meeting.investor.account)
    own = note_of(meeting, Side.FOUNDER)
    assert own is not None
    assert own.text == "Hỏi về phân phối"
    with pytest.raises(StaleEdit) as stale:
        follow_up.write_note(meeting, Side.FOUNDER, "Khác", version=own.version + 1, by=meeting.founder.account)
    assert stale.value.theirs == {"text": "Hỏi về phân phối"}
    follow_up.write_note(meeting, Side.FOUNDER, "Khác", version=own.version, by=meeting.founder.account)
    assert current_session().query(MeetingNote).count() == 2


def test_contact_data_needs_two_yeses(meeting: Meeting) -> None:
    founder, investor = meeting.founder, meeting.investor
    assert not follow_up.offer_contact(founder, investor, by=founder.account)
    assert not follow_up.offer_contact(founder, investor, by=founder.account)
    assert follow_up.offer_contact(investor, founder, by=investor.account)
    assert offers_between(founder, investor) == {founder.id, investor.id}
    follow_up.withdraw_contact(founder, investor, by=founder.account)
    follow_up.withdraw_contact(founder, investor, by=founder.account)
    assert offers_between(founder, investor) == {investor.id}
    mails = current_session().query(Mail).filter_by(kind="contact_offered").order_by(Mail.id).all()
    assert [mail.account_id for mail in mails] == [investor.account_id, founder.account_id]
    for _ in range(5):
        follow_up.offer_contact(founder, investor, by=founder.account)
        follow_up.withdraw_contact(founder, investor, by=founder.account)
    assert current_session().query(Mail).filter_by(kind="contact_offered", account_id=investor.account_id).count() == 2


def test_the_silent_are_asked_once_for_each_span(session: Session) -> None:
    held, meetings = make_met(founders=2, investors=1)
    follow_up.report(meetings[0], Side.FOUNDER, Told(Outcome.NO_FIT), by=meetings[0].founder.account)
    assert ask_what_came_of_it() == ""
    with transaction():
        held.held_on = held.held_on - timedelta(weeks=2)
        for meeting in meetings:
            meeting.slot.ends_at -= timedelta(weeks=2)
            meeting.slot.starts_at -= timedelta(weeks=2)
    assert ask_what_came_of_it() == "2 asked"
    assert ask_what_came_of_it() == ""
    mails = session.query(Mail).filter_by(kind="meeting_follow_up").all()
    assert {mail.account_id for mail in mails} == {meetings[1].founder.account_id, meetings[0].investor.account_id}
    to_investor = next(mail for mail in mails if mail.account_id == meetings[0].investor.account_id)
    assert all(meeting.founder.name in to_investor.body for meeting in meetings)


@pytest.mark.both_databases
def test_two_of_a_team_press_at_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        meeting = make_met()[1][0]
        ids = meeting.id, meeting.founder_id, meeting.investor_id

    def press(number: int) -> str:
        with committed_app.app_context():
            it = current_session().get_one(Meeting, ids[0])
            try:
                follow_up.offer_contact(it.founder, it.investor, by=it.founder.account)
                follow_up.report(it, Side.FOUNDER, Told(Outcome.SECOND_TALK), by=it.founder.account)
            except AlreadyTaken:
                return "told"
            return "stored"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(press, range(6)))
    assert "stored" in answers
    assert set(answers) <= {"stored", "told"}
    with committed_app.app_context():
        assert current_session().query(ContactOffer).count() == 1
        assert current_session().query(MeetingReport).count() == 1


def test_what_was_agreed_today_is_told_before_seven_in_the_morning(meeting: Meeting, held_clock: HeldClock) -> None:
    after_midnight = (clock.now() + timedelta(days=2)).replace(hour=18, minute=30)  # half past one in Viet Nam
    held_clock.set(after_midnight)
    today = after_midnight.astimezone(clock.zone(clock.DEFAULT_ZONE)).date()
    founder, _ = sides_of(meeting)
    follow_up.report(meeting, Side.FOUNDER, money(day=today), by=founder.account)
    with pytest.raises(Invalid):
        follow_up.report(meeting, Side.FOUNDER, money(day=today + timedelta(days=1)), by=founder.account)
