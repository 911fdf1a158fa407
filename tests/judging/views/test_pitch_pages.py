"""The pages of a pitch day: few statements for any number, answers without content, refusals that keep the page."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.calendar.services import release
from ecosystem.contests.domain.kinds import RoundKind
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session, transaction
from ecosystem.judging.models import Assignment, Panelist, PitchDay
from ecosystem.judging.queries.pitching import day_of
from tests.support.factories.accounts import account, operator, sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.calendar import engaged
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_judged_round, make_panelist
from tests.support.statements import count_statements


@dataclass
class Day:
    contest: Contest
    round: Round
    judge: Account
    seat: Panelist
    charges: list[Assignment]

    @property
    def desk(self) -> str:
        return f"/organise/contests/{self.contest.slug}/judging/pitch/{self.round.public_id}"

    @property
    def stage(self) -> str:
        return f"/stage/{self.round.public_id}"

    @property
    def own(self) -> str:
        return f"/judge/rounds/{self.round.public_id}"


PLAN = {"seed": "xo-so-1", "starts_at": "2026-12-01T08:00", "pitch": "5", "questions": "4", "gap": "1"}


def make_day(entries: int) -> Day:
    contest = make_contest()
    round_, _version, _panel, _none = make_judged_round(contest, entries=0, judges=0)
    with transaction():
        round_.kind = RoundKind.PITCH
    judge = account("Trần Mẫu Hoà")
    seat = make_panelist(round_, judge)
    charges = [
        make_assignment(seat, make_application(contest, state=ApplicationState.ELIGIBLE)) for _ in range(entries)
    ]
    return Day(contest, round_, judge, seat, charges)


@pytest.fixture
def day(client: FlaskClient) -> Day:
    made = make_day(3)
    sign_in(client, operator())
    assert client.post(f"{made.desk}/draw", data=PLAN).status_code == 302
    return made


def held(day: Day) -> PitchDay:
    session().expire_all()
    found = day_of(day.round)
    assert found is not None
    return found


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_any_number(client: FlaskClient, number: int) -> None:
    made = make_day(number)
    sign_in(client, operator())
    client.post(f"{made.desk}/draw", data=PLAN)
    urls = [made.desk, f"{made.desk}/control", f"{made.desk}/board", made.stage, f"{made.stage}/programme"]
    for url in urls:
        assert client.get(url).status_code == 200
        with count_statements() as counted:
            client.get(url)
        counted.at_most(12 if url == made.desk else 10)
    sign_in(client, made.judge)
    for url, most in ((f"{made.own}/revisit", 9), (f"{made.own}/now", 5), (made.own, 7)):
        assert client.get(url).status_code == 200
        with count_statements() as counted:
            client.get(url)
        counted.at_most(most)


def test_what_did_not_change_is_answered_with_nothing(client: FlaskClient, day: Day) -> None:
    first = client.get(f"{day.stage}/state")
    assert first.get_json()["phase"] == "waiting"
    tag = {"If-None-Match": first.headers["ETag"]}
    with count_statements() as counted:
        again = client.get(f"{day.stage}/state", headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    counted.at_most(3)
    assert client.post(f"{day.desk}/control/start", data={"version": held(day).version}).status_code == 302
    moved = client.get(f"{day.stage}/state", headers=tag).get_json()
    assert (moved["phase"], moved["allowed"], moved["on"]["number"]) == ("pitch", 300, 1)
    assert moved["running_since"]


def test_an_old_press_of_next_passes_over_nobody(client: FlaskClient, day: Day) -> None:
    shown = held(day).version
    for _ in range(2):
        client.post(f"{day.desk}/control/next", data={"version": shown})
    assert client.get(f"{day.stage}/state").get_json()["on"]["number"] == 1


def test_the_screens_are_closed_until_the_organiser_opens_them(client: FlaskClient, day: Day) -> None:
    client.post("/sign-out")
    stranger = client.application.test_client()
    assert stranger.get(f"{day.stage}/state").status_code == 404
    with transaction():
        held(day).is_open = True
    assert stranger.get(day.stage).status_code == 200
    page = stranger.get(f"{day.stage}/programme")
    assert day.charges[0].application.title in page.text
    assert "judging_pitch" not in page.text


def test_the_judge_is_led_to_the_entry_on_stage(client: FlaskClient, day: Day) -> None:
    client.post(f"{day.desk}/control/start", data={"version": held(day).version})
    on = client.get(f"{day.stage}/state").get_json()["on"]
    sign_in(client, day.judge)
    told = client.get(f"{day.own}/now").get_json()["on"]
    assert told["code"] == on["code"]
    assert told["url"] in {f"/judge/sheets/{charge.public_id}" for charge in day.charges}


@pytest.mark.parametrize(
    "wrong",
    [{"seed": ""}, {"seed": "x" * 65}, {"seed": "<script>"}, {"pitch": "-1"}, {"pitch": "9" * 30}, {"gap": "abc"}],
)
def test_a_bad_draw_draws_nothing(client: FlaskClient, wrong: dict[str, str]) -> None:
    made = make_day(1)
    sign_in(client, operator())
    answer = client.post(f"{made.desk}/draw", data=PLAN | wrong)
    assert answer.status_code == 400
    assert day_of(made.round) is None


def test_a_further_draw_asks_for_the_reason(client: FlaskClient, day: Day) -> None:
    assert client.post(f"{day.desk}/draw", data={"seed": "b", "reason": ""}).status_code == 400
    assert client.post(f"{day.desk}/draw", data={"seed": "b", "reason": "Bổ sung"}).status_code == 302
    assert "Bổ sung" in client.get(day.desk).text


def test_empty_sheets_are_printed_for_each_judge(client: FlaskClient, day: Day) -> None:
    paper = client.get(f"{day.desk}/sheets.pdf")
    assert paper.status_code == 200
    assert paper.data.startswith(b"%PDF")
    assert paper.data.count(b"/Type /Page\n") == len(day.charges)


def test_paper_is_typed_in_on_the_page(client: FlaskClient, day: Day) -> None:
    url = f"{day.desk}/paper/{day.charges[0].public_id}"
    assert client.get(url).status_code == 200
    scores = {f"score-{key}": "8" for key in ("innovation", "effect", "use", "team", "pitch")}
    assert client.post(url, data=scores | {"score-pitch": "99"}).status_code == 400
    assert client.post(url, data=scores).status_code == 302
    sign_in(client, day.judge)
    sheet = f"/judge/sheets/{day.charges[0].public_id}"
    assert "Xác nhận và gửi phiếu" in client.get(sheet).text
    assert client.post(f"{sheet}/confirm").status_code == 302
    assert "Đã gửi" in client.get(day.own).text


def test_the_secretariat_reads_who_is_engaged_otherwise_and_when(client: FlaskClient, day: Day) -> None:
    start = held(day).starts_at
    assert start is not None
    release(kind="pitch", subject=f"{day.round.public_id}:judge:{day.seat.public_id}", by=None)
    other = engaged([day.judge], start, kind="mentoring", title="Chuyện riêng của giám khảo")
    page = client.get(day.desk).text
    assert "Trần Mẫu Hoà" in page
    assert "08:00–09:00" in page
    assert "Chuyện riêng" not in page
    answer = client.post(f"{day.desk}/hold", follow_redirects=True)
    assert "not-free" in answer.text
    release(kind="mentoring", subject=other.subject, by=None)
    answer = client.post(f"{day.desk}/hold", follow_redirects=True)
    assert "not-free" not in answer.text
