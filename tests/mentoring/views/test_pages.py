"""The pages of mentoring, on both sides and on the organiser's desk."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.mentoring.domain.life_cycle import MentorState, Mode, ParticipantState
from ecosystem.mentoring.models import MentoringRequest, MentorProfile, Mentorship, Programme, ProgrammeStartup
from ecosystem.mentoring.services import requests, rounds
from ecosystem.mentoring.services.requests import NewWish
from tests.support.factories.accounts import account, sign_in, signed_in
from tests.support.factories.events import make_organiser
from tests.support.factories.mentoring import (
    make_mentor,
    make_mentorship,
    make_participant,
    make_profile,
    make_programme,
)
from tests.support.factories.startups import make_startup
from tests.support.statements import count_statements


def fill(programme: Programme, number: int) -> None:
    for _ in range(number):
        make_mentorship(make_mentor(programme), make_participant(programme))
        make_mentor(programme, state=MentorState.APPLIED)
        participant = make_participant(programme)
        make_mentor(programme)
        if programme.mode is Mode.REQUESTS:
            wish = NewWish(make_mentor(programme), "Xin hỗ trợ.")
            requests.add_wish(participant, wish, by=participant.contact)


PUBLIC = ("/mentors", "/mentoring", "/mentoring/programmes/{slug}")
DESK = ("/", "/mentors", "/startups", "/requests", "/round", "/matches", "/sessions", "/settings")


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_ask_the_same_for_one_and_for_three(client: FlaskClient, session: Session, path: str) -> None:
    programme = make_programme()
    counted = []
    for number in (1, 2):
        fill(programme, number)
        with count_statements() as statements:
            assert client.get(path.format(slug=programme.slug)).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 15


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("path", DESK)
def test_desk_pages_ask_the_same_for_one_and_for_three(
    client: FlaskClient, session: Session, path: str, mode: Mode
) -> None:
    programme = make_programme(mode=mode)
    sign_in(client, programme.organiser.staff[0].account)
    counted = []
    for number in (1, 2):
        fill(programme, number)
        if mode is Mode.ROUND:
            run = rounds.work_out(programme, seed=number, by=programme.organiser.staff[0].account_id)
            rounds.choose(run, "flow", by=programme.organiser.staff[0].account)
        with count_statements() as statements:
            answer = client.get(f"/organise/mentoring/{programme.slug}{path}")
            assert answer.status_code == 200, answer.text
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 15


def test_own_pages_ask_the_same_for_one_and_for_three(client: FlaskClient, session: Session) -> None:
    me = account("Nguyễn Mẫu Vừa")
    profile, startup = make_profile(me), make_startup(me)
    sign_in(client, me)
    counted: dict[str, list[int]] = {}
    for _ in range(2):
        programme = make_programme()
        own = make_mentor(programme, profile=profile)
        place = make_participant(programme, me, startup=startup)
        fill(programme, 2)
        other = make_participant(programme)
        requests.add_wish(other, NewWish(own, "Xin hỗ trợ."), by=other.contact)
        make_mentorship(own, make_participant(programme))
        for path in (
            "/mentoring/mine",
            "/mentoring/inbox",
            "/mentoring/profile",
            f"/mentoring/places/{place.public_id}",
            f"/mentoring/served/{own.public_id}",
            f"/mentoring/programmes/{programme.slug}",
            f"/mentoring/programmes/{programme.slug}/mentors",
        ):
            with count_statements() as statements:
                answer = client.get(path)
                assert answer.status_code == 200, answer.text
            counted.setdefault(path.replace(place.public_id, "x").replace(own.public_id, "x"), []).append(
                len(statements)
            )
    for path, numbers in counted.items():
        assert max(numbers) <= 15, (path, numbers)
        assert len(set(numbers)) == 1, (path, numbers)


def test_the_directory_finds_without_marks_and_never_tells_how_to_reach_somebody(client: FlaskClient) -> None:
    somebody = account("Đặng Thị Mẫu Hường", phone="0912345678")
    make_profile(somebody, headline="Chế biến cà phê")
    make_profile(topics=["goi_von"], sectors=["y_te"], is_public=False)
    assert "Mẫu Hường" in client.get("/mentors?q=che+bien+ca+phe").text
    assert "Mẫu Hường" in client.get("/mentors?q=dang+huong&topic=thuong_hieu&sector=ca_phe&language=en").text
    assert "Mẫu Hường" not in client.get("/mentors?topic=goi_von").text
    profile = client.get(client.get("/mentors").text.split('href="/mentors/')[1].split('"')[0].join(("/mentors/", "")))
    assert profile.status_code == 200
    assert somebody.email not in profile.text
    assert "345" not in profile.text.split("<main")[1].split("</main")[0]


def test_becoming_a_mentor(client: FlaskClient, session: Session) -> None:
    me = signed_in(client)
    assert "Trở thành cố vấn" in client.get("/mentoring/profile").text
    wrong = client.post("/mentoring/profile", data={"headline": "Bán hàng", "capacity": "2", "place": "both"})
    assert wrong.status_code == 400
    assert "Bán hàng" in wrong.text
    form = {"headline": "Bán hàng", "topics": ["ban_hang"], "languages": ["vi"], "capacity": "2", "place": "online"}
    assert client.post("/mentoring/profile", data=form).status_code == 302
    profile = session.scalars(select(MentorProfile).where(MentorProfile.account_id == me.id)).one()
    assert (profile.topics, profile.capacity, profile.is_public) == (["ban_hang"], 2, False)
    assert client.post("/mentoring/profile", data=form).status_code == 302, "a second click changes it once more"


def test_who_lacks_a_profile_or_a_startup_comes_back_to_the_programme(client: FlaskClient, session: Session) -> None:
    programme = make_programme()
    signed_in(client)
    page = f"/mentoring/programmes/{programme.slug}"
    asked_for = client.post(f"{page}/apply").location
    form = {"headline": "Bán hàng", "topics": ["ban_hang"], "languages": ["vi"], "capacity": "2", "place": "online"}
    assert client.post(asked_for, data=form).location == page
    assert client.post(f"{page}/apply").location.startswith("/mentoring/served/")
    assert "Hãy mở các khung giờ thường rảnh" in client.get(client.post(f"{page}/apply").location).text
    joining = client.get(f"{page}/join").text
    found = unescape(joining.split('href="/startups/new')[1].split('"')[0])
    made = client.post(f"/startups/new{found}", data={"name": "Cà phê Mẫu", "one_liner": "", "stage": "idea"})
    assert made.location == f"{page}/join"
    away = client.post("/startups/new?next=//evil.example", data={"name": "Trà", "one_liner": "", "stage": "idea"})
    assert away.location.startswith("/startups/")
    away = client.post("/mentoring/profile?next=https://evil.example/", data=form | {"version": "1"})
    assert away.location.startswith("/mentors/")


def test_the_desk_says_what_comes_next(client: FlaskClient, session: Session) -> None:
    programme = make_programme()
    sign_in(client, programme.organiser.staff[0].account)
    desk = f"/organise/mentoring/{programme.slug}/"
    empty = client.get(desk).text
    assert "Mời cố vấn" in empty
    assert f"/mentoring/programmes/{programme.slug}</code>" in empty
    place = make_mentor(programme, state=MentorState.APPLIED)
    assert "Chấp nhận" in client.get(desk).text
    answer = client.post(f"{desk}mentors/{place.public_id}/accept", follow_redirects=True)
    assert f"{place.profile.account.name} đã được chấp nhận" in answer.text
    joining = make_participant(programme, state=ParticipantState.APPLIED)
    answer = client.post(f"{desk}startups/{joining.public_id}/decline", follow_redirects=True)
    assert f"Đã từ chối {joining.startup.name}" in answer.text
    assert "Mời cố vấn" not in client.get(desk).text
    assert "Kết thúc chương trình trước hạn" in client.get(desk).text


def test_from_joining_to_a_match(client: FlaskClient, session: Session) -> None:
    programme = make_programme()
    mentor = make_mentor(programme)
    me = signed_in(client)
    startup = make_startup(me, name="Cà phê Măng Đen")
    join = f"/mentoring/programmes/{programme.slug}/join"
    needs = {"startup": startup.public_id, "goals": "Vào siêu thị.", "topics": ["thuong_hieu"], "stage": "pilot"}
    answer = client.post(join, data=needs | {"languages": ["vi"], "place": "both"})
    assert answer.status_code == 302
    place = session.scalars(select(ProgrammeStartup)).one()
    page = client.get(f"/mentoring/places/{place.public_id}").text
    assert "Thương hiệu và tiếp thị" not in page or "thương hiệu và tiếp thị" in page.lower()
    ask = f"/mentoring/places/{place.public_id}/ask"
    assert client.get(f"{ask}?mentor={mentor.public_id}").status_code == 200
    assert client.post(ask, data={"mentor": mentor.public_id, "message": ""}).status_code == 400
    assert client.post(ask, data={"mentor": mentor.public_id, "message": "Xin gặp."}).status_code == 302
    assert client.post(ask, data={"mentor": mentor.public_id, "message": "Xin gặp."}).status_code == 400
    asked = session.scalars(select(MentoringRequest)).one()
    sign_in(client, mentor.profile.account)
    page = client.get(f"/mentoring/requests/{asked.public_id}").text
    assert "Xin gặp." in page
    assert me.email not in page, "contact data open with the match only"
    assert client.post(f"/mentoring/requests/{asked.public_id}/accept").status_code == 302
    match = session.scalars(select(Mentorship)).one()
    assert me.email in client.get(f"/mentoring/matches/{match.public_id}").text
    end = f"/mentoring/matches/{match.public_id}/end"
    assert client.post(end, data={"reason": ""}).status_code == 400
    assert client.post(end, data={"reason": "Không hợp lịch."}).status_code == 302
    sign_in(client, programme.organiser.staff[0].account)
    assert "Không hợp lịch." in client.get(f"/organise/mentoring/{programme.slug}/matches").text
    assert "Tìm cố vấn" in client.get(f"/organise/mentoring/{programme.slug}/matches").text


def test_setting_up_a_programme_and_opening_it(client: FlaskClient, session: Session) -> None:
    organiser = make_organiser()
    sign_in(client, organiser.staff[0].account)
    form = {
        "title": "Cố vấn mùa xuân",
        "mode": "round",
        "event": "",
        "opens_at": "2026-11-01T08:00",
        "closes_at": "2027-02-01T08:00",
        "ends_at": "2027-01-01T08:00",
        **dict.fromkeys(("sessions_planned", "mentor_capacity", "wishes"), "3"),
        "session_minutes": "60",
        "mentors_per_startup": "1",
        "open_requests": "1",
        "answer_hours": "72",
    }
    new = f"/organise/mentoring/of/{organiser.slug}/new"
    assert client.post(new, data=form).status_code == 400, "mentoring would end before the programme closes"
    assert client.post(new, data=form | {"ends_at": "2027-06-01T08:00"}).status_code == 302
    programme = session.scalars(select(Programme)).one()
    client.post(f"/organise/mentoring/{programme.slug}/open")
    session.refresh(programme)
    assert programme.state.value == "draft", "nobody knows what it is for"
    settings = form | {"ends_at": "2027-06-01T08:00", "description": "Ba tháng.", "version": str(programme.version)}
    assert client.post(f"/organise/mentoring/{programme.slug}/settings", data=settings).status_code == 302
    client.post(f"/organise/mentoring/{programme.slug}/open")
    session.refresh(programme)
    assert programme.state.value == "open"


def test_a_mentor_rules_a_startup_out_and_takes_it_back(client: FlaskClient, session: Session) -> None:
    programme = make_programme()
    mentor, participant = make_mentor(programme), make_participant(programme)
    sign_in(client, mentor.profile.account)
    name = participant.startup.name
    assert name in client.get("/mentoring/profile").text
    client.post("/mentoring/profile/refuse", data={"startup": participant.startup.public_id})
    assert "Cho phép lại" in client.get("/mentoring/profile").text
    client.post("/mentoring/profile/allow", data={"startup": participant.startup.public_id})
    assert "Cho phép lại" not in client.get("/mentoring/profile").text


def test_ranking_by_numbers(client: FlaskClient, session: Session) -> None:
    programme = make_programme(mode=Mode.ROUND)
    one, two = make_mentor(programme), make_mentor(programme)
    participant = make_participant(programme)
    sign_in(client, participant.contact)
    path = f"/mentoring/places/{participant.public_id}/ranking"
    twice = client.post(path, data={f"rank-{one.public_id}": "1", f"rank-{two.public_id}": "1"})
    assert twice.status_code == 400
    assert client.post(path, data={f"rank-{one.public_id}": "2", f"rank-{two.public_id}": "1"}).status_code == 302
    page = client.get(path).text
    assert page.index(two.public_id) < page.index(one.public_id), "ranked ones stand in their order"
    session.refresh(participant)
    assert participant.ranked_at is not None


def test_a_startup_reads_why_a_mentor_declined(client: FlaskClient, session: Session) -> None:
    programme = make_programme(wishes=2)
    one, two, participant = make_mentor(programme), make_mentor(programme), make_participant(programme)
    first = requests.add_wish(participant, NewWish(one, "Xin hỗ trợ."), by=participant.contact)
    requests.add_wish(participant, NewWish(two, "Xin hỗ trợ."), by=participant.contact)
    requests.decline(first, reason="Tháng này tôi kín lịch.", by=one.profile.account)
    sign_in(client, participant.contact)
    assert "Tháng này tôi kín lịch." in client.get(f"/mentoring/places/{participant.public_id}").text
