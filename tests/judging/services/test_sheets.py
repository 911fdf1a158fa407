"""Saving a score sheet: all or nothing, once, never over another's shoulder."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, Round
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, NotAllowed, Refused, StaleEdit
from ecosystem.judging.domain.results.history import Change, first_broken
from ecosystem.judging.models import RubricVersion, ScoreEvent
from ecosystem.judging.queries.charges import Charge, charge_by_public_id, history_of, sheet_of
from ecosystem.judging.services.sheets import FieldChange, Part, digest, save
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import (
    make_assignment,
    make_conflict,
    make_entry,
    make_judged_round,
    make_panelist,
)
from tests.support.statements import count_statements


@dataclass
class Desk:
    """A judge with one entry to score."""

    contest: Contest
    round: Round
    version: RubricVersion
    judge: Account
    public_id: str

    @property
    def charge(self) -> Charge:
        return charge_by_public_id(self.public_id)


@pytest.fixture
def desk(session: Session) -> Desk:
    contest = make_contest()
    round_, version, panel, entries = make_judged_round(contest, entries=1, judges=1)
    account = session.get(Account, panel[0].account_id)
    assert account is not None
    return Desk(contest, round_, version, account, make_assignment(panel[0], entries[0]).public_id)


def score(key: str, value: str | None, seen: str | None = None) -> FieldChange:
    return FieldChange(Part.SCORE, None if value is None else Decimal(value), key, seen)


def all_scores(value: str = "10") -> list[FieldChange]:
    return [score(key, value) for key in ("innovation", "effect", "use", "team", "pitch")]


def stored(desk: Desk) -> dict[str, Decimal | None]:
    return sheet_of(desk.charge).scores


def test_the_first_save_makes_the_sheet_and_freezes_the_rubric(desk: Desk) -> None:
    saved = save(desk.charge, [score("innovation", "7.5")], by=desk.judge)
    assert (saved.total, saved.is_complete) == (None, False)
    assert saved.missing == ["effect", "use", "team", "pitch"]
    assert stored(desk)["innovation"] == Decimal("7.5")
    sheet = desk.charge.sheet
    assert sheet is not None
    assert (sheet.total, sheet.marks) == (None, "[75000,null,null,null,null]")
    version = desk.charge.version
    assert version is not None
    assert version.frozen_at is not None


def test_a_zero_is_a_score_and_a_missing_score_is_none(desk: Desk) -> None:
    saved = save(desk.charge, all_scores("0"), by=desk.judge)
    assert (saved.total, saved.is_complete) == (Decimal(0), True)
    saved = save(desk.charge, [score("pitch", None)], by=desk.judge)
    assert (saved.total, saved.is_complete) == (None, False)


def test_the_same_save_sent_twice_has_one_effect(desk: Desk, session: Session) -> None:
    first = save(desk.charge, [score("innovation", "7")], by=desk.judge, key="k1")
    save(desk.charge, [score("innovation", "8")], by=desk.judge, key="k2")
    again = save(desk.charge, [score("innovation", "7")], by=desk.judge, key="k1")
    assert first.scores["innovation"] == Decimal(7)
    assert again.scores["innovation"] == Decimal(8), "a late repetition must not undo what came after"
    assert len(session.scalars(select(ScoreEvent)).all()) == 2


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("innovation", "20.5", "20"), ("innovation", "-0.5", "0"), ("innovation", "7.3", "0,5"), ("nothing", "1", "")],
)
def test_a_bad_score_is_refused_with_its_field_and_nothing_is_saved(
    desk: Desk, key: str, value: str, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save(desk.charge, [score("team", "5"), score(key, value)], by=desk.judge)
    assert list(refused.value.details) == [f"score-{key}"]
    assert said in refused.value.details[f"score-{key}"]
    assert desk.charge.sheet is None


def test_texts_are_kept_and_bounded(desk: Desk) -> None:
    texts = [
        FieldChange(Part.COMMENT, "Ý tưởng rõ, số liệu tốt."),
        FieldChange(Part.NOTE, "Hỏi lại về giá."),
        FieldChange(Part.REASON, "Chưa có khảo sát", "effect"),
    ]
    save(desk.charge, texts, by=desk.judge)
    sheet = desk.charge.sheet
    assert sheet is not None
    assert (sheet.comment, sheet.private_note) == ("Ý tưởng rõ, số liệu tốt.", "Hỏi lại về giá.")
    assert sheet_of(desk.charge).comments["effect"] == "Chưa có khảo sát"
    with pytest.raises(Invalid) as refused:
        save(desk.charge, [FieldChange(Part.COMMENT, "x" * 10_000)], by=desk.judge)
    assert list(refused.value.details) == ["comment"]


def test_two_windows_merge_by_field(desk: Desk) -> None:
    """Each sends the whole sheet as its page shows it; untouched fields change nothing."""
    nothing = digest(None)
    save(desk.charge, [score("innovation", "7", nothing), score("effect", None, nothing)], by=desk.judge)
    save(desk.charge, [score("innovation", None, nothing), score("effect", "20", nothing)], by=desk.judge)
    assert (stored(desk)["innovation"], stored(desk)["effect"]) == (Decimal(7), Decimal(20))


def test_the_same_field_changed_in_two_windows_shows_both(desk: Desk) -> None:
    save(desk.charge, [score("innovation", "7", digest(None))], by=desk.judge)
    with pytest.raises(StaleEdit) as refused:
        save(desk.charge, [score("innovation", "9", digest(None))], by=desk.judge)
    assert refused.value.theirs == {"score-innovation": Decimal(7)}
    assert refused.value.yours == {"score-innovation": Decimal(9)}
    assert stored(desk)["innovation"] == Decimal(7)


def test_nobody_else_writes_on_the_sheet(desk: Desk) -> None:
    stranger = make_panelist(desk.round)
    account = stranger.account
    assert account is not None
    with pytest.raises(NotAllowed):
        save(desk.charge, [score("innovation", "7")], by=account)


def test_a_conflict_bars_scoring(desk: Desk) -> None:
    charge = desk.charge
    make_conflict(charge.panelist, charge.application)
    with pytest.raises(Refused, match="xung đột"):
        save(charge, [score("innovation", "7")], by=desk.judge)


@pytest.mark.parametrize("state", [ContestState.DECIDED, ContestState.CANCELLED, ContestState.ARCHIVED])
def test_a_closed_contest_takes_no_scores(desk: Desk, state: ContestState) -> None:
    with transaction():
        desk.contest.state = state
    with pytest.raises(Refused):
        save(desk.charge, [score("innovation", "7")], by=desk.judge)


def test_the_window_of_the_round_decides(desk: Desk) -> None:
    round_ = desk.charge.round
    with transaction():
        round_.closes_at = clock.now() - timedelta(minutes=5)
    with pytest.raises(Refused, match="hết thời gian"):
        save(desk.charge, [score("innovation", "7")], by=desk.judge)
    with transaction():
        round_.closes_at = clock.now() - timedelta(seconds=5)
    assert save(desk.charge, [score("innovation", "7")], by=desk.judge).scores["innovation"] == Decimal(7)


def test_a_round_without_a_rubric_says_so(session: Session) -> None:
    contest = make_contest()
    panelist = make_panelist(contest.rounds[0])
    assignment = make_assignment(panelist, make_entry(contest))
    assert panelist.account is not None
    with pytest.raises(Refused, match="phiếu chấm"):
        save(charge_by_public_id(assignment.public_id), [score("innovation", "7")], by=panelist.account)


def test_history_is_an_unbroken_chain(desk: Desk) -> None:
    save(desk.charge, all_scores(), by=desk.judge, key="k1")
    save(desk.charge, [score("innovation", "12.50"), FieldChange(Part.NOTE, "Xem lại")], by=desk.judge)
    sheet = desk.charge.sheet
    assert sheet is not None
    events = history_of(sheet.id)
    changes = [
        (Change(e.sheet_id, e.at, e.account_id, e.kind, e.criterion_id, e.before, e.after, e.note), e.hash)
        for e in events
    ]
    assert len(events) == 7
    assert first_broken(changes) is None
    assert sheet.history_hash == events[-1].hash
    assert (events[5].before, events[5].after) == ("10", "12.5")


def test_a_save_costs_few_statements(desk: Desk) -> None:
    save(desk.charge, all_scores(), by=desk.judge)
    charge = desk.charge
    with count_statements() as counted:
        save(charge, [score("innovation", "12")], by=desk.judge, key="k9")
    counted.at_most(5)  # the charge under its lock, the sheet, score, event, sheet


@pytest.mark.both_databases
def test_saving_on_both_databases(session: Session) -> None:
    contest = make_contest()
    _, _, panel, entries = make_judged_round(contest, entries=1, judges=1)
    assignment = make_assignment(panel[0], entries[0])
    account = session.get(Account, panel[0].account_id)
    assert account is not None
    saved = save(charge_by_public_id(assignment.public_id), all_scores("10"), by=account)
    assert saved.total == Decimal(50)
