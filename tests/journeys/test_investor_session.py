"""An investor session in the browser: from wishes over proposals and the code at the table to what came of it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ecosystem.calendar.invariants import INVARIANTS as OF_CALENDAR
from ecosystem.core import clock
from ecosystem.core.database import db
from ecosystem.core.invariants import violations
from ecosystem.fundraising.jobs import ask_what_came_of_it
from ecosystem.investors.invariants import INVARIANTS
from ecosystem.investors.models import InvestorSession, Meeting, MeetingState
from tests.support.background import run_tasks
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.accounts import account
from tests.support.factories.investors import make_investor, make_session, take_part
from tests.support.factories.startups import make_startup
from tests.support.held_clock import HeldClock
from tests.support.servers import LiveServer


@dataclass(frozen=True)
class Day:
    """A session whose first slot runs now: two startups, two investors, nobody has said anything."""

    session_id: str
    organiser: int
    founder: int
    investor: int


@pytest.fixture
def day(live_server: LiveServer) -> Day:
    with live_server.app.app_context():
        now = clock.now().astimezone(clock.zone("Asia/Ho_Chi_Minh"))
        minute = min(now.hour * 60 + now.minute - now.minute % 5, 23 * 60)
        made = make_session(
            held_on=now.date(), starts_minute=minute, ends_minute=minute + 40, breaks=(), tables=3, founder_minimum=1
        )
        founders = [make_startup(account(f"Chủ {name}"), name=name) for name in ("Mật ong Sa Thầy", "Trà cascara")]
        investors = [
            make_investor(account(f"Đại diện {name}"), name=name) for name in ("Quỹ Đại Ngàn", "Quỹ Ngọc Linh")
        ]
        parts = [take_part(made, each) for each in (*founders, *investors)]
        found = Day(
            made.public_id,
            made.event.organiser.staff[0].account_id,
            parts[0].account_id,
            parts[2].account_id,
        )
        db.session.remove()
        return found


def wishes(page: Page, day: Day, name: str, choice: str) -> None:
    page.goto(f"/investor-sessions/{day.session_id}/wishes")
    page.locator(".wish", has_text=name).get_by_label(choice).check()
    page.get_by_role("button", name="Lưu nguyện vọng").click()
    expect(page.get_by_text("Đã lưu nguyện vọng")).to_be_visible()


def confirmed(page: Page, button: str) -> None:
    """Press a button that asks first, and go on."""
    page.wait_for_load_state("networkidle")
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    page.locator("dialog[open] [data-answer=yes]").click()


def today() -> date:
    """Return the day it is in Việt Nam."""
    return clock.now().astimezone(clock.zone("Asia/Ho_Chi_Minh")).date()


def tell(page: Page, meeting: str, amount: str, note: str) -> None:
    """Say at home that money was invested, and keep a note for oneself."""
    page.goto(f"/meetings/{meeting}")
    page.get_by_label("Đã rót vốn").check()
    page.get_by_label("Số tiền").fill(amount)
    page.get_by_label("Ngày thỏa thuận").fill(today().isoformat())
    page.get_by_role("button", name="Cho biết kết quả").click()
    expect(page.get_by_text("Cảm ơn Quý vị").first).to_be_visible()
    page.get_by_role("textbox", name="Ghi chú riêng").fill(note)
    page.get_by_role("button", name="Lưu ghi chú").click()
    expect(page.get_by_text("Đã lưu ghi chú").first).to_be_visible()


def test_from_wishes_to_what_came_of_it(
    live_server: LiveServer, new_visitor: NewVisitor, day: Day, held_clock: HeldClock
) -> None:
    founder, investor, organiser = (new_visitor() for _ in range(3))
    for page, who in ((founder, day.founder), (investor, day.investor), (organiser, day.organiser)):
        sign_in(page, live_server, who)
    wishes(founder, day, "Quỹ Đại Ngàn", "Phải gặp")
    wishes(investor, day, "Trà cascara", "Muốn gặp")
    wishes(investor, day, "Mật ong Sa Thầy", "Phải gặp")

    desk = f"/organise/investor-sessions/{day.session_id}/"
    organiser.goto(desk)
    expect(organiser.get_by_text("1 cặp muốn gặp nhau")).to_be_visible()
    confirmed(organiser, "Đóng nhận nguyện vọng")
    organiser.get_by_role("link", name="Lập lịch gặp").click()
    organiser.get_by_role("button", name="Lập phương án").click()
    expect(organiser.get_by_role("heading", level=1)).to_be_visible()
    run_tasks(live_server.app)
    organiser.goto(f"{desk}timetables/")
    organiser.get_by_role("link", name="Phương án 1").click()
    expect(organiser.get_by_text("100,00 %")).to_be_visible()
    expect(organiser.locator(".tt")).to_contain_text("Quỹ Đại Ngàn")
    confirmed(organiser, "Công bố")
    confirmed(organiser, "Gửi thư")
    expect(organiser.get_by_text("thư đang được gửi").first).to_be_visible()

    founder.goto(f"/investor-sessions/{day.session_id}/agenda")
    expect(founder.locator(".agenda")).to_contain_text("Quỹ Đại Ngàn")
    with live_server.app.app_context():
        meeting = db.session.scalars(
            select(Meeting).join(Meeting.slot).where(Meeting.live.is_(True)).order_by(Meeting.slot_id)
        ).first()
        assert meeting is not None
        table, person = meeting.table.public_id, meeting.founder.account_id
        met, payer = meeting.public_id, meeting.investor.account_id
        db.session.remove()
    sitting = founder if person == day.founder else new_visitor()
    sign_in(sitting, live_server, person)
    sitting.goto(f"/investor-sessions/tables/{table}")
    sitting.get_by_role("button", name="Hai bên gặp nhau").first.click()
    expect(sitting.get_by_text("Đã gặp").or_(sitting.get_by_text("Đã ghi nhận")).first).to_be_visible()
    investor.goto(f"/investor-sessions/{day.session_id}/board")
    expect(investor.locator(".hall-clock")).not_to_have_text("–:––")
    with live_server.app.app_context():
        states = set(db.session.scalars(select(Meeting.state)))
        assert MeetingState.HELD in states
        session_ = db.session.scalars(select(InvestorSession)).one()
        assert session_.published_at is not None
        assert [str(each) for each in violations((*INVARIANTS, *OF_CALENDAR))] == []

    other_side = investor if payer == day.investor else new_visitor()
    sign_in(other_side, live_server, payer)
    tell(sitting, met, "2 tỷ", "Giữ kín: định giá hơi cao")
    tell(other_side, met, "1,5 tỷ", "Giữ kín: cần thêm số liệu")
    organiser.goto(f"{desk}outcomes")
    main = organiser.get_by_role("main")
    expect(main.get_by_text("Đã rót vốn").first).to_be_visible()
    expect(main.get_by_role("row", name=str(today().year))).to_contain_text("1.500.000.000")
    expect(main.get_by_role("row", name=str(today().year))).to_contain_text("500.000.000")
    expect(main).not_to_contain_text("Giữ kín")

    held_clock.set(clock.now() + timedelta(weeks=2, hours=2))
    with live_server.app.app_context():
        assert ask_what_came_of_it().endswith(" asked")
        assert ask_what_came_of_it() == "", "once a span"
        open_one = db.session.scalars(
            select(Meeting).where(Meeting.live.is_(True), Meeting.public_id != met).order_by(Meeting.id)
        ).first()
        assert open_one is not None
        silent = open_one.founder.account_id
        db.session.remove()
    reminded = new_visitor()
    sign_in(reminded, live_server, silent)
    reminded.goto("/inbox")
    expect(reminded.get_by_text("Sau 2 tuần").first).to_be_visible()
    reminded.goto("/meetings")
    expect(reminded.get_by_role("main")).to_contain_text("Quỹ")
