"""Forty people at the same moment for twenty times, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from ecosystem.calendar.models import Engagement, OccupiedSlot
from ecosystem.calendar.services import engage, move
from ecosystem.core.database import session
from ecosystem.core.errors import AlreadyTaken
from tests.support.factories.accounts import account
from tests.support.factories.calendar import NINE, engaged

pytestmark = pytest.mark.both_databases
HALF = timedelta(minutes=30)


def test_forty_who_want_twenty_times_of_one_person(committed_app: Flask) -> None:
    with committed_app.app_context():
        mentor = account("Cố vấn").id
        founders = [account().id for _ in range(40)]
    start = Barrier(40)

    def book(number: int) -> str:
        starts_at = NINE + (number % 20) * HALF
        with committed_app.app_context():
            start.wait()
            try:
                engage(
                    kind="test",
                    subject=f"wish{number}",
                    title="Buổi cố vấn",
                    people=[mentor, founders[number]],
                    starts_at=starts_at,
                    ends_at=starts_at + HALF,
                    by=founders[number],
                )
            except AlreadyTaken as refused:
                return str(refused)
            return "booked"

    with ThreadPoolExecutor(40) as pool:
        outcomes = list(pool.map(book, range(40)))
    assert outcomes.count("booked") == 20
    assert all("Cố vấn" in each for each in outcomes if each != "booked")
    assert all({outcomes[slot], outcomes[slot + 20]} > {"booked"} for slot in range(20))
    with committed_app.app_context():
        assert session().scalar(select(func.count(Engagement.id))) == 20
        assert session().scalar(select(func.count(OccupiedSlot.id))) == 20 * 2 * 6


def test_two_appointments_cannot_both_move_to_one_time(committed_app: Flask) -> None:
    with committed_app.app_context():
        mentor = account("Cố vấn")
        moved = [engaged([mentor, account()], NINE + number * HALF, hours=0.5).id for number in range(6)]
    start = Barrier(6)
    target = NINE + 10 * HALF

    def move_there(ident: int) -> str:
        with committed_app.app_context():
            found = session().get_one(Engagement, ident)
            start.wait()
            try:
                move(found, starts_at=target, ends_at=target + HALF, by=None)
            except AlreadyTaken:
                return "refused"
            return "moved"

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(move_there, moved))
    assert outcomes == ["moved"] + ["refused"] * 5
    with committed_app.app_context():
        times = sorted(session().scalars(select(Engagement.starts_at)))
        assert len(set(times)) == 6
        assert times.count(target) == 1
