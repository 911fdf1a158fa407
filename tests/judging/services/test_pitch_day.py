"""Pitch day: the order is drawn once and on record, the clock passes over nobody, paper is typed in for a judge."""

import threading
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.cli import broken_invariants
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import session as current_session
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.domain.pitching.clock import Clock, PitchPhase, SlotState
from ecosystem.judging.domain.pitching.draw import drawn_order
from ecosystem.judging.models import Panelist, PitchDraw, PitchSlot
from ecosystem.judging.queries.charges import charge_by_public_id, history_of
from ecosystem.judging.queries.pitching import day_of, draws_of, positions_of, programme_of
from ecosystem.judging.services import paper, pitch_order
from ecosystem.judging.services.pitch_clock import take_step
from ecosystem.judging.services.pitch_order import Plan
from ecosystem.judging.services.sheets import FieldChange, Part, save
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.files import make_file
from tests.support.factories.judging import make_assignment, make_judged_round

KEYS = ("innovation", "effect", "use", "team", "pitch")


@pytest.fixture
def staff(session: Session) -> Account:
    return account("Thư ký Mẫu")


@pytest.fixture
def judged(session: Session) -> tuple[Round, list[Panelist], list[Application]]:
    round_, _version, panel, entries = make_judged_round(make_contest(), entries=4, judges=2)
    return round_, panel, entries


Judged = tuple[Round, list[Panelist], list[Application]]


def plan(**values: object) -> Plan:
    defaults = {"starts_at": clock.now(), "pitch_seconds": 300, "question_seconds": 240, "gap_seconds": 60}
    return Plan(**defaults | {"is_open": False} | values)  # type: ignore[arg-type]


def order(round_: Round) -> list[str]:
    return [slot.application.code or "" for slot in programme_of(round_.id).slots if slot.application]


def test_the_draw_depends_on_the_seed_and_on_nothing_else() -> None:
    codes = [f"HS-{number}" for number in range(30)]
    assert drawn_order("a", codes) == drawn_order("a", codes[::-1])
    assert drawn_order("a", codes) != drawn_order("b", codes)
    assert sorted(drawn_order("a", codes)) == sorted(codes)


def test_the_order_is_drawn_once_and_again_only_with_a_reason(judged: Judged, staff: Account) -> None:
    round_, _panel, entries = judged
    pitch_order.draw(round_, plan(), seed="xo-so-12345", by=staff)
    assert order(round_) == drawn_order("xo-so-12345", [entry.code or "" for entry in entries])
    with pytest.raises(AlreadyTaken):
        pitch_order.draw(round_, plan(), seed="other", by=staff)
    with pytest.raises(Invalid):
        pitch_order.redraw(round_, seed="other", reason=" ", by=staff)
    pitch_order.redraw(round_, seed="other", reason="Một đội được bổ sung", by=staff)
    day = day_of(round_)
    assert day is not None
    assert [each.seed for each in draws_of(day)] == ["other", "xo-so-12345"]
    starts = [slot.starts_at for slot in programme_of(round_.id).slots]
    assert all(after - before == timedelta(minutes=10) for before, after in pairwise(filter(None, starts)))


def test_late_absent_and_breaks(judged: Judged, staff: Account) -> None:
    round_, _panel, _entries = judged
    pitch_order.draw(round_, plan(), seed="s", by=staff)
    first, second, third, last = order(round_)
    slots = programme_of(round_.id).slots
    pitch_order.miss(round_, slots[0], reason="Chưa đến", by=staff)
    pitch_order.add_break(round_, title="Giải lao", seconds=900, to=3, by=staff)
    pitch_order.move(round_, slots[0], to=99, reason="Đến muộn", by=staff)
    assert order(round_) == [second, third, last, first]
    assert [slot.is_break for slot in programme_of(round_.id).slots] == [False, True, False, False, False]
    assert list(positions_of(round_.id).values()) == [1, 2, 3, 4]
    assert programme_of(round_.id).slots[-1].reason == "Đến muộn"
    with pytest.raises(Invalid):
        pitch_order.miss(round_, slots[1], reason="", by=staff)


