"""What a judge's device asks for: who is signed in, the packet, the service worker, and why a save was refused."""

import pytest
from flask.testing import FlaskClient

from ecosystem.accounts.models import Account
from ecosystem.core.database import transaction
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.models import Assignment, Panelist
from ecosystem.judging.queries.charges import charge_by_public_id
from ecosystem.judging.services.sheet_steps import hand_in
from ecosystem.judging.services.sheets import FieldChange, Part, digest, save
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_entry, make_judged_round, make_panelist
from tests.support.statements import count_statements

JSON = {"Accept": "application/json"}


@pytest.fixture
def judge(client: FlaskClient) -> Account:
    who = account("Trần Mẫu Hoà")
    sign_in(client, who)
    return who


@pytest.fixture
def seat(judge: Account) -> Panelist:
    round_, _version, _panel, _entries = make_judged_round(make_contest(), entries=0, judges=0)
    return make_panelist(round_, judge)


@pytest.fixture
def charges(seat: Panelist) -> list[Assignment]:
    return [make_assignment(seat, make_entry(seat.round.contest)) for _ in range(3)]


def packet(client: FlaskClient, seat: Panelist) -> dict[str, object]:
    answer = client.get(f"/judge/rounds/{seat.round.public_id}/packet")
    assert answer.status_code == 200
    return {page["url"]: page["stamp"] for page in answer.get_json()["pages"]}


def test_the_device_learns_who_is_signed_in(client: FlaskClient, judge: Account) -> None:
    answer = client.get("/judge/device", headers=JSON)
    assert answer.get_json()["account"] == judge.public_id
    assert answer.get_json()["csrf_token"]
    client.post("/sign-out")
    assert client.get("/judge/device", headers=JSON).status_code == 401


def test_the_packet_names_the_pages_and_notices_changes(
    client: FlaskClient, seat: Panelist, judge: Account, charges: list[Assignment]
) -> None:
    before = packet(client, seat)
    assert len(before) == 2 + len(charges)
    assert packet(client, seat) == before
    first = f"/judge/sheets/{charges[0].public_id}"
    save(charge_by_public_id(charges[0].public_id), [FieldChange(Part.COMMENT, "Khá")], by=judge)
    after = packet(client, seat)
    assert {url for url in before if before[url] != after[url] and "/sheets/" in url} == {first}
    with transaction():
        charges[0].state = AssignmentState.WITHDRAWN
    assert first not in packet(client, seat)


@pytest.mark.parametrize("number", [1, 3])
def test_the_packet_costs_the_same_for_any_number(
    client: FlaskClient, seat: Panelist, charges: list[Assignment], number: int
) -> None:
    with transaction():
        for charge in charges[number:]:
            charge.state = AssignmentState.WITHDRAWN
    url = f"/judge/rounds/{seat.round.public_id}/packet"
    client.get(url)
    with count_statements() as counted:
        assert len(client.get(url).get_json()["items"]) == number
    counted.at_most(3)


def test_pages_say_whose_they_are(client: FlaskClient, seat: Panelist, judge: Account) -> None:
    page = client.get(f"/judge/rounds/{seat.round.public_id}")
    assert page.headers["X-Account"] == judge.public_id
    assert judge.name not in client.get("/judge/offline").text.partition("<body")[0]


def test_the_worker_is_asked_for_each_time(client: FlaskClient) -> None:
    answer = client.get("/judge/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_refused_save_tells_what_is_stored(client: FlaskClient, judge: Account, charges: list[Assignment]) -> None:
    public_id = charges[0].public_id
    changes = [FieldChange(Part.SCORE, c.maximum, c.key) for c in charge_by_public_id(public_id).version.criteria]  # type: ignore[union-attr]
    save(charge_by_public_id(public_id), changes, by=judge)
    sent = {"fields": {"score-innovation": "3"}, "version": f"score-innovation={digest(None)}"}
    changed = client.post(f"/judge/sheets/{public_id}", json=sent)
    assert (changed.status_code, changed.get_json()["kind"]) == (409, "changed")
    assert changed.get_json()["theirs"] == {"score-innovation": "20"}
    hand_in([charge_by_public_id(public_id)], by=judge)
    closed = client.post(f"/judge/sheets/{public_id}", json=sent)
    assert (closed.status_code, closed.get_json()["kind"]) == (409, "closed")
    assert closed.get_json()["theirs"]["score-innovation"] == "20"
    assert closed.get_json()["marks"]["score-innovation"] == digest(changes[0].value)
