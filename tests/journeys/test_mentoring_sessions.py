"""Mentoring sessions in browsers: hours drawn, one booked on a phone, moved, held, notes of both sides, feedback."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from ecosystem.core.database import session
from ecosystem.mentoring.models import MentoringSession
from tests.journeys.conftest import NewPerson
from tests.journeys.people import Person
from tests.support.browsers import sign_in
from tests.support.factories.accounts import account
from tests.support.factories.mentoring_sessions import NOW, match
from tests.support.held_clock import ZONE, HeldClock
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer

MOVED = "2026-11-25T02:30:00+00:00"


@dataclass
class Pair:
    """A match, and both sides at their screens: the mentor in Berlin at a desk, the founder with a phone."""

    path: str
    mentor: Person
    founder: Person
    mentor_id: int
    founder_id: int


@pytest.fixture
def pair(live_server: LiveServer, somebody: NewPerson, held_clock: HeldClock) -> Pair:
    held_clock.set(NOW)
    with live_server.app.app_context():
        made = match(
            account("Anna Mẫu Weber", "anna@example.vn", timezone="Europe/Berlin"),
            account("Rơ Châm Mẫu", "ro@example.vn"),
        )
        mentor, founder = made.profile.account, made.participant.contact
        path = f"/mentoring/matches/{made.public_id}/sessions"
        found = Pair(
            path,
            somebody(mentor.name, mentor.email),
            somebody(founder.name, founder.email, width=360),
            mentor.id,
            founder.id,
        )
    sign_in(found.mentor.page, live_server, found.mentor_id)
    sign_in(found.founder.page, live_server, found.founder_id)
    return found


def test_from_open_hours_to_feedback(pair: Pair, live_server: LiveServer, held_clock: HeldClock) -> None:
    draw_hours(pair)
    book(pair)
    move(pair)
    both_take_notes(pair)
    starts_at = meeting(live_server)
    held_clock.set(starts_at + timedelta(hours=2))
    sign_in(pair.mentor.page, live_server, pair.mentor_id)
    sign_in(pair.founder.page, live_server, pair.founder_id)
    log_and_rate(pair)


def draw_hours(pair: Pair) -> None:
    """Draw a morning with the mouse, then write hours of the Berlin night, which are a morning in Việt Nam."""
    mentor = pair.mentor.go("/mentoring/hours")
    expect(mentor.screen).to_be_attached()
    first, last = (mentor.page.locator(f'td:has([value="0-{minute}"])') for minute in (540, 630))
    first.hover()
    mentor.page.mouse.down()
    last.hover()
    mentor.page.mouse.up()
    mentor.press("Lưu giờ rảnh").sees("Đã lưu giờ rảnh.")
    mentor.go("/mentoring/hours?as=text")
    expect(mentor.page.locator("[name=day0]")).to_have_value("09:00–11:00")
    for day in range(5):
        mentor.page.locator(f"[name=day{day}]").fill("3:30-6")
    mentor.press("Lưu giờ rảnh").sees("Đã lưu giờ rảnh.")
    expect(mentor.page.locator("[name=day0]")).to_have_value("03:30–06:00")


def book(pair: Pair) -> None:
    founder = pair.founder.go(pair.path).follow("Đặt buổi cố vấn")
    assert_fits(founder.page)
    assert_accessible(founder.page)
    founder.sees("GMT+1")
    founder.page.locator("label.slot", has=founder.page.locator('[value="2026-11-24T02:30:00+00:00"]')).click()
    founder.page.locator("[name=topic]").fill("Giá bán cà phê đặc sản")
    founder.press("Đặt lịch").sees("Đã đặt buổi cố vấn.")
    assert_fits(founder.page)
    assert_accessible(founder.page)
    founder.sees("24/11/2026 09:30–10:30")
    founder.sees("24/11/2026 03:30–04:30 GMT+1")
    invitation = founder._mail("Anna Mẫu Weber")
    parts = [part for part in invitation.walk() if part.get_content_type() == "text/calendar"]
    events = Calendar.from_ical(parts[0].get_content()).walk("VEVENT")
    assert [str(each["SUMMARY"]).startswith("Cố vấn:") for each in events] == [True]


def move(pair: Pair) -> None:
    mentor = pair.mentor.go(pair.path).follow("Giá bán cà phê đặc sản").follow("Giờ khác")
    mentor.page.locator("label.slot", has=mentor.page.locator(f'[value="{MOVED}"]')).click()
    mentor.tick("Hỏi bên kia trước; trong khi chờ trả lời, giờ cũ vẫn giữ")
    mentor.press("Dời buổi cố vấn").sees("Đã hỏi bên kia.")
    founder = pair.founder.go(pair.path).follow("Giá bán cà phê đặc sản")
    founder.sees("Có đề nghị giờ khác").press("Nhận lời").sees("25/11/2026 09:30–10:30")
    founder.go("/calendar/").sees("Cố vấn:")
    assert_fits(founder.page)
    assert_accessible(founder.page)


def both_take_notes(pair: Pair) -> None:
    mentor = pair.mentor.go(pair.path).follow("Giá bán cà phê đặc sản")
    founder = pair.founder.go(pair.path).follow("Giá bán cà phê đặc sản")
    founder.page.get_by_label("Ghi chú chung").fill("Giá vốn 62.000 ₫")
    founder.page.locator("#notes").get_by_role("button", name="Lưu").click()
    founder.sees("Đã lưu ghi chú.")
    mentor.page.get_by_label("Ghi chú chung").fill("Xem lại bao bì")
    mentor.page.locator("#notes").get_by_role("button", name="Lưu").click()
    mentor.sees("Giá vốn 62.000 ₫")  # both versions, nothing overwritten
    expect(mentor.page.get_by_label("Ghi chú chung")).to_have_value("Xem lại bao bì")
    mentor.page.get_by_label("Ghi chú chung").fill("Giá vốn 62.000 ₫, xem lại bao bì")
    mentor.page.locator("#notes").get_by_role("button", name="Lưu").click()
    mentor.sees("Đã lưu ghi chú.")


def meeting(live_server: LiveServer) -> datetime:
    with live_server.app.app_context():
        found = session().query(MentoringSession).one()
        assert found.starts_at.astimezone(ZoneInfo(ZONE)).strftime("%d/%m %H:%M") == "25/11 09:30"
        return found.starts_at


def log_and_rate(pair: Pair) -> None:
    mentor = pair.mentor.go(pair.path).follow("Giá bán cà phê đặc sản")
    mentor.page.locator("[name=minutes]").fill("70")
    mentor.press("Buổi cố vấn đã diễn ra").sees("70 phút")
    for person, text in ((pair.mentor, "Chuẩn bị rất kỹ"), (pair.founder, "Rất cụ thể")):
        person.go(pair.path).follow("Giá bán cà phê đặc sản").follow("Gửi phản hồi")
        assert_fits(person.page)
        person.page.get_by_role("radio", name="5 – rất hữu ích").check()
        person.page.get_by_label("Gửi bên kia").fill(text)
        person.press("Gửi phản hồi").sees("Cảm ơn phản hồi")
    pair.founder.sees("Chuẩn bị rất kỹ")
    pair.mentor.go(pair.path).sees("1,2")
