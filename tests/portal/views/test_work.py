"""Home, search and my work: pages across features."""

import pytest

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.judging.domain.life_cycle import PanelistState
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.contests import draft_contest, make_contest
from tests.support.factories.judging import make_assignment, make_judged_round, make_panelist
from tests.support.statements import count_statements

pytestmark = pytest.mark.usefixtures("session")


def test_home_shows_what_is_open_and_hides_drafts(client):
    shown, hidden = make_contest(title="Cà phê xanh"), draft_contest(title="Bản nháp kín")
    page = client.get("/").text
    assert shown.title in page
    assert hidden.title not in page


def test_home_without_anything_says_what_will_stand_there(client):
    assert "Hiện chưa có cuộc thi nào nhận hồ sơ" in client.get("/").text


@pytest.mark.parametrize("query", ["doi moi", "ĐỔI MỚI", "mới đổi"])
def test_search_needs_no_marks(client, query):
    make_contest(title="Đổi mới sáng tạo", search_text="doi moi sang tao")
    assert "Đổi mới sáng tạo" in client.get("/search", query_string={"q": query}).text


@pytest.mark.parametrize("query", ["", "%", "_", "'; --", "😀", "x" * 9000])
def test_search_takes_any_input_calmly(client, query):
    assert client.get("/search", query_string={"q": query}).status_code == 200


def test_my_work_needs_somebody(client):
    answer = client.get("/work")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


def test_my_work_begins_with_a_welcome(client):
    sign_in(client, account())
    assert "Quý vị muốn bắt đầu từ đâu" in client.get("/work").text


def test_my_work_holds_entries_charges_and_invitations_and_nobody_elses(client):
    me = account("Trần Mẫu Bình")
    mine = make_application(by=me, state=ApplicationState.SUBMITTED)
    other = make_application()
    round_, _version, _panel, entries = make_judged_round(make_contest(title="Tôi chấm"), entries=1, judges=0)
    make_assignment(make_panelist(round_, me), entries[0])
    inviting = make_contest(title="Mời tôi chấm").rounds[0]
    make_panelist(inviting, None, email=me.email, state=PanelistState.INVITED)
    sign_in(client, me)
    page = client.get("/work").text
    assert mine.title in page
    assert other.title not in page
    assert "Tôi chấm" in page
    assert "Mời tôi chấm" in page


@pytest.mark.parametrize("entries", [1, 3])
def test_my_work_costs_the_same_for_one_and_three_entries(client, entries):
    me = account()
    contest = make_contest()
    for _ in range(entries):
        make_application(contest, by=me)
    sign_in(client, me)
    with count_statements() as statements:
        assert client.get("/work").status_code == 200
    assert len(statements) <= 12, "\n".join(statements.seen)


def test_a_decision_that_is_held_is_not_told(client):
    me = account()
    make_application(by=me, state=ApplicationState.INELIGIBLE, announced=False)
    sign_in(client, me)
    assert "Không hợp lệ" not in client.get("/work").text


def test_a_search_without_hits_says_so(client):
    assert "Không tìm thấy gì" in client.get("/search?q=khong-co").text
