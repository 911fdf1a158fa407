"""Calibration: chosen dossiers, scored by everybody, counted nowhere."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core.errors import AlreadyTaken, Invalid, InvalidTransition, Refused
from ecosystem.judging.domain.calibration import CalibrationState
from ecosystem.judging.models import Calibration
from ecosystem.judging.queries.calibration import calibration_of, measured, own_anchors
from ecosystem.judging.queries.ranking import ranking_of
from ecosystem.judging.services import calibration
from tests.judging.judged import KEYS, Judged, judged_round
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.judging import make_bar, make_conflict
from tests.support.statements import count_statements


@pytest.fixture
def judged(session: Session) -> Judged:
    return judged_round(entries=3, judges=2, places=1, chaired=True)


def marks(points: int) -> dict[str, Decimal | None]:
    return {key: Decimal(points) for key in KEYS}


def prepared(judged: Judged, dossiers: int = 2) -> Calibration:
    found = calibration.prepare(judged.round, judged.version, by=judged.owner)
    for entry in judged.entries[:dossiers]:
        calibration.add_anchor(found, entry, by=judged.owner)
    return found


def opened(judged: Judged) -> Calibration:
    return calibration.step(prepared(judged), "open", message="Trước thứ Sáu", by=judged.owner)


def test_marks_are_measured_and_count_in_no_ranking(judged: Judged) -> None:
    found = opened(judged)
    for panelist, points in zip(judged.panel, (6, 8), strict=True):
        for anchor in found.anchors:
            calibration.mark(anchor, panelist, marks(points))
    told = measured(found).deviations
    first, second = (told[panelist.id].total for panelist in judged.panel)
    assert first is not None
    assert first < 0
    assert first == -(second or 0)
    ranking = ranking_of(judged.round, judged.board.id)
    assert ranking is not None
    assert [row.score for row in ranking.rows] == [None] * 3


def test_an_unfinished_sheet_is_kept_and_not_compared(judged: Judged) -> None:
    found = opened(judged)
    stored = calibration.mark(found.anchors[0], judged.panel[0], {KEYS[0]: Decimal(7)})
    assert (stored.marks, stored.is_complete) == ({KEYS[0]: "7"}, False)
    assert measured(found).deviations == {}


def test_a_mark_that_cannot_stand_is_refused_and_the_earlier_one_stays(judged: Judged) -> None:
    found = opened(judged)
    calibration.mark(found.anchors[0], judged.panel[0], marks(7))
    with pytest.raises(Invalid) as told:
        calibration.mark(found.anchors[0], judged.panel[0], marks(7) | {KEYS[1]: Decimal(99)})
    assert list(told.value.details) == [f"score-{KEYS[1]}"]
    stored = measured(found).marks[found.anchors[0].id, judged.panel[0].id]
    assert stored.marks[KEYS[1]] == "7"


def test_it_opens_with_two_dossiers_and_then_they_stay(judged: Judged) -> None:
    found = prepared(judged, 1)
    with pytest.raises(Refused, match="ít nhất hai"):
        calibration.step(found, "open", by=judged.owner)
    calibration.add_anchor(found, judged.entries[1], by=judged.owner)
    with pytest.raises(AlreadyTaken, match="đã được chọn"):
        calibration.add_anchor(found, judged.entries[1], by=judged.owner)
    calibration.step(found, "open", by=judged.owner)
    with pytest.raises(Refused, match="giữ nguyên"):
        calibration.remove_anchor(found.anchors[0], by=judged.owner)
    with pytest.raises(InvalidTransition):
        calibration.step(found, "open", by=judged.owner)


def test_nothing_is_scored_before_and_after(judged: Judged) -> None:
    found = prepared(judged)
    with pytest.raises(Refused, match="chưa mở"):
        calibration.mark(found.anchors[0], judged.panel[0], marks(7))
    calibration.step(found, "open", by=judged.owner)
    calibration.step(found, "close", by=judged.owner)
    with pytest.raises(Refused, match="chưa mở"):
        calibration.mark(found.anchors[0], judged.panel[0], marks(7))


def test_a_reference_is_whole_or_absent(judged: Judged) -> None:
    found = prepared(judged)
    with pytest.raises(Invalid, match="mọi tiêu chí"):
        calibration.set_reference(found.anchors[0], {KEYS[0]: Decimal(5)}, "", by=judged.owner)
    calibration.set_reference(found.anchors[0], marks(5), "Chưa có mẫu thử", by=judged.owner)
    calibration.step(found, "open", by=judged.owner)
    calibration.mark(found.anchors[0], judged.panel[0], marks(9))
    told = measured(found).deviations[judged.panel[0].id]
    assert told.criteria[KEYS[0]] == Decimal(4)


@pytest.mark.parametrize("bar", [make_conflict, make_bar])
def test_a_barred_judge_does_not_get_the_dossier(judged: Judged, bar: Callable[..., object]) -> None:
    found = opened(judged)
    bar(judged.panel[0], judged.entries[0])
    assert [anchor.application for anchor in own_anchors(found, judged.panel[0])] == [judged.entries[1]]
    with pytest.raises(Refused, match="xung đột"):
        calibration.mark(found.anchors[0], judged.panel[0], marks(7))


def test_the_pages_from_preparing_to_the_own_difference(client: FlaskClient, judged: Judged) -> None:
    sign_in(client, judged.owner)
    here = f"/organise/contests/{judged.contest.slug}/judging/calibration/{judged.round.public_id}"
    client.post(f"{here}/prepare", data={"version": str(judged.version.id)})
    assert judged.entries[0].code in client.get(f"{here}?q={judged.entries[0].code}").text
    for entry in judged.entries[:2]:
        client.post(f"{here}/dossiers", data={"entry": entry.public_id})
    found = calibration_of(judged.round)
    assert found is not None
    first, second = (anchor.public_id for anchor in found.anchors)
    fields = {f"score-{key}": "5" for key in KEYS}
    assert client.get(f"{here}/dossiers/{first}").status_code == 200
    assert client.post(f"{here}/dossiers/{first}", data={f"score-{KEYS[0]}": "x"}).status_code == 400
    assert client.post(f"{here}/dossiers/{first}", data=fields | {"comment": "Mẫu"}).status_code == 302
    client.post(f"{here}/state", data={"step": "open", "message": "Trước thứ Sáu"})
    assert found.state is CalibrationState.OPEN
    sign_in(client, judged.judge(1))
    desk = f"/judge/rounds/{judged.round.public_id}/calibration"
    assert desk in client.get(f"/judge/rounds/{judged.round.public_id}").text
    assert "Trước thứ Sáu" in client.get(desk).text
    assert client.get(f"{desk}/{first}").status_code == 200
    wrong = client.post(f"{desk}/{first}", data=fields | {f"score-{KEYS[0]}": "99"})
    assert wrong.status_code == 400
    assert 'value="99"' in wrong.text
    for anchor in (first, second):
        assert client.post(f"{desk}/{anchor}", data={f"score-{key}": "7,5" for key in KEYS}).status_code == 302
    page = client.get(desk).text
    assert "cao hơn" in page
    sign_in(client, judged.owner)
    with count_statements() as counted:
        assert "+" in client.get(here).text
    counted.at_most(15)


def test_strangers_and_judges_of_other_rounds_find_nothing(client: FlaskClient, judged: Judged) -> None:
    found = opened(judged)
    other = judged_round(entries=1, judges=1)
    sign_in(client, other.judge(0))
    desk = f"/judge/rounds/{judged.round.public_id}/calibration"
    assert client.get(desk).status_code == 404
    assert client.get(f"{desk}/{found.anchors[0].public_id}").status_code == 404
    sign_in(client, judged.judge(0))
    foreign = make_application().public_id
    assert client.get(f"{desk}/{foreign}").status_code == 404
    sign_in(client, account("Người lạ"))
    assert (
        client.get(f"/organise/contests/{judged.contest.slug}/judging/calibration/{judged.round.public_id}").status_code
        == 404
    )
