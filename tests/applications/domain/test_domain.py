"""The pure decisions about entries."""

from datetime import UTC, datetime, timedelta

import pytest

from ecosystem.applications.domain.content import canonical, hash_of
from ecosystem.applications.domain.deadline import deadline
from ecosystem.applications.domain.differences import differences
from ecosystem.applications.domain.life_cycle import LIFE_CYCLE, ApplicationState
from ecosystem.core.errors import InvalidTransition
from ecosystem.core.windows import GRACE, Window

S = ApplicationState
CLOSE = datetime(2026, 11, 20, 10, tzinfo=UTC)
WINDOW = Window(CLOSE - timedelta(days=30), CLOSE)
ALLOWED = {
    "submit": {S.DRAFT, S.SUBMITTED, S.RETURNED},
    "withdraw": {S.DRAFT, S.SUBMITTED, S.RETURNED, S.ELIGIBLE},
    "revive": {S.WITHDRAWN},
    "return": {S.SUBMITTED},
    "accept": {S.SUBMITTED, S.RETURNED, S.INELIGIBLE},
    "reject": {S.SUBMITTED, S.RETURNED, S.ELIGIBLE},
    "undecide": {S.ELIGIBLE, S.INELIGIBLE},
}


@pytest.mark.parametrize("step", ALLOWED)
@pytest.mark.parametrize("state", S)
def test_every_state_with_every_step(state: ApplicationState, step: str) -> None:
    if state in ALLOWED[step]:
        assert LIFE_CYCLE.after(state, step) is LIFE_CYCLE.transitions[step].target
    else:
        with pytest.raises(InvalidTransition):
            LIFE_CYCLE.after(state, step)


def test_the_hash_does_not_depend_on_the_order_of_names() -> None:
    assert hash_of({"a": 1, "b": "Đổi"}) == hash_of({"b": "Đổi", "a": 1})
    assert canonical({"b": "Đổi", "a": [1, None]}) == '{"a":[1,null],"b":"Đổi"}'


@pytest.mark.parametrize("content", [{"a": 1.5}, {"a": [{"b": 0.1}]}])
def test_a_float_has_no_exact_text(content: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        hash_of(content)


@pytest.mark.parametrize("state", S)
def test_a_cancelled_contest_takes_nothing(state: ApplicationState) -> None:
    found = deadline(state, WINDOW, returned_until=CLOSE, contest_runs=False)
    assert not found.takes_submission(CLOSE - timedelta(days=1))
    assert not found.takes_edit(CLOSE - timedelta(days=1))


def test_a_returned_entry_has_a_window_of_its_own() -> None:
    until = CLOSE + timedelta(days=5)
    found = deadline(S.RETURNED, WINDOW, returned_until=until, contest_runs=True)
    assert found.closes_at == until
    assert found.takes_submission(until + GRACE - timedelta(seconds=1))
    assert not found.takes_submission(until + GRACE)


def test_nothing_is_taken_before_the_opening() -> None:
    found = deadline(S.DRAFT, WINDOW, returned_until=None, contest_runs=True)
    assert not found.takes_submission(CLOSE - timedelta(days=31))


def test_differences_name_what_changed_came_and_went() -> None:
    before = content(title="Cũ", questions=[("a", "Một"), ("gone", "Đi")])
    after = content(title="Mới", questions=[("a", "Một"), ("new", "Đến")])
    found = [(str(each.name), each.before, each.after) for each in differences(before, after)]
    assert found == [("Title", "Cũ", "Mới"), ("new?", "", "Đến"), ("gone?", "Đi", "")]


def content(*, title: str, questions: list[tuple[str, str]]) -> dict[str, object]:
    rows = [{"key": key, "kind": "short_text", "label": f"{key}?", "value": value} for key, value in questions]
    return {"title": title, "sections": [{"title": "S", "questions": rows}]}
