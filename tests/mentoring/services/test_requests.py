"""Open requests: one after the other, in time, never more than a mentor has places."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.errors import AlreadyTaken, InvalidTransition, Refused
from ecosystem.core.invariants import violations
from ecosystem.mentoring.domain.life_cycle import MentorshipState, RequestState
from ecosystem.mentoring.invariants import INVARIANTS
from ecosystem.mentoring.models import MentoringRequest, Mentorship, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.queries.requests import inbox_of
from ecosystem.mentoring.queries.suggestions import suggestions_for
from ecosystem.mentoring.services import matches, people, requests, taking_part
from ecosystem.mentoring.services.requests import NewWish
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import account
from tests.support.factories.mentoring import make_mentor, make_participant, make_programme
from tests.support.held_clock import HeldClock


def ask(participant: ProgrammeStartup, mentor: ProgrammeMentor) -> MentoringRequest:
    return requests.add_wish(participant, NewWish(mentor, "Xin anh chị hỗ trợ."), by=participant.contact)


def states(participant: ProgrammeStartup) -> list[str]:
    rows = db.session.scalars(
        select(MentoringRequest.state)
        .where(MentoringRequest.programme_startup_id == participant.id)
        .order_by(MentoringRequest.position)
    )
    return [state.value for state in rows]


def mails(session: Session, kind: str) -> int:
    return session.scalar(select(func.count()).select_from(Mail).where(Mail.kind == kind)) or 0


def test_the_next_wish_is_sent_when_one_comes_to_nothing(session: Session) -> None:
    programme = make_programme(wishes=3)
    one, two, three = (make_mentor(programme) for _ in range(3))
    participant = make_participant(programme)
    first, second, _ = ask(participant, one), ask(participant, two), ask(participant, three)
    assert states(participant) == ["waiting", "queued", "queued"]
    requests.decline(first, reason="Lúc này tôi bận.", by=one.profile.account)
    assert states(participant) == ["declined", "waiting", "queued"]
    requests.withdraw(second, by=participant.contact)
    assert states(participant) == ["declined", "withdrawn", "waiting"]
    assert mails(session, "mentoring_request") == 3
    assert mails(session, "mentoring_refused") == 1
    assert mails(session, "mentoring_request_withdrawn") == 1
    assert [str(each) for each in violations(INVARIANTS)] == []


def test_a_request_expires_with_a_reminder_before(session: Session, held_clock: HeldClock) -> None:
    programme = make_programme()
    one, two = make_mentor(programme), make_mentor(programme)
    participant = make_participant(programme)
    request = ask(participant, one)
    ask(participant, two)
    assert request.expires_at is not None
    assert request.sent_at is not None
    assert request.expires_at - request.sent_at == timedelta(hours=72)
    assert requests.remind_due() == 0
    held_clock.set(request.expires_at - timedelta(hours=20))
    assert (requests.remind_due(), requests.remind_due()) == (1, 0)
    assert requests.expire_due() == 0
    held_clock.set(request.expires_at)
    assert (requests.expire_due(), requests.expire_due()) == (1, 0)
    assert states(participant) == ["expired", "waiting"]
    with pytest.raises(InvalidTransition):
        requests.accept(request, by=one.profile.account)


def test_accepting_makes_the_match_and_drops_the_other_wishes(session: Session) -> None:
    programme = make_programme()
    one, two = make_mentor(programme), make_mentor(programme)
    participant = make_participant(programme)
    request = ask(participant, one)
    ask(participant, two)
    match = requests.accept(request, by=one.profile.account)
    assert requests.accept(request, by=one.profile.account).id == match.id, "a double click changes nothing"
    assert states(participant) == ["accepted", "dropped"]
    assert (match.mentor_seat, match.startup_seat, match.state) == (1, 1, MentorshipState.ACTIVE)
    with pytest.raises(Refused):
        ask(participant, two)
    assert mails(session, "mentoring_accepted") == 1


def test_limits_of_a_startup_are_kept(session: Session) -> None:
    programme = make_programme(wishes=2)
    participant = make_participant(programme)
    ask(participant, one := make_mentor(programme))
    with pytest.raises(AlreadyTaken):
        ask(participant, one)
    ask(participant, make_mentor(programme))
    with pytest.raises(Refused):
        ask(participant, make_mentor(programme))


def test_nobody_asks_a_mentor_again_and_again(session: Session) -> None:
    programme = make_programme()
    participant, mentor = make_participant(programme), make_mentor(programme)
    for _ in range(requests.MOST_TRIES):
        requests.withdraw(ask(participant, mentor), by=participant.contact)
    with pytest.raises(Refused):
        ask(participant, mentor)
    assert mails(session, "mentoring_request") == requests.MOST_TRIES
    assert ask(participant, make_mentor(programme)).state is RequestState.WAITING


@pytest.mark.parametrize("why", ["paused", "full", "closed"])
def test_nobody_is_asked_in_vain(session: Session, why: str) -> None:
    programme = make_programme()
    mentor, participant = make_mentor(programme, capacity=0 if why == "full" else 2), make_participant(programme)
    with transaction():
        if why == "paused":
            mentor.profile.paused_until = clock.now() + timedelta(days=3)
        if why == "closed":
            programme.closes_at = clock.now() - timedelta(days=1)
    with pytest.raises(Refused):
        ask(participant, mentor)


def test_a_mentor_who_is_full_lets_the_others_go_on(session: Session) -> None:
    programme = make_programme()
    mentor, other = make_mentor(programme, capacity=1), make_mentor(programme)
    one, two = make_participant(programme), make_participant(programme)
    first, second = ask(one, mentor), ask(two, mentor)
    ask(two, other)
    requests.accept(first, by=mentor.profile.account)
    with pytest.raises(AlreadyTaken):
        requests.accept(second, by=mentor.profile.account)
    assert requests.expire_due() == 1
    assert states(two) == ["declined", "waiting"]


def test_who_is_ruled_out_never_learns_it(session: Session, held_clock: HeldClock) -> None:
    """The request looks like any other to the startup, the mentor never sees it, the answer is neutral."""
    programme = make_programme()
    mentor, participant = make_mentor(programme), make_participant(programme)
    people.refuse_startup(mentor.profile, participant.startup, by=mentor.profile.account)
    assert suggestions_for(participant) == []
    request = ask(participant, mentor)
    assert request.state is RequestState.WAITING
    assert inbox_of(mentor.profile.account) == []
    assert mails(session, "mentoring_request") == 0
    assert requests.remind_due() == 0
    held_clock.advance(hours=7)
    assert requests.expire_due() == 0, "an answer at once would tell"
    held_clock.advance(hours=42)
    assert requests.expire_due() == 1
    body = session.scalars(select(Mail.body).where(Mail.kind == "mentoring_refused")).one()
    assert "hiện chưa thể nhận thêm" in body
    assert states(participant) == ["declined"]


def test_ruling_out_hides_a_request_that_waits(session: Session) -> None:
    programme = make_programme()
    mentor, participant = make_mentor(programme), make_participant(programme)
    request = ask(participant, mentor)
    people.refuse_startup(mentor.profile, participant.startup, by=mentor.profile.account)
    session.refresh(request)
    assert request.muted
    assert states(participant) == ["waiting"]
    with pytest.raises(Refused):
        matches.match_by_hand(mentor, participant, by=participant.contact)


def test_a_capacity_below_the_present_matches_is_refused_in_words(session: Session) -> None:
    programme = make_programme()
    mentor = make_mentor(programme, capacity=3)
    made = [requests.accept(ask(make_participant(programme), mentor), by=mentor.profile.account) for _ in range(3)]
    with pytest.raises(Refused, match="3 dự án"):
        taking_part.set_capacity(mentor, 2, by=mentor.profile.account)
    matches.end_mentorship(made[0], reason="Hai bên không hợp lịch.", by=mentor.profile.account)
    taking_part.set_capacity(mentor, 2, by=mentor.profile.account)
    assert [str(each) for each in violations(INVARIANTS)] == [], "the seats left are numbered from one"
    matches.end_mentorship(made[0], reason="Nữa.", by=mentor.profile.account)
    session.refresh(made[0])
    assert made[0].end_reason == "Hai bên không hợp lịch."


@pytest.mark.both_databases
def test_forty_accepted_at_once_fill_exactly_the_places_there_are(committed_app: Flask) -> None:
    """Mentors answer on several devices, or jobs do: the places are counted in the database."""
    places, startups = 7, 40
    with committed_app.app_context():
        programme = make_programme()
        mentor = make_mentor(programme, capacity=places)
        mine = mentor.profile.account_id
        asked = [ask(make_participant(programme), mentor).id for _ in range(startups)]

    def accept(ident: int) -> bool:
        with committed_app.app_context():
            request = db.session.get_one(MentoringRequest, ident)
            try:
                requests.accept(request, by=db.session.get_one(Account, mine))
            except AlreadyTaken:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(accept, asked))
    with committed_app.app_context():
        assert sum(won) == places
        active = select(Mentorship.mentor_seat).where(Mentorship.state == MentorshipState.ACTIVE)
        assert sorted(db.session.scalars(active)) == list(range(1, places + 1))
        waiting = select(func.count()).where(MentoringRequest.state == RequestState.WAITING)
        assert db.session.scalar(waiting) == startups - places
        assert [str(each) for each in violations(INVARIANTS)] == []


@pytest.mark.both_databases
def test_two_mentors_who_accept_one_startup_at_once_get_it_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        programme = make_programme(open_requests=4, wishes=4)
        participant = make_participant(programme)
        asked = [ask(participant, make_mentor(programme)).id for _ in range(4)]
        somebody = account("Ban tổ chức").id

    def accept(ident: int) -> bool:
        with committed_app.app_context():
            request = db.session.get_one(MentoringRequest, ident)
            try:
                requests.accept(request, by=db.session.get_one(Account, somebody))
            except (AlreadyTaken, InvalidTransition):
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(accept, asked))
    assert sum(won) == 1
    with committed_app.app_context():
        assert [str(each) for each in violations(INVARIANTS)] == []