def test_the_clock_follows_the_programme_and_an_old_press_changes_nothing(judged: Judged, staff: Account) -> None:
    round_, _panel, _entries = judged
    pitch_order.draw(round_, plan(), seed="s", by=staff)
    day = day_of(round_)
    assert day is not None
    take_step(day, "start", shown=day.version)
    assert (day.phase, day.running_since is not None) == (PitchPhase.PITCH, True)
    shown = day.version
    take_step(day, "next", shown=shown)
    with pytest.raises(StaleEdit):
        take_step(day, "next", shown=shown)
    states = [slot.state for slot in programme_of(round_.id).slots]
    assert states == [SlotState.DONE, SlotState.ON, SlotState.WAITING, SlotState.WAITING]
    with pytest.raises(Refused):
        pitch_order.redraw(round_, seed="t", reason="Vì sao không", by=staff)
    take_step(day, "questions", shown=day.version)
    assert day.phase is PitchPhase.QUESTIONS
    for _ in range(3):
        take_step(day, "next", shown=day.version)
    assert day.phase is PitchPhase.OVER
    with pytest.raises(Refused):
        take_step(day, "questions", shown=day.version)


def test_a_held_clock_keeps_what_it_counted() -> None:
    begin = clock.now()
    running = Clock().started(begin)
    held = running.held(begin + timedelta(seconds=70))
    assert held == Clock(70)
    assert held.started(begin).counted(begin + timedelta(seconds=5)) == 75
    assert running.started(begin + timedelta(seconds=9)) == running


@pytest.mark.both_databases
def test_ten_draws_at_once_are_one(committed_app: Flask) -> None:
    with committed_app.app_context():
        contest = make_contest()
        round_, _version, _panel, _entries = make_judged_round(contest, entries=0, judges=1)
        for _ in range(3):
            make_application(contest, state=ApplicationState.ELIGIBLE)
        round_id, by = round_.id, account("Thư ký Mẫu").id
    gate, outcomes = threading.Barrier(10), list[str]()

    def draw(seed: str) -> None:
        with committed_app.app_context():
            found, who = current_session().get_one(Round, round_id), current_session().get_one(Account, by)
            gate.wait(30)
            try:
                outcomes.append(pitch_order.draw(found, plan(), seed=seed, by=who).seed)
            except AlreadyTaken:
                outcomes.append("refused")

    threads = [threading.Thread(target=draw, args=(f"seed{number}",)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert outcomes.count("refused") == 9
    with committed_app.app_context():
        assert current_session().query(PitchDraw).count() == 1
        assert current_session().query(PitchSlot).count() == 3


def sheet_on_paper() -> list[FieldChange]:
    return [FieldChange(Part.SCORE, Decimal(8), key) for key in KEYS]


def test_paper_is_typed_in_and_confirmed(judged: Judged, staff: Account, session: Session) -> None:
    _round, panel, entries = judged
    public_id = make_assignment(panel[0], entries[0]).public_id
    judge = session.get_one(Account, panel[0].account_id)
    paper.type_in(charge_by_public_id(public_id), sheet_on_paper(), scan=None, by=staff)
    charge = charge_by_public_id(public_id)
    assert charge.sheet is not None
    assert (charge.sheet_state, charge.sheet.total) == (SheetState.DRAFT, Decimal(40))
    assert {event.account_id for event in history_of(charge.sheet.id)} == {staff.id}
    paper.confirm(charge, by=judge)
    assert charge_by_public_id(public_id).sheet_state is SheetState.HANDED_IN
    assert [each for each in broken_invariants() if "sheet" in each.sentence] == []


def test_paper_with_a_scan_is_handed_in_at_once(judged: Judged, staff: Account) -> None:
    _round, panel, entries = judged
    public_id = make_assignment(panel[0], entries[0]).public_id
    with pytest.raises(Invalid):
        paper.type_in(charge_by_public_id(public_id), sheet_on_paper()[:2], scan=make_file(), by=staff)
    assert charge_by_public_id(public_id).sheet is None
    paper.type_in(charge_by_public_id(public_id), sheet_on_paper(), scan=make_file(), by=staff)
    assert charge_by_public_id(public_id).sheet_state is SheetState.HANDED_IN


def test_paper_does_not_write_over_what_the_judge_began(judged: Judged, staff: Account, session: Session) -> None:
    _round, panel, entries = judged
    public_id = make_assignment(panel[0], entries[0]).public_id
    judge = session.get_one(Account, panel[0].account_id)
    save(charge_by_public_id(public_id), sheet_on_paper()[:1], by=judge)
    with pytest.raises(Refused):
        paper.type_in(charge_by_public_id(public_id), sheet_on_paper(), scan=None, by=staff)
