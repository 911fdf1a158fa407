"""The whole analysis: an answer or a refusal for every board, never a number that is none."""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.judging.domain.analysis.answer import Answer
from ecosystem.judging.domain.analysis.board import BoardInput, Candidate, SheetScores
from ecosystem.judging.domain.analysis.engine import analyse
from ecosystem.judging.domain.refusals import Reason, Refusal

CRITERIA = ("idea", "team", "market")


def made(rows: dict[tuple[int, int], float], *, entries: int, places: int | None = 2) -> BoardInput:
    """A board from (entry, judge) to total; the criteria share it."""
    sheets = tuple(SheetScores(e, j, t, (t / 2, t / 4, t / 4), float(e)) for (e, j), t in rows.items())
    candidates = tuple(Candidate(e, e + 1) for e in range(entries))
    return BoardInput(candidates, sheets, CRITERIA, 100.0, places, seed=5)


def drawn(entries: int, judges: int, per_entry: int, places: int = 3) -> BoardInput:
    rng = np.random.default_rng(entries)
    quality, severity = rng.normal(60, 10, entries), rng.normal(0, 5, judges)
    rows = {
        (e, int(j)): round(float(np.clip(quality[e] + severity[j] + rng.normal(0, 6), 0, 100)), 1)
        for e in range(entries)
        for j in rng.choice(judges, per_entry, replace=False)
    }
    return made(rows, entries=entries, places=places)


def is_clean(result: dict[str, Any]) -> bool:
    """Whether it can be stored: JSON knows no NaN and no infinity."""
    return json.loads(json.dumps(result, allow_nan=False)) == result


def test_a_board_is_analysed_and_the_same_input_gives_the_same_bytes() -> None:
    board = drawn(30, 6, 3)
    one, other = analyse(board), analyse(replace(board, sheets=board.sheets[::-1], candidates=board.candidates[::-1]))
    assert json.dumps(one) == json.dumps(other)
    assert is_clean(one)
    answer = Answer(one)
    assert answer.is_connected
    assert answer.refusal is None
    assert len(answer.rows()) == 30
    assert answer.too_close
    assert answer.readings[0].risk_after < answer.readings[0].risk
    assert [row["key"] for row in one["agreement"]] == ["", *CRITERIA]


def test_the_hash_is_of_the_content() -> None:
    board = drawn(8, 3, 2)
    assert replace(board, sheets=board.sheets[::-1]).hash() == board.hash()
    assert replace(board, places=4).hash() != board.hash()
    changed = replace(board.sheets[0], total=board.sheets[0].total + 0.5)
    assert replace(board, sheets=(changed, *board.sheets[1:])).hash() != board.hash()


def test_no_scores_yet() -> None:
    assert Answer(analyse(made({}, entries=3))).refusal == Refusal(Reason.NO_SCORES)


POOR = {
    "one judge": {(0, 0): 50.0, (1, 0): 60.0, (2, 0): 60.0},
    "one entry": {(0, 0): 50.0, (0, 1): 60.0},
    "one sheet": {(0, 0): 50.0},
    "all equal": {(e, j): 50.0 for e in range(3) for j in range(3)},
    "everybody ten": {(e, 0): 100.0 for e in range(4)} | {(e, 1): 20.0 * e for e in range(4)},
    "two panels": {(0, 0): 50.0, (0, 1): 55.0, (1, 0): 40.0, (2, 2): 80.0, (3, 2): 90.0},
    "one review each": {(e, e): 10.0 * e for e in range(4)},
    "ties everywhere": {(e, j): 50.0 + 10 * (j == 1) for e in range(4) for j in range(2)},
    "zeros": {(e, j): 0.0 for e in range(2) for j in range(2)},
}


@pytest.mark.parametrize("rows", POOR.values(), ids=POOR.keys())
@pytest.mark.parametrize("places", [None, 0, 2, 99])
def test_poor_boards(rows: dict[tuple[int, int], float], places: int | None) -> None:
    result = analyse(made(rows, entries=5, places=places))
    assert is_clean(result)
    assert len(Answer(result).rows()) == len({entry for entry, _ in rows})


def test_a_missing_criterion_is_left_out_of_that_criterion_only() -> None:
    board = drawn(10, 4, 3)
    sheets = tuple(replace(s, marks=(None, *s.marks[1:])) for s in board.sheets)
    result = analyse(replace(board, sheets=sheets))
    by_key = {row["key"]: row for row in result["agreement"]}
    assert by_key["idea"]["refusal"]["reason"] == "no_scores"
    assert "components" in by_key["team"]
    assert is_clean(result)


def test_two_panels_are_not_ranked_together_and_the_link_is_named() -> None:
    answer = Answer(analyse(made(POOR["two panels"], entries=5)))
    assert not answer.is_connected
    assert answer.links == [(0, 2)] or answer.links == [(2, 0)]
    assert all(row.rank is None for row in answer.rows())
    assert [row.part for row in answer.rows()] == [0, 0, 1, 1]
    assert answer.no_intervals is not None
    assert answer.no_intervals.reason is Reason.NOT_CONNECTED


def test_who_fails_a_gate_is_not_contested() -> None:
    board = drawn(12, 4, 3)
    close = Answer(analyse(board)).too_close
    failing = tuple(replace(c, passes=c.id != close[0]) for c in board.candidates)
    answer = Answer(analyse(replace(board, candidates=failing)))
    assert close[0] not in answer.too_close
    assert [row.entry for row in answer.rows() if row.chance is None] == [close[0]]


def test_five_thousand_entries() -> None:
    result = analyse(replace(drawn(5000, 40, 2, places=200), criteria=()))
    assert is_clean(result)
    assert len(Answer(result).rows()) == 5000


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 3)), st.integers(0, 200).map(lambda n: n / 2), max_size=20
    ),
    st.one_of(st.none(), st.integers(0, 7)),
)
def test_any_board_gives_an_answer(rows: dict[tuple[int, int], float], places: int | None) -> None:
    assert is_clean(analyse(made(rows, entries=6, places=places)))


def test_a_page_that_reads_an_answer_loads_no_numerical_library() -> None:
    code = (
        "import sys; import ecosystem.judging.domain.analysis.answer, ecosystem.judging.domain.analysis.words; "
        "print('numpy' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
