"""Every page of the set-up, and the way through it."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.contests.domain.kinds import RoundKind
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Amendment, Contest, Prize
from ecosystem.contests.services import inquiries
from ecosystem.events.models import StaffRole
from tests.contests.views.setting_up import at, opened
from tests.support.factories.accounts import account, sign_in, signed_in
from tests.support.factories.contests import (
    draft_contest,
    make_board,
    make_contest,
    make_question,
    make_round,
    make_section,
)
from tests.support.factories.events import make_event, make_organiser, make_staff
from tests.support.statements import count_statements

PAGES = (
    "basics",
    "schedule",
    "boards",
    "boards/new",
    "rounds",
    "rounds/new",
    "prizes",
    "prizes/new",
    "form",
    "form/preview",
    "form/sections/new",
    "form/questions/new",
    "eligibility",
    "eligibility/new/board",
    "eligibility/new/province",
    "rules",
    "questions",
    "questions/new",
    "deadlines",
    "publish",
    "cancel",
)
ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_few_statements(client: FlaskClient, contest: Contest, page: str) -> None:
    for number in range(3):
        make_board(contest, f"b{number}")
        make_round(contest, RoundKind.PITCH, places=3)
        make_question(make_section(contest), label=f"Câu {number}")
    address = at(contest, page)
    with count_statements() as statements:
        answer = client.get(address)
    assert answer.status_code == 200
    statements.at_most(15)


@pytest.mark.parametrize("role", [StaffRole.OBSERVER, StaffRole.CHECK_IN])
def test_staff_who_only_look_may_not_change(client: FlaskClient, session: Session, role: StaffRole) -> None:
    organiser = make_organiser()
    sign_in(client, make_staff(organiser, role))
    made = draft_contest(make_event(organiser))
    assert client.get(at(made, "basics")).status_code == 403
    assert client.post(at(made, "publish")).status_code == 403
    assert client.get(at(made, "rules")).status_code == 200


def test_strangers_see_nothing(client: FlaskClient, session: Session) -> None:
    made = draft_contest()
    assert client.get(at(made, "basics")).status_code in (302, 303, 401)
    signed_in(client)
    for page in PAGES:
        assert client.get(at(made, page)).status_code == 404


def test_a_contest_is_made_from_a_model_in_one_step(client: FlaskClient, session: Session) -> None:
    organiser = make_organiser(signed_in(client))
    event = make_event(organiser)
    address = f"/organise/{organiser.slug}/contests/new"
    assert client.get(address).status_code == 200
    sent = {
        "starter": "ideas_and_projects",
        "title": "Cuộc thi Cao nguyên xanh",
        "event_id": str(event.id),
        "opens_at": "2027-01-18T08:00",
        "closes_at": "2027-03-19T17:00",
        "contact_email": "btc@example.vn",
    }
    answer = client.post(address, data=sent)
    assert answer.status_code == 303
    made = session.scalars(select(Contest)).one()
    assert made.closes_at is not None
    assert made.closes_at.isoformat() == "2027-03-19T10:00:00+00:00"
    assert len(made.boards) == 2
    wrong = client.post(address, data=sent | {"closes_at": "2027-01-01T00:00", "title": "Khác"})
    assert wrong.status_code == 400
    assert "Khác" in wrong.text
    assert client.post(address, data=sent | {"event_id": "999999"}).status_code == 400
    assert "Cuộc thi Cao nguyên xanh" in client.get(f"/organise/{organiser.slug}/contests?q=cao nguyen").text


def basics_of(contest: Contest, **changes: str) -> dict[str, str]:
    return {
        "title": contest.title,
        "summary": contest.summary,
        "contact_email": contest.contact_email,
        "code_prefix": "HS",
        "year": str(contest.year),
        "feedback": "total",
        "version": str(contest.version),
    } | changes


def test_basics_are_saved_and_a_stale_form_shows_both(client: FlaskClient, contest: Contest) -> None:
    first = basics_of(contest, title="Tên mới")
    assert client.post(at(contest, "basics"), data=first).status_code == 303
    assert contest.title == "Tên mới"
    stale = client.post(at(contest, "basics"), data=first | {"title": "Tên của tôi"})
    assert stale.status_code == 400
    assert "Tên mới" in stale.text
    assert "Tên của tôi" in stale.text
    again = basics_of(contest, title="Tên của tôi")
    assert client.post(at(contest, "basics"), data=again).status_code == 303


def test_the_picture_is_taken_shown_and_dropped(client: FlaskClient, contest: Contest) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    picture.seek(0)
    sent = basics_of(contest) | {"picture": (picture, "ảnh.png")}
    assert client.post(at(contest, "basics"), data=sent, content_type="multipart/form-data").status_code == 303
    assert client.get(f"/contests/{contest.slug}/cover").status_code == 200
    drawn = basics_of(contest) | {"picture": (BytesIO(b"<svg onload='alert(1)'/>"), "x.png")}
    assert client.post(at(contest, "basics"), data=drawn, content_type="multipart/form-data").status_code == 400
    dropped = basics_of(contest, drop_picture="y")
    assert client.post(at(contest, "basics"), data=dropped).status_code == 303
    assert client.get(f"/contests/{contest.slug}/cover").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"contact_email": "nobody"},
        {"code_prefix": "hồ sơ"},
        {"year": "năm nay"},
        {"feedback": "everything"},
        {"summary": "x" * 501},
    ],
)
def test_bad_basics_are_refused_and_kept(client: FlaskClient, contest: Contest, changes: dict[str, str]) -> None:
    answer = client.post(at(contest, "basics"), data=basics_of(contest, description="Đang viết dở", **changes))
    assert answer.status_code == 400
    assert "Đang viết dở" in answer.text


def test_a_locked_rule_is_changed_with_an_amendment_after_being_shown(
    client: FlaskClient, session: Session, contest: Contest
) -> None:
    opened(contest)
    prize = contest.prizes[0]
    sent = {"name": "Giải Nhất", "board_id": "0", "quantity": "1", "rank": "1", "amount": "50 triệu"}
    asked = client.post(at(contest, f"prizes/{prize.id}"), data=sent, headers=ENGLISH)
    assert asked.status_code == 400
    assert "fifty million" in asked.text or "Năm mươi triệu" in asked.text
    assert session.get(Prize, prize.id).amount == 30_000_000  # type: ignore[union-attr]
    done = client.post(at(contest, f"prizes/{prize.id}"), data=sent | {"amendment": "Thêm nhà tài trợ"})
    assert done.status_code == 303
    assert session.scalars(select(Amendment)).one().summary == "Thêm nhà tài trợ"


def test_boards_rounds_and_prizes_are_added_moved_and_removed(
    client: FlaskClient, session: Session, contest: Contest
) -> None:
    assert client.post(at(contest, "boards/new"), data={"name": "Bảng Dự án"}).status_code == 303
    board = contest.boards[-1]
    sent = {
        "kind": "pitch",
        "name": "Chung kết",
        "advance_rule": "quota",
        "reviews_per_entry": "5",
        f"places_{board.id}": "3",
        "opens_at": "2027-05-01T08:00",
        "closes_at": "2027-05-02T17:00",
    }
    assert client.post(at(contest, "rounds/new"), data=sent).status_code == 303
    final = contest.rounds[-1]
    assert [quota.places for quota in final.quotas] == [3]
    wrong = client.post(at(contest, f"rounds/{final.public_id}"), data=sent | {"closes_at": "2027-04-01T08:00"})
    assert wrong.status_code == 400
    client.post(at(contest, f"rounds/{final.id}/move"), data={"direction": "up"})
    assert contest.rounds[0].name == "Chung kết"
    assert client.get(at(contest, f"rounds/{final.id}/remove")).status_code == 200
    assert client.post(at(contest, f"rounds/{final.id}/remove")).status_code == 303
    assert len(contest.rounds) == 1
    assert client.post(at(contest, f"boards/{board.id}/remove")).status_code == 303
    assert client.post(at(contest, "boards/999999/remove")).status_code == 404


def test_a_person_by_name_gets_a_later_deadline(client: FlaskClient, session: Session, contest: Contest) -> None:
    opened(contest)
    late = account("Y Mẫu Hân", email="han@example.vn")
    page = at(contest, "deadlines")
    assert "han@example.vn" not in client.get(f"{page}?q=han").text
    assert late.public_id in client.get(f"{page}?q=han@example.vn").text
    sent = {"person": late.public_id, "closes_at": "2099-01-01T17:00", "reason": "Mất điện"}
    assert client.post(f"{page}/one", data=sent).status_code == 400  # not among the people found
    assert client.post(f"{page}/one?q=han@example.vn", data=sent).status_code == 303  # as the page sends it
    assert "Mất điện" in client.get(page).text
    assert client.post(f"{page}/all", data={"closes_at": "2001-01-01T17:00", "reason": "R"}).status_code == 400
    assert client.post(f"{page}/all", data={"closes_at": "2098-01-01T17:00", "reason": "Bão"}).status_code == 303


def test_questions_of_the_public_are_answered(client: FlaskClient, session: Session) -> None:
    organiser = make_organiser(signed_in(client))
    contest = make_contest(make_event(organiser))
    asked = inquiries.ask_question(contest, text="Có phí không?", by=account("Người hỏi"))
    page = at(contest, f"questions/{asked.public_id}")
    assert "Có phí không?" in client.get(page).text
    assert client.post(page, data={"question": "Có phí không?", "answer": ""}).status_code == 400
    assert (
        client.post(page, data={"question": "Có phí không?", "answer": "Không.", "is_public": "y"}).status_code == 303
    )
    assert client.post(f"{page}/remove").status_code == 303


def test_publishing_says_what_is_missing(client: FlaskClient, session: Session, contest: Contest) -> None:
    bare = make_contest(contest.event, bare=True, state=ContestState.DRAFT, opens_at=None, closes_at=None)
    assert "/setup/boards" in client.get(at(bare, "publish")).text
    assert client.post(at(bare, "publish")).status_code == 409
    assert bare.state is ContestState.DRAFT


def test_a_contest_is_cloned_and_cancelled(client: FlaskClient, session: Session, contest: Contest) -> None:
    address = f"/organise/contests/{contest.slug}/clone"
    assert client.get(address).status_code == 200
    sent = {"title": "Năm sau", "event_id": str(contest.event_id), "opens_at": "2028-01-18T08:00"}
    assert client.post(address, data=sent).status_code == 303
    assert client.post(at(contest, "cancel"), data={"reason": ""}).status_code == 400
    assert client.post(at(contest, "cancel"), data={"reason": "Bão"}).status_code == 303
    assert client.get(at(contest, "basics")).status_code == 403
    assert client.post(at(contest, "archive")).status_code == 303
