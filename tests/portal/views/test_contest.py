from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.services import extensions, inquiries, publication
from ecosystem.core import clock
from ecosystem.portal.views import contest_parts, kept
from tests.support.factories.accounts import signed_in
from tests.support.factories.contests import (
    closed_contest,
    draft_contest,
    make_contest,
    make_prize,
    make_question,
    make_round,
    make_rule,
)
from tests.support.held_clock import HeldClock
from tests.support.statements import count_statements


@pytest.fixture(autouse=True)
def _no_kept_fragments() -> None:
    contest_parts._fragments.clear()
    kept.forget_pages()


def owner_of(contest: object) -> int:
    return int(contest.event.organiser.staff[0].account_id)  # type: ignore[attr-defined]


def test_the_list_shows_open_coming_and_past_contests(client: FlaskClient, session: Session) -> None:
    make_contest(title="Đang mở")
    make_contest(title="Sắp mở", opens_at=clock.now() + timedelta(days=1))
    closed_contest(title="Đã qua")
    draft_contest(title="Bản nháp")
    page = client.get("/contests").text
    assert [title in page for title in ("Đang mở", "Sắp mở", "Đã qua", "Bản nháp")] == [True, True, True, False]


def test_the_list_is_searched_without_marks_and_filtered(client: FlaskClient, session: Session) -> None:
    make_contest(title="Đổi mới sáng tạo Đắk Lắk")
    closed_contest(title="Sáng tạo kỹ thuật")
    assert "Đắk Lắk" in client.get("/contests?q=doi moi dak").text
    assert "Đắk Lắk" not in client.get("/contests?when=past").text
    assert "Sáng tạo kỹ thuật" in client.get("/contests?when=past&q=sang").text
    assert client.get("/contests?when=nonsense&page=-3").status_code == 200


@pytest.mark.parametrize("contests", [1, 3])
def test_the_list_asks_little_whatever_its_length(client: FlaskClient, session: Session, contests: int) -> None:
    for _ in range(contests):
        make_contest()
    with count_statements() as statements:
        client.get("/contests?when=open")
    statements.at_most(4)


def test_the_page_shows_the_one_button_that_fits(client: FlaskClient, session: Session) -> None:
    open_now, over = make_contest(), closed_contest()
    assert f"/contests/{open_now.slug}/enter" in client.get(f"/contests/{open_now.slug}").text
    assert "/enter" not in client.get(f"/contests/{over.slug}").text


def test_a_draft_is_nobody_s_business(client: FlaskClient, session: Session) -> None:
    draft = draft_contest()
    for page in ("", "/rules", "/rules.pdf", "/scoring", "/questions", "/cover"):
        assert client.get(f"/contests/{draft.slug}{page}").status_code == 404
    signed_in(client)
    assert client.get(f"/contests/{draft.slug}").status_code == 404


def test_a_cancelled_contest_says_why(client: FlaskClient, session: Session) -> None:
    contest = make_contest(state=ContestState.CANCELLED, cancelled_reason="Bão số 9")
    page = client.get(f"/contests/{contest.slug}").text
    assert "Bão số 9" in page
    assert "/enter" not in page


@pytest.mark.parametrize("children", [1, 3])
def test_the_page_asks_once_and_then_keeps_it_ready(client: FlaskClient, session: Session, children: int) -> None:
    contest = make_contest(title="Cuộc thi")
    for number in range(children):
        make_prize(contest)
        make_round(contest)
        inquiries.add_answered(contest, question=f"Câu {number}", answer="Có", by=owner_of(contest))
    address = f"/contests/{contest.slug}"
    with count_statements() as first:
        client.get(address)
    first.at_most(15)
    with count_statements() as second:
        assert "Câu 0" in client.get(address).text
    second.at_most(1)


def test_a_change_shows_at_once(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    assert "Có ạ" not in client.get(f"/contests/{contest.slug}").text
    inquiries.add_answered(contest, question="Nộp bằng tiếng Ba Na được không?", answer="Có ạ", by=owner_of(contest))
    assert "Có ạ" in client.get(f"/contests/{contest.slug}").text


def test_the_rules_say_who_may_enter_and_how_they_were_amended(client: FlaskClient, session: Session) -> None:
    contest = make_contest(decision_number="72/QĐ-BTC")
    make_prize(contest)
    make_rule(contest, EligibilityKind.TEAM_SIZE, min=1, max=5)
    later = contest.closes_at + timedelta(days=3)
    extensions.extend_for_all(contest, closes_at=later, reason="Bão <script>số 9", by=owner_of(contest))
    page = client.get(f"/contests/{contest.slug}/rules", headers={"Accept-Language": "en"}).text
    assert "A team has 1 to 5 members" in page
    assert "thirty million" in page
    assert "Amendment 1" in page
    assert "Bão &lt;script&gt;số 9" in page


def test_the_rules_as_pdf_hold_every_letter(client: FlaskClient, session: Session) -> None:
    contest = make_contest(title="Đổi mới sáng tạo Kŏng Ƀahnar ñ ĕ ĭ ŭ ƀ č", decision_number="72/QĐ-BTC")
    make_question(contest.sections[0], label="Tệp thuyết minh")
    answer = client.get(f"/contests/{contest.slug}/rules.pdf")
    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    for words in ("72/QĐ-BTC", "Tệp thuyết minh", "ŭ ƀ č"):
        assert words in text


def test_questions_are_asked_by_people_signed_in(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    address = f"/contests/{contest.slug}/questions"
    assert client.post(address, data={"question": "Có phí không?"}).status_code in (302, 303, 401)
    signed_in(client)
    assert client.post(address, data={"question": "Có phí không?"}).status_code == 303
    assert inquiries.unanswered(contest) == 1
    refused = client.post(address, data={"question": "x" * 2001})
    assert refused.status_code == 400
    assert "x" * 2001 in refused.text
    assert client.post(address, data={"question": "  "}).status_code == 400


def test_scoring_without_a_rubric_says_so(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    assert client.get(f"/contests/{contest.slug}/scoring").status_code == 200


def test_a_kept_page_has_the_time_of_its_request_and_the_visitor_s_choices(
    client: FlaskClient, session: Session, held_clock: HeldClock
) -> None:
    address = f"/contests/{make_contest().slug}"
    first = client.get(address).text
    held_clock.advance(seconds=5)
    second = client.get(address).text
    assert clock.now().isoformat() in second
    assert clock.now().isoformat() not in first
    english = client.get(address, headers={"Accept-Language": "en"}).text
    assert 'lang="en"' in english
    client.set_cookie("display", "theme=dark")
    assert 'data-theme="dark"' in client.get(address).text


def test_what_is_no_longer_public_is_not_kept(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    address = f"/contests/{contest.slug}"
    assert client.get(address).status_code == 200
    publication.unpublish(contest, by=owner_of(contest))
    assert client.get(address).status_code == 404


def test_a_kept_page_is_not_sent_to_people_signed_in(client: FlaskClient, session: Session) -> None:
    address = f"/contests/{make_contest().slug}"
    client.get(address)
    signed_in(client, "Trần Thị Bình")
    assert "Trần Thị Bình" in client.get(address).text


def test_a_page_turns_when_entries_open(client: FlaskClient, session: Session, held_clock: HeldClock) -> None:
    contest = make_contest(opens_at=clock.now() + timedelta(seconds=10))
    address = f"/contests/{contest.slug}"
    assert "/enter" not in client.get(address).text
    held_clock.advance(seconds=11)
    assert "/enter" in client.get(address).text
