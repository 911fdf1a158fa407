"""Pages of sessions and hours."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.events.models import StaffRole
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.models import MentoringSession, Mentorship
from ecosystem.mentoring.queries.availability import availability_of
from ecosystem.mentoring.queries.sessions import feedback_of, private_note_of, progress_of, shared_notes_of
from ecosystem.mentoring.services.session_reminders import ask_for_feedback, close_ended, remind_due
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_organiser, make_staff
from tests.support.factories.mentoring_sessions import NOW, TEN, booked, founder_of, match, mentor_of, open_hours
from tests.support.factories.startups import make_member
from tests.support.held_clock import HeldClock
from tests.support.statements import count_statements

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday_morning(held_clock: HeldClock) -> None:
    held_clock.set(NOW)


def page_of(found: MentoringSession) -> str:
    return f"/mentoring/sessions/{found.public_id}"


def sessions_page(made: Mentorship) -> str:
    return f"/mentoring/matches/{made.public_id}/sessions"


def mails(session: Session, kind: str) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == kind)))


def test_a_founder_chooses_one_of_the_free_hours(client: FlaskClient, session: Session) -> None:
    made = match()
    open_hours(made, timezone="Europe/Berlin", weekly={"3": [[240, 360]]})  # 04:00–06:00 is 10:00–12:00 in Việt Nam
    sign_in(client, founder_of(made))
    page = client.get(sessions_page(made) + "/book").text
    assert f'value="{TEN.isoformat()}"' in page
    assert "GMT+1" in page
    answer = client.post(sessions_page(made) + "/book", data={"slot": TEN.isoformat(), "topic": "Giá bán"})
    assert answer.status_code == 302
    told = client.get(answer.location).text
    assert "Giá bán" in told
    assert "26/11/2026 10:00" in told
    assert "26/11/2026 04:00" in told


@pytest.mark.parametrize(
    "slot", ["", "nonsense", "2026-11-26T03:00:00", "9999-12-31T23:59:59+00:00", TEN.isoformat()[:-9]]
)
def test_an_hour_that_is_none_is_refused_in_words(client: FlaskClient, session: Session, slot: str) -> None:
    made = match()
    open_hours(made)
    sign_in(client, founder_of(made))
    answer = client.post(sessions_page(made) + "/book", data={"slot": slot, "topic": "Còn đây"})
    assert answer.status_code == 400
    assert "Còn đây" in answer.text
    assert session.scalar(select(MentoringSession.id)) is None


def test_a_mentor_types_a_time_of_their_own_clock(client: FlaskClient, session: Session) -> None:
    made = match(mentor=account("Cố vấn xa", timezone="Europe/Berlin"))
    sign_in(client, mentor_of(made))
    for wall, words in (("2027-03-28T02:30", "không có giờ này"), ("2026-12-01T14:00", "")):
        answer = client.post(sessions_page(made) + "/book", data={"at": wall})
        assert words in answer.text
    found = session.scalars(select(MentoringSession)).one()
    assert found.starts_at.isoformat() == "2026-12-01T13:00:00+00:00"


def test_strangers_see_nothing_and_the_staff_no_notes(client: FlaskClient, session: Session) -> None:
    organiser = make_organiser()
    made = match(organiser=organiser)
    found = booked(made, topic="Gọi vốn")
    sign_in(client, account())
    assert client.get(page_of(found)).status_code == 404
    assert client.post(page_of(found) + "/cancel", data={"reason": "x"}).status_code == 404
    sign_in(client, make_staff(organiser, StaffRole.MANAGER))
    page = client.get(page_of(found))
    assert page.status_code == 200
    assert "shared-notes" not in page.text
    assert client.post(page_of(found) + "/private-notes", data={"text": "x"}).status_code == 403


def test_notes_are_shared_private_and_never_overwritten(client: FlaskClient, session: Session) -> None:
    made = match()
    found = booked(made)
    sign_in(client, founder_of(made))
    client.post(page_of(found) + "/shared-notes", data={"text": "Từ startup", "version": "0"})
    client.post(page_of(found) + "/private-notes", data={"text": "Bí mật của tôi", "version": "0"})
    sign_in(client, mentor_of(made))
    page = client.get(page_of(found)).text
    assert "Từ startup" in page
    assert "Bí mật của tôi" not in page
    stale = client.post(page_of(found) + "/shared-notes", data={"text": "Từ cố vấn", "version": "0"})
    assert stale.status_code == 409
    assert "Từ startup" in stale.text
    assert "Từ cố vấn" in stale.text
    client.post(page_of(found) + "/shared-notes", data={"text": "Cả hai", "version": "1"})
    notes, private = shared_notes_of(found), private_note_of(found, founder_of(made).id)
    assert (notes and notes.text, private and private.text) == ("Cả hai", "Bí mật của tôi")


def test_things_to_do_are_noted_and_ticked(client: FlaskClient, session: Session) -> None:
    made = match()
    found = booked(made)
    sign_in(client, founder_of(made))
    data = {"text": "Tính lại giá thành", "owner_id": str(founder_of(made).id), "due_on": "2026-12-01"}
    client.post(page_of(found) + "/items", data=data)
    client.post(page_of(found) + "/items", data=data)
    page = client.get(sessions_page(made)).text
    assert page.count("Tính lại giá thành</span>") == 1
    item = page.partition("/mentoring/items/")[2].partition("/")[0]
    client.post(f"/mentoring/items/{item}/done")
    assert "line-through" in client.get(sessions_page(made)).text
    assert client.post(page_of(found) + "/items", data=data | {"owner_id": str(account().id)}).status_code == 400


def test_hours_are_logged_and_absence_disputed_and_decided(
    client: FlaskClient, session: Session, held_clock: HeldClock
) -> None:
    organiser = make_organiser()
    made = match(organiser=organiser)
    found = booked(made)
    sign_in(client, mentor_of(made))
    client.post(page_of(found) + "/held", data={"minutes": "60"})
    assert found.state is SessionState.BOOKED  # it has not begun
    held_clock.set(TEN + 2 * HOUR)
    sign_in(client, mentor_of(made))
    client.post(page_of(found) + "/held", data={"minutes": "75"})
    assert progress_of(made).minutes == 75
    client.post(page_of(found) + "/absent", data={"reason": "Đợi 30 phút"})
    assert (found.state, found.minutes) == (SessionState.NO_SHOW, None)
    client.post(page_of(found) + "/object", data={"reason": "Tôi có mặt"})
    assert found.state is SessionState.NO_SHOW  # the mentor reported it
    sign_in(client, founder_of(made))
    client.post(page_of(found) + "/held", data={"minutes": "60"})
    client.post(page_of(found) + "/take-back")
    assert found.state is SessionState.NO_SHOW  # nobody wipes out what is said of them
    client.post(page_of(found) + "/object", data={"reason": "Phòng họp bị khóa"})
    assert found.state is SessionState.DISPUTED
    assert client.post(page_of(found) + "/settle-held").status_code == 403
    sign_in(client, make_staff(organiser, StaffRole.MANAGER))
    assert "Phòng họp bị khóa" in client.get(page_of(found)).text
    client.post(page_of(found) + "/settle-held")
    assert (found.state, found.minutes) == (SessionState.HELD, 60)
    sign_in(client, mentor_of(made))
    client.post(page_of(found) + "/absent", data={"reason": "Đợi 30 phút"})
    assert found.state is SessionState.HELD  # decided is decided


def test_feedback_is_read_once_both_have_written(client: FlaskClient, session: Session, held_clock: HeldClock) -> None:
    made = match()
    found = booked(made)
    sign_in(client, founder_of(made))
    data = {"rating": "5", "to_other": "Rất hữu ích", "to_organiser": "Chỉ cho ban tổ chức"}
    assert client.post(page_of(found) + "/feedback", data=data).status_code == 400  # not over yet
    held_clock.set(TEN + 2 * HOUR)
    sign_in(client, founder_of(made))
    assert client.post(page_of(found) + "/feedback", data=data).status_code == 302
    sign_in(client, mentor_of(made))
    assert "Rất hữu ích" not in client.get(page_of(found)).text
    client.post(page_of(found) + "/feedback", data={"rating": "4", "to_other": "Chuẩn bị tốt"})
    page = client.get(page_of(found)).text
    assert "Rất hữu ích" in page
    assert "Chỉ cho ban tổ chức" not in page
    assert page_of(found) + "/feedback" not in page, "nobody answers what they read"
    answer = client.post(page_of(found) + "/feedback", data={"rating": "1", "to_other": "Tệ"})
    assert answer.status_code == 400
    assert {each.rating for each in feedback_of(found)} == {4, 5}


def test_a_founder_reads_the_mentors_words_after_their_own(
    client: FlaskClient, session: Session, held_clock: HeldClock
) -> None:
    made = match()
    other = make_member(made.startup)
    found = booked(made, attendees=[founder_of(made).id, other.account_id])
    held_clock.set(TEN + 2 * HOUR)
    for who, words in ((founder_of(made), "Rất hữu ích"), (mentor_of(made), "Chuẩn bị tốt")):
        sign_in(client, who)
        client.post(page_of(found) + "/feedback", data={"rating": "4", "to_other": words})
    sign_in(client, other.account)
    assert "Chuẩn bị tốt" not in client.get(page_of(found)).text
    client.post(page_of(found) + "/feedback", data={"rating": "3", "to_other": "Hơi nhanh"})
    assert "Chuẩn bị tốt" in client.get(page_of(found)).text


def test_reminders_go_once_each(session: Session, held_clock: HeldClock) -> None:
    found = booked(match())
    assert remind_due() == 0
    held_clock.set(TEN - 20 * HOUR)
    assert [remind_due(), remind_due()] == [1, 0]
    held_clock.set(TEN - HOUR / 2)
    assert [remind_due(), remind_due()] == [1, 0]
    assert len(mails(session, "mentoring_session_reminder")) == 4
    held_clock.set(TEN + 2 * HOUR)
    assert [ask_for_feedback(), ask_for_feedback()] == [1, 0]
    held_clock.set(TEN + timedelta(days=4))
    assert [close_ended(), close_ended()] == [1, 0]
    assert (found.state, found.minutes) == (SessionState.HELD, 60)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_few_statements(client: FlaskClient, session: Session, number: int) -> None:
    made = match()
    sessions = [
        booked(made, TEN + each * HOUR / 2 * 2 if each < 2 else TEN + timedelta(days=1)) for each in range(number)
    ]
    one = page_of(sessions[0])
    pages = [sessions_page(made), sessions_page(made) + "/book", one, one + "/move", one + "/details"]
    for who in (founder_of(made), mentor_of(made)):
        sign_in(client, who)
        for path in [*pages, one + "/feedback", "/mentoring/sessions", "/mentoring/mine"]:
            with count_statements() as counted:
                assert client.get(path).status_code == 200
            counted.at_most(15)
    with count_statements() as counted:
        assert client.get("/mentoring/hours").status_code == 200
    counted.at_most(15)


def test_a_mentor_opens_hours_as_a_grid_or_in_words(client: FlaskClient, session: Session) -> None:
    made = match()
    sign_in(client, mentor_of(made))
    rules = {
        "timezone": "Asia/Ho_Chi_Minh",
        "notice_hours": "12",
        "buffer_minutes": "15",
        "most_per_week": "4",
        "days_ahead": "30",
    }
    assert client.post("/mentoring/hours", data=rules | {"cell": ["0-540", "0-570", "2-600", "9-1"]}).status_code == 302
    hours = availability_of(made.profile_id)
    assert hours is not None
    assert hours.weekly == {"0": [[540, 600]], "2": [[600, 630]]}
    page = client.get("/mentoring/hours?as=text").text
    assert "09:00–10:00" in page
    wrong = client.post("/mentoring/hours?as=text", data=rules | {"day0": "sáng sớm", "version": str(hours.version)})
    assert wrong.status_code == 400
    assert "sáng sớm" in wrong.text
    client.post(
        "/mentoring/hours?as=text", data=rules | {"day4": "8-9:30, 14:00 – 16:00", "version": str(hours.version)}
    )
    session.refresh(hours)
    assert hours.weekly == {"4": [[480, 570], [840, 960]]}
    stale = client.post("/mentoring/hours?as=text", data=rules | {"day4": "8-9", "version": "1"})
    assert stale.status_code == 400
    data = {"kind": "busy", "starts_on": "2026-12-24", "ends_on": "2027-01-02", "note": "Về quê"}
    client.post("/mentoring/hours/exceptions", data=data)
    assert "Về quê" in client.get("/mentoring/hours").text
    ident = hours.exceptions[0].public_id
    client.post(f"/mentoring/hours/exceptions/{ident}/remove")
    assert "Về quê" not in client.get("/mentoring/hours").text
    assert client.post("/mentoring/hours/exceptions", data=data | {"ends_on": "2026-12-01"}).status_code == 400


def test_only_mentors_have_hours(client: FlaskClient, session: Session) -> None:
    sign_in(client, account())
    assert client.get("/mentoring/hours").status_code == 403
