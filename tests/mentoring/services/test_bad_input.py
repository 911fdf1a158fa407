"""What people and clocks do: own teams, breaks, nobody there, places lowered, hours that shift."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.accounts.services import erase_account
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.mentoring.domain.life_cycle import Mode, RequestState
from ecosystem.mentoring.models import MentoringRequest, Mentorship, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.queries.availability import slots_of
from ecosystem.mentoring.queries.rounds import draft_with_flaws, inputs_of
from ecosystem.mentoring.queries.suggestions import suggestions_for
from ecosystem.mentoring.services import publishing, requests, rounds, taking_part
from ecosystem.mentoring.services.matches import match_by_hand
from ecosystem.mentoring.services.requests import NewWish
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import account
from tests.support.factories.mentoring import make_mentor, make_participant, make_programme
from tests.support.factories.mentoring_sessions import NOW, booked, founder_of, match, open_hours
from tests.support.held_clock import HeldClock

HOUR = timedelta(hours=1)


def own_team(mode: Mode = Mode.REQUESTS) -> tuple[ProgrammeMentor, ProgrammeStartup]:
    """A founder who is a mentor in the programme in which their own startup takes part."""
    programme, founder = make_programme(mode=mode), account("Người Sáng Lập Kiêm Cố Vấn")
    return make_mentor(programme, founder), make_participant(programme, founder)


def test_nobody_mentors_their_own_startup(session: Session) -> None:
    mentor, participant = own_team()
    with pytest.raises(Refused):
        requests.add_wish(participant, NewWish(mentor, "Tự hỏi mình."), by=participant.contact)
    with pytest.raises(Refused):
        match_by_hand(mentor, participant, by=participant.contact)
    assert suggestions_for(participant) == []
    assert session.scalar(select(func.count()).select_from(Mentorship)) == 0


def test_a_round_proposes_nobody_for_their_own_startup(session: Session) -> None:
    mentor, participant = own_team(Mode.ROUND)
    programme = mentor.programme
    owner = programme.organiser.staff[0].account
    rounds.rank_mentors(participant, [mentor], by=participant.contact)
    run = rounds.work_out(programme, seed=1, by=owner.id)
    assert [way["pairs"] for way in run.outcomes.values()] == [[], []]
    rounds.set_pair(mentor, participant, "add", by=owner)
    assert not draft_with_flaws(inputs_of(programme)).is_publishable
    with pytest.raises(Refused):
        publishing.ask_to_publish(programme, by=owner)


@pytest.mark.parametrize("mentors", [0, 1])
def test_a_round_without_anybody_to_match_is_worked_out_and_not_published(session: Session, mentors: int) -> None:
    """Nobody there at all, or everybody on a break."""
    programme = make_programme(mode=Mode.ROUND)
    owner = programme.organiser.staff[0].account
    for _ in range(mentors):
        with transaction():
            make_mentor(programme).profile.paused_until = clock.now() + timedelta(days=9)
    make_participant(programme)
    run = rounds.work_out(programme, seed=1, by=owner.id)
    assert {way["figures"]["placed"] for way in run.outcomes.values()} == {0}
    rounds.choose(run, "flow", by=owner)
    with pytest.raises(Refused):
        publishing.ask_to_publish(programme, by=owner)


def test_a_break_sends_what_waits_to_the_next_wish(session: Session) -> None:
    programme = make_programme()
    tired, next_one, participant = make_mentor(programme), make_mentor(programme), make_participant(programme)
    first, second = (
        requests.add_wish(participant, NewWish(mentor, "Xin hỗ trợ."), by=participant.contact)
        for mentor in (tired, next_one)
    )
    assert [first.state, second.state] == [RequestState.WAITING, RequestState.QUEUED]
    with transaction():
        tired.profile.paused_until = clock.now() + timedelta(days=9)
    assert [requests.expire_due(), requests.expire_due()] == [1, 0]
    session.expire_all()
    states = session.scalars(select(MentoringRequest.state).order_by(MentoringRequest.id)).all()
    assert states == [RequestState.DECLINED, RequestState.WAITING]


@pytest.mark.parametrize("why", ["erased", "on a break", "full"])
def test_whoever_can_take_nobody_when_it_is_their_turn_is_not_written_to(session: Session, why: str) -> None:
    programme = make_programme(wishes=3)
    participant = make_participant(programme)
    asked = [make_mentor(programme) for _ in range(3)]
    wishes = [requests.add_wish(participant, NewWish(each, "Xin gặp"), by=participant.contact) for each in asked]
    first, gone, last = asked
    if why == "erased":
        erase_account(gone.profile.account_id, by=None)
    elif why == "full":
        taking_part.set_capacity(gone, 1, by=gone.profile.account)
        match_by_hand(gone, make_participant(programme), by=gone.profile.account)
    else:
        with transaction():
            gone.profile.paused_until = clock.now() + timedelta(days=7)
    requests.decline(wishes[0], reason="", by=first.profile.account)
    assert requests.expire_due() == 1
    assert [each.state.value for each in wishes] == ["declined", "declined", "waiting"]
    told = session.scalars(select(Mail.account_id).where(Mail.kind == "mentoring_request")).all()
    assert told == [first.profile.account_id, last.profile.account_id]


def test_places_are_not_lowered_below_those_that_are_taken(session: Session) -> None:
    programme = make_programme()
    mentor = make_mentor(programme, capacity=3)
    for _ in range(2):
        match_by_hand(mentor, make_participant(programme), by=programme.organiser.staff[0].account)
    with pytest.raises(Refused):
        taking_part.set_capacity(mentor, 1, by=programme.organiser.staff[0].account)
    taking_part.set_capacity(mentor, 2, by=programme.organiser.staff[0].account)
    with pytest.raises(Refused):
        requests.add_wish(late := make_participant(programme), NewWish(mentor, "Còn chỗ không?"), by=late.contact)


def test_hours_follow_the_mentors_clock_over_the_change_to_summer_time(session: Session, held_clock: HeldClock) -> None:
    held_clock.set(datetime.fromisoformat("2027-03-24T08:00:00+00:00"))
    made = match(mentor=account("Cố vấn ở Berlin", timezone="Europe/Berlin"))
    hours = open_hours(made, timezone="Europe/Berlin", weekly={"4": [[540, 600]], "0": [[540, 600]]})
    found = slots_of(hours, length=HOUR, now=clock.now())
    days = (date(2027, 3, 26), date(2027, 3, 29))
    friday, monday = (next(each for each in found if each.date() == day) for day in days)
    assert (friday.hour, monday.hour) == (8, 7), "nine o'clock in Berlin on both"
    session_ = booked(made, monday, by=founder_of(made))
    assert session_.starts_at == monday
    assert monday not in slots_of(hours, length=HOUR, now=clock.now())


def test_a_mentor_who_moves_to_another_zone_keeps_what_is_booked(session: Session, held_clock: HeldClock) -> None:
    held_clock.set(NOW)
    made = match()
    found = booked(made)
    before = found.starts_at
    open_hours(made, timezone="America/New_York", weekly={"0": [[540, 600]]})
    session.refresh(found)
    assert found.starts_at == before
