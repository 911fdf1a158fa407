"""Engaging, moving and releasing people and places."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.calendar.invariants import CHECKS, INVARIANTS
from ecosystem.calendar.models import Engagement, OccupiedSlot
from ecosystem.calendar.queries import engagement_of, engagements_of, free_of, taken_of
from ecosystem.calendar.services import engage, move, release, retell
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, EcosystemError, Invalid, Refused
from ecosystem.core.invariants import failed_checks, violations
from tests.support.factories.accounts import account
from tests.support.factories.calendar import NINE, engaged


def later(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def test_a_person_is_not_in_two_places(session: Session) -> None:
    who, other = account("Lê Văn Tám"), account("H'Hen Niê")
    engaged([who, other], NINE, hours=1)
    with pytest.raises(AlreadyTaken) as refused:
        engaged([who], later(0.5), hours=1)
    assert "Lê Văn Tám" in str(refused.value)
    assert "H'Hen Niê" not in str(refused.value)
    assert refused.value.details == {"people": [who.id], "places": []}
    engaged([who], later(1), hours=1)  # one after the other is fine


def test_only_their_own_calendar_is_told_to_whoever_asks(session: Session) -> None:
    who = account("Lê Văn Tám")
    engaged([who], NINE, title="Chấm vòng chung kết")
    with pytest.raises(AlreadyTaken, match="Chấm vòng chung kết"):
        engaged([who], NINE, by=who)
    with pytest.raises(AlreadyTaken) as refused:
        engaged([who], NINE, by=account())
    assert "Chấm vòng" not in str(refused.value)


def test_a_table_has_one_meeting_at_a_time(session: Session) -> None:
    engaged([account()], NINE, places=["session-1:table-4"])
    with pytest.raises(AlreadyTaken, match="session-1:table-4"):
        engaged([account()], NINE, places=["session-1:table-4"])
    engaged([account()], NINE, places=["session-1:table-5"])


def test_a_refusal_leaves_nothing_behind(session: Session) -> None:
    busy, free = account(), account()
    engaged([busy], NINE)
    with pytest.raises(AlreadyTaken):
        engaged([free, busy], NINE, subject="refused")
    assert engagement_of("test", "refused") is None
    assert engagements_of(free.id, NINE, later(1)) == []
    assert session.scalar(select(func.count(OccupiedSlot.id))) == 12


def test_asking_twice_for_the_same_is_asking_once(session: Session) -> None:
    who = account()
    first = engaged([who], NINE, subject="one")
    assert engaged([who], NINE, subject="one") is first
    assert first.sequence == 0
    with pytest.raises(Refused):
        engaged([who], later(3), subject="one")


def test_moving_by_half_an_hour_overlaps_itself(session: Session) -> None:
    who = account()
    found = engaged([who], NINE)
    moved = move(found, starts_at=later(0.5), ends_at=later(1.5), by=None)
    assert (moved.starts_at, moved.sequence) == (later(0.5), 1)
    assert taken_of([who.id], NINE, later(8)) == {who.id: [(later(0.5), later(1.5))]}


def test_a_refused_move_keeps_the_old_time(session: Session) -> None:
    who, guest = account(), account()
    found = engaged([who], NINE)
    engaged([guest], later(2))
    with pytest.raises(AlreadyTaken):
        move(found, starts_at=later(2), ends_at=later(3), people=[who.id, guest.id], by=None)
    session.expire_all()
    assert (found.starts_at, found.account_ids, found.sequence) == (NINE, [who.id], 0)
    assert taken_of([who.id], NINE, later(8)) == {who.id: [(NINE, later(1))]}


def test_people_and_places_can_be_changed(session: Session) -> None:
    who, guest = account(), account()
    found = engaged([who], NINE, places=["a"])
    move(found, starts_at=NINE, ends_at=later(1), people=[guest.id], places=["b"], by=None)
    assert found.account_ids == [guest.id]
    engaged([who], NINE, places=["a"])
    with pytest.raises(AlreadyTaken):
        engaged([guest], NINE)


def test_release_frees_and_keeps_what_was(session: Session) -> None:
    who = account()
    engaged([who], NINE, subject="one")
    assert release(kind="test", subject="one", by=who.id)
    assert not release(kind="test", subject="one", by=who.id)
    assert not release(kind="test", subject="never", by=None)
    assert engagements_of(who.id, NINE, later(1)) == []
    kept = engagements_of(who.id, NINE, later(1), cancelled=True)
    assert [(each.subject, each.is_live, each.sequence) for each in kept] == [("one", False, 1)]
    with pytest.raises(Refused):
        move(kept[0], starts_at=NINE, ends_at=later(1), by=None)


def test_a_released_record_can_be_engaged_anew(session: Session) -> None:
    who, other = account(), account()
    engaged([who], NINE, subject="one")
    release(kind="test", subject="one", by=None)
    anew = engaged([who, other], later(2), subject="one")
    assert (anew.is_live, anew.sequence, anew.account_ids) == (True, 2, [who.id, other.id])


def test_changing_what_is_told_raises_the_sequence(session: Session) -> None:
    found = engaged([account()], NINE)
    retell(found, where="Phòng 2", by=None)
    retell(found, where="Phòng 2", by=None)
    assert (found.where, found.sequence) == ("Phòng 2", 1)


@pytest.mark.parametrize(("minutes", "length"), [(1, 60), (0, 0), (0, -30), (0, 61)])
def test_times_off_the_grid_are_refused(session: Session, minutes: int, length: int) -> None:
    with pytest.raises(Invalid):
        engaged([account()], NINE + timedelta(minutes=minutes), hours=length / 60)


def test_nobody_cannot_be_engaged(session: Session) -> None:
    with pytest.raises(Invalid):
        engaged([], NINE)


def test_free_times_are_those_of_everybody(session: Session) -> None:
    one, two = account(), account()
    engaged([one], NINE)
    engaged([two], later(2))
    assert free_of([one.id, two.id], NINE, later(4)) == [(later(1), later(2)), (later(3), later(4))]


steps = st.tuples(
    st.sampled_from(["engage", "move", "release"]),
    st.integers(0, 3),  # which record
    st.integers(0, 11),  # when it begins, in steps of twenty minutes
    st.integers(1, 4),  # how long
    st.sets(st.integers(0, 2), min_size=1),  # who
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=14))
def test_no_sequence_of_steps_puts_a_person_in_two_places(
    app: Flask, session: Session, done: list[tuple[str, int, int, int, set[int]]]
) -> None:
    with transaction():
        people = [account().id for _ in range(3)]
        subjects = [f"s{people[0]}-{number}" for number in range(4)]
    for act, record, begin, length, who in done:
        starts_at = NINE + timedelta(minutes=20 * begin)
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=20 * length), "by": None}
        present = engagement_of("test", subjects[record])
        try:
            if act == "engage":
                chosen = [people[each] for each in who]
                engage(kind="test", subject=subjects[record], title="Buổi hẹn", people=chosen, **times)
            elif act == "move" and present is not None:
                move(present, people=[people[each] for each in who], **times)
            elif act == "release":
                release(kind="test", subject=subjects[record], by=None)
        except EcosystemError as error:
            assert isinstance(error, AlreadyTaken | Refused)  # noqa: PT017 - any other error is a mistake
    for each in people:
        live = engagements_of(each, NINE - timedelta(days=1), NINE + timedelta(days=1))
        assert all(before.ends_at <= after.starts_at for before, after in itertools.pairwise(live))
    assert not list(violations(INVARIANTS)) + list(failed_checks(CHECKS))


def test_an_engagement_is_found_by_its_record(session: Session) -> None:
    found = engaged([account()], NINE, subject="one")
    assert engagement_of("test", "one") == found
    assert engagement_of("other", "one") is None
    assert session.scalars(select(Engagement)).all() == [found]
    assert found.starts_at.tzinfo == UTC
