"""The judge's desk over HTTP."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest
from ecosystem.core.database import transaction
from ecosystem.judging.domain.life_cycle import AssignmentState, SheetState
from ecosystem.judging.forms.sheets import values_of, version_of
from ecosystem.judging.models import Assignment, Panelist
from ecosystem.judging.queries.charges import charge_by_public_id, sheet_of
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import PROBLEM, make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import (
    make_assignment,
    make_conflict,
    make_judged_round,
    make_panelist,
    make_sheet,
)
from tests.support.statements import count_statements

KEYS = ("innovation", "effect", "use", "team", "pitch")


@dataclass
class Desk:
    contest: Contest
    judge: Account
    panelist: Panelist
    entries: list[Application]
    charges: list[Assignment]

    @property
    def url(self) -> str:
        return f"/judge/sheets/{self.charges[0].public_id}"

    @property
    def round_url(self) -> str:
        return f"/judge/rounds/{self.panelist.round.public_id}"


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    contest = make_contest()
    judge = account("Trần Mẫu Hoà")
    round_, _version, _panel, _entries = make_judged_round(contest, entries=0, judges=0)
    panelist = make_panelist(round_, judge)
    entries = [make_application(contest, state=ApplicationState.ELIGIBLE) for _ in range(3)]
    charges = [make_assignment(panelist, entry) for entry in entries]
    sign_in(client, judge)
    return Desk(contest, judge, panelist, entries, charges)


def test_a_conflict_of_interest_closes_the_dossier_too(client: FlaskClient, desk: Desk) -> None:
    assert PROBLEM in client.get(desk.url).text
    make_conflict(desk.panelist, desk.entries[0])
    page = client.get(desk.url)
    assert page.status_code == 200
    assert PROBLEM not in page.text


@pytest.mark.parametrize("typed", ["0e-99999999999", "1e999999999", "NaN", "-1", "0.3", "1e9", "Infinity"])
def test_a_score_of_any_shape_is_answered(client: FlaskClient, desk: Desk, typed: str) -> None:
    answer = client.post(desk.url, json={"fields": {"score-innovation": typed}})
    assert answer.status_code == (200 if typed.startswith("0e") else 422)


def form_of(public_id: str, **typed: str) -> dict[str, str]:
    """What the browser sends: every field with the version the page was shown with."""
    charge = charge_by_public_id(public_id)
    values = values_of(charge, sheet_of(charge))
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return texts | {name.replace("_", "-", 1): text for name, text in typed.items()} | {"version": version_of(values)}


def whole_sheet(public_id: str, points: str = "8", **more: str) -> dict[str, str]:
    return form_of(public_id, **{f"score_{key}": points for key in KEYS}, **more)


def scores(public_id: str) -> dict[str, Decimal | None]:
    return sheet_of(charge_by_public_id(public_id)).scores


def test_the_page_shows_dossier_and_sheet(client: FlaskClient, desk: Desk) -> None:
    page = client.get(desk.url)
    assert page.status_code == 200
    assert desk.entries[0].title in page.text
    assert "Cà phê Măng Đen được mùa thường mất giá" in page.text
    assert all(f'name="score-{key}"' in page.text for key in KEYS)


def test_the_page_costs_few_statements(client: FlaskClient, desk: Desk) -> None:
    client.get(desk.url)
    with count_statements() as counted:
        assert client.get(desk.url).status_code == 200
    counted.at_most(8)


@pytest.mark.parametrize("number", [1, 3])
def test_queue_and_review_cost_the_same_for_any_number(client: FlaskClient, desk: Desk, number: int) -> None:
    with transaction():
        for charge in desk.charges[number:]:
            charge.state = AssignmentState.WITHDRAWN
    for url in (desk.round_url, f"{desk.round_url}/review", "/judge/"):
        with count_statements() as counted:
            assert client.get(url).status_code == 200
        counted.at_most(7)


def test_saving_without_a_script_goes_on_to_the_next_entry(client: FlaskClient, desk: Desk) -> None:
    public_id = desk.charges[0].public_id
    answer = client.post(desk.url, data=whole_sheet(public_id, then="next"))
    assert answer.status_code == 302
    assert answer.location.endswith(desk.charges[1].public_id)
    assert scores(public_id) == dict.fromkeys(KEYS, Decimal(8))


def test_a_refused_form_keeps_what_was_typed(client: FlaskClient, desk: Desk) -> None:
    sent = form_of(desk.charges[0].public_id, score_pitch="99", comment="Rất đáng khen")
    page = client.post(desk.url, data=sent)
    assert page.status_code == 400
    assert "99" in page.text
    assert "Rất đáng khen" in page.text
    assert scores(desk.charges[0].public_id)["pitch"] is None


@pytest.mark.parametrize("typed", ["bảy", "NaN", "Infinity", "1e400", "7.12345", "9" * 50, "٧x", "<b>7</b>", "-1"])
def test_hostile_scores_are_refused_in_words(client: FlaskClient, desk: Desk, typed: str) -> None:
    sent = {"fields": {"score-innovation": typed}}
    answer = client.post(desk.url, json=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert list(answer.json["errors"]) == ["score-innovation"]
    assert scores(desk.charges[0].public_id)["innovation"] is None


@pytest.mark.parametrize("body", [b"", b"[]", b'{"fields": 7}', b"{", b'{"fields": {"score-nothing": "1"}}'])
def test_a_body_that_is_no_sheet_is_refused(client: FlaskClient, desk: Desk, body: bytes) -> None:
    answer = client.post(desk.url, data=body, content_type="application/json")
    assert answer.status_code == 422


def test_autosave_answers_with_total_and_a_new_version(client: FlaskClient, desk: Desk) -> None:
    public_id = desk.charges[0].public_id
    sent = whole_sheet(public_id, points="7,5")
    answer = client.post(desk.url, data=sent, headers={"X-Autosave": "1", "Idempotency-Key": "a"})
    assert answer.json is not None
    assert (answer.json["total"], answer.json["missing"]) == ("37,5", 0)
    again = sent | {"score-innovation": "9", "version": answer.json["version"]}
    assert client.post(desk.url, data=again, headers={"X-Autosave": "1"}).status_code == 200
    assert scores(public_id)["innovation"] == Decimal(9)


def test_two_windows_merge_and_disagree_by_field(client: FlaskClient, desk: Desk) -> None:
    public_id = desk.charges[0].public_id
    first = form_of(public_id, score_innovation="7")
    second = form_of(public_id, score_effect="20")
    third = form_of(public_id, score_innovation="9")
    headers = {"X-Autosave": "1"}
    assert client.post(desk.url, data=first, headers=headers).status_code == 200
    merged = client.post(desk.url, data=second, headers=headers)
    assert merged.json is not None
    assert (scores(public_id)["innovation"], scores(public_id)["effect"]) == (Decimal(7), Decimal(20))
    stale = client.post(desk.url, data=third, headers=headers)
    assert stale.status_code == 409
    assert stale.json is not None
    assert stale.json["theirs"] == {"score-innovation": "7"}
    later = second | {"score-use": "5", "version": merged.json["version"]}
    assert client.post(desk.url, data=later, headers=headers).status_code == 200
    assert scores(public_id)["innovation"] == Decimal(7), "the window that never saw the 7 must not take it back"


def test_a_stale_form_shows_both_values(client: FlaskClient, desk: Desk) -> None:
    sent = form_of(desk.charges[0].public_id, score_effect="21.5")
    client.post(desk.url, json={"fields": {"score-effect": "12,5"}})
    page = client.post(desk.url, data=sent)
    assert page.status_code == 409
    assert "12,5" in page.text
    assert "21,5" in page.text or "21.5" in page.text


def test_handing_in_one_and_all(client: FlaskClient, desk: Desk) -> None:
    first, second, third = (charge.public_id for charge in desk.charges)
    client.post(f"/judge/sheets/{first}", data=whole_sheet(first, then="hand_in"))
    assert charge_by_public_id(first).sheet_state is SheetState.HANDED_IN
    for public_id in (second, third):
        client.post(f"/judge/sheets/{public_id}", data=whole_sheet(public_id))
    answer = client.post(f"{desk.round_url}/review", data={"sheet": [second, third]})
    assert answer.status_code == 302
    assert {charge_by_public_id(each).sheet_state for each in (second, third)} == {SheetState.HANDED_IN}
    locked = client.post(f"/judge/sheets/{second}", data=form_of(second, score_pitch="1"))
    assert locked.status_code == 409
    assert scores(second)["pitch"] == Decimal(8)


def test_handing_in_an_incomplete_sheet_says_what_is_missing(client: FlaskClient, desk: Desk) -> None:
    public_id = desk.charges[0].public_id
    page = client.post(desk.url, data=form_of(public_id, score_pitch="8", then="hand_in"))
    assert page.status_code == 400
    assert charge_by_public_id(public_id).sheet_state is SheetState.DRAFT
    assert scores(public_id)["pitch"] == Decimal(8), "what was scored is kept"
    assert "Innovation:" in page.text


def test_abstaining_and_recusing_need_a_reason(client: FlaskClient, desk: Desk) -> None:
    first, second = desk.charges[0].public_id, desk.charges[1].public_id
    assert client.post(f"/judge/sheets/{first}/recuse", data={"reason": "  "}).status_code == 400
    assert client.post(f"/judge/sheets/{first}/recuse", data={"reason": "Người nhà"}).status_code == 302
    assert client.get(f"/judge/sheets/{first}").status_code == 404
    assert client.post(f"/judge/sheets/{second}/abstain", data={"reason": "Ngoài chuyên môn"}).status_code == 302
    assert charge_by_public_id(second).sheet_state is SheetState.ABSTAINED


def test_a_blind_round_hides_who_stands_behind_an_entry(client: FlaskClient, desk: Desk) -> None:
    with transaction():
        desk.panelist.round.is_blind = True
    page = client.get(desk.url)
    names = [member.name for member in desk.entries[0].members]
    assert page.status_code == 200
    assert not any(name in page.text for name in names)
    assert client.get(f"{desk.round_url}?q=Linh").text.count(desk.entries[0].title) == 0


def test_nobody_else_sees_the_sheet(app: Flask, client: FlaskClient, desk: Desk) -> None:
    other = app.test_client()
    make_panelist(desk.panelist.round, stranger := account("Giám khảo khác"))
    sign_in(other, stranger)
    assert other.get(desk.url).status_code == 404
    assert other.post(desk.url, json={"fields": {"score-pitch": "1"}}).status_code == 404
    assert other.get(f"/judge/sheets/{'x' * 12}").status_code == 404
    assert app.test_client().get(desk.url, headers={"Accept": "application/json"}).status_code == 401


def test_the_desk_of_somebody_who_judges_nothing(app: Flask, session: Session) -> None:
    visitor = app.test_client()
    sign_in(visitor, account("Chưa là giám khảo"))
    page = visitor.get("/judge/")
    assert page.status_code == 200
    assert "/judge/rounds/" not in page.text


@pytest.mark.parametrize("state", [SheetState.HANDED_IN, SheetState.ABSTAINED])
def test_a_finished_sheet_is_shown_locked(client: FlaskClient, desk: Desk, state: SheetState) -> None:
    version = charge_by_public_id(desk.charges[0].public_id).version
    assert version is not None
    make_sheet(desk.charges[0], version, 8, 8, 8, 8, 8, state=state)
    page = client.get(desk.url)
    assert page.status_code == 200
    assert 'name="then"' not in page.text
