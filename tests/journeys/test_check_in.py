"""People come through the gates: by camera, without network, on two telephones, with a clock that is wrong."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import segno
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ecosystem.core.database import db
from ecosystem.core.invariants import violations
from ecosystem.visitors.domain.states import EntryPolicy, Outcome
from ecosystem.visitors.invariants import INVARIANTS
from ecosystem.visitors.models import Entry, Lead, ScanAttempt, Ticket
from ecosystem.visitors.queries.links import qr_text, ticket_path
from ecosystem.visitors.services.ending import cancel_ticket
from tests.support.browsers import ARGUMENTS, NewVisitor, chromium_path, sign_in
from tests.support.factories.exhibitions import make_exhibition, make_exhibitor
from tests.support.factories.visitors import make_device, make_gate, make_running_event, make_ticket, make_ticket_type
from tests.support.servers import LiveServer

LAN, HOA, YEN = "Trần Mẫu Lan", "Lê Mẫu Hoà", "Y Mẫu Yên"


@dataclass(frozen=True)
class Fair:
    """An event that is on, with three tickets and two gates."""

    gates: tuple[str, str]
    codes: dict[str, str]
    tickets: dict[str, str]
    exhibitor: str
    exhibitor_account: int


@pytest.fixture
def fair(live_server: LiveServer) -> Fair:
    with live_server.app.app_context():
        event = make_running_event()
        kind = make_ticket_type(event, entry_policy=EntryPolicy.ONCE)
        tickets = {name: make_ticket(kind, name) for name in (LAN, HOA, YEN)}
        tokens = [make_device(make_gate(event, name))[1] for name in ("Cổng A", "Cổng B")]
        exhibitor = make_exhibitor(make_exhibition(event), name="Hợp tác xã Mẫu")
        found = Fair(
            (f"/check-in/{tokens[0]}", f"/check-in/{tokens[1]}"),
            {name: qr_text(ticket) for name, ticket in tickets.items()},
            {name: ticket_path(ticket) for name, ticket in tickets.items()},
            exhibitor.public_id,
            exhibitor.contact_id,
        )
        db.session.remove()
        return found


def opens(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.get_by_text("3 vé trên máy này")).to_be_visible()
    expect(page.locator("html[data-kept]")).to_have_count(1)
    return page


def scans(page: Page, text: str) -> None:
    """Types what the camera would read, and puts the last answer away first."""
    page.locator("[data-part=query]").fill(text)
    page.get_by_role("button", name="Kiểm tra").click()


def answered(page: Page, outcome: str, words: str) -> None:
    panel = page.locator(f'[data-part=answer][data-outcome="{outcome}"]')
    expect(panel).to_be_visible()
    expect(panel).to_contain_text(words)


def goes_offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("[data-part=state]")).to_contain_text("Không có mạng")


def comes_back(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.locator("[data-part=state]")).to_have_text("Có mạng", timeout=30_000)


def entries(app: Flask) -> dict[str, datetime]:
    with app.app_context():
        rows = db.session.execute(
            select(Ticket.holder_name, Entry.entered_at)
            .join(Ticket, Ticket.id == Entry.ticket_id)
            .where(Entry.period.is_not(None))
        ).all()
        assert [str(each) for each in violations(INVARIANTS)] == []
        db.session.remove()
    assert len({row.holder_name for row in rows}) == len(rows)
    return {row.holder_name: row.entered_at for row in rows}


def outcomes(app: Flask) -> list[Outcome]:
    with app.app_context():
        found = list(db.session.scalars(select(ScanAttempt.outcome).order_by(ScanAttempt.id)))
        db.session.remove()
    return found


def test_each_ticket_has_its_own_words_and_an_entry_is_undone(
    live_server: LiveServer, new_visitor: NewVisitor, fair: Fair
) -> None:
    page = opens(new_visitor(width=360, height=740), fair.gates[0])
    scans(page, fair.codes[LAN])
    answered(page, "admitted", LAN)
    scans(page, fair.codes[LAN])
    answered(page, "already_in", "Cổng A")
    scans(page, fair.codes[LAN][:-4] + "AAAA")
    answered(page, "forged", "Vé giả")
    page.locator("[data-part=query]").fill("yen")
    page.get_by_role("button", name=YEN).click()
    answered(page, "admitted", YEN)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("đã hoàn tác")).to_be_visible()
    assert set(entries(live_server.app)) == {LAN}
    scans(page, fair.codes[YEN])
    answered(page, "admitted", YEN)
    assert set(entries(live_server.app)) == {LAN, YEN}


def test_two_telephones_without_network_let_one_ticket_in_and_it_counts_once(
    live_server: LiveServer, new_visitor: NewVisitor, fair: Fair
) -> None:
    first, second = (opens(new_visitor(width=360, height=740), gate) for gate in fair.gates)
    for page in (first, second):
        goes_offline(page)
        scans(page, fair.codes[LAN])
        answered(page, "admitted", LAN)
    scans(second, fair.codes[LAN])
    answered(second, "already_in", "Cổng B")
    scans(second, "EV1-AAAAAA-" + fair.codes[LAN][11:])
    answered(second, "other_event", "Sự kiện khác")
    scans(second, fair.codes[HOA])
    answered(second, "admitted", HOA)

    second.reload()  # the page and what it kept are there without network
    expect(second.locator("[data-part=state]")).to_contain_text("đang giữ 4")
    comes_back(first)
    comes_back(second)
    expect(second.locator("[data-part=conflict-box]")).to_contain_text(f"{LAN}: đã vào lúc")
    expect(second.locator("[data-part=conflict-box]")).to_contain_text("Cổng A")
    expect(first.locator("[data-part=conflict-box]")).to_be_hidden()
    assert set(entries(live_server.app)) == {LAN, HOA}
    assert outcomes(live_server.app).count(Outcome.ADMITTED) == 2


def test_what_was_scanned_without_network_is_sent_once_with_the_right_time(
    live_server: LiveServer, new_visitor: NewVisitor, fair: Fair
) -> None:
    page = new_visitor(width=360, height=740)
    page.clock.set_system_time(datetime.now(UTC) - timedelta(hours=7, minutes=11))
    opens(page, fair.gates[0])
    expect(page.get_by_text("Đồng hồ của máy này chậm 431 phút")).to_be_visible()
    goes_offline(page)
    scans(page, fair.codes[LAN])
    answered(page, "admitted", LAN)
    scanned_at = datetime.now(UTC)
    page.context.set_offline(False)
    # The same scans sent a second time, as after an answer that got lost: they get the answer they got before.
    sent = page.wait_for_event("request", lambda request: request.url.endswith("/scans"))
    expect(page.locator("[data-part=state]")).to_have_text("Có mạng", timeout=30_000)
    again = page.request.post(sent.url, data=sent.post_data or "", headers={"Content-Type": "application/json"})
    assert [each["outcome"] for each in again.json()["results"]] == ["admitted"]
    found = entries(live_server.app)
    assert set(found) == {LAN}
    assert abs(found[LAN] - scanned_at) < timedelta(seconds=30)
    assert len(outcomes(live_server.app)) == 1


def test_a_cancelled_ticket_and_a_revoked_link(live_server: LiveServer, new_visitor: NewVisitor, fair: Fair) -> None:
    page = opens(new_visitor(width=360, height=740), fair.gates[0])
    with live_server.app.app_context():
        ticket = db.session.scalars(select(Ticket).where(Ticket.holder_name == HOA)).one()
        cancel_ticket(ticket, by=None)
        db.session.remove()
    page.evaluate("dispatchEvent(new Event('online'))")
    time.sleep(1)
    goes_offline(page)
    scans(page, fair.codes[HOA])
    answered(page, "cancelled", "Đã hủy")
    assert page.request.get(fair.gates[0] + "x").status == 404


@pytest.fixture
def camera(live_server: LiveServer, fair: Fair, tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """A telephone before whose camera somebody holds Lan's ticket."""
    film = tmp_path / "ticket.y4m"
    film.write_bytes(_film(fair.codes[LAN]))
    arguments = [
        *ARGUMENTS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    chromium = browser.browser_type.launch(executable_path=chromium_path(), args=arguments)
    context = chromium.new_context(base_url=live_server.url, locale="vi-VN", viewport={"width": 360, "height": 740})
    context.grant_permissions(["camera"])
    yield context.new_page()
    chromium.close()


def _film(text: str, width: int = 640, height: int = 480, frames: int = 10) -> bytes:
    """A film in YUV4MPEG2 of a QR code in the middle of grey paper."""
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    scale, size = 10, len(matrix)
    left, top = (width - size * scale) // 2, (height - size * scale) // 2
    luma = bytearray(b"\xd0" * (width * height))
    for line in range(size * scale):
        for column in range(size * scale):
            if matrix[line // scale][column // scale]:
                luma[(top + line) * width + left + column] = 16
    frame = b"FRAME\n" + bytes(luma) + b"\x80" * (width * height // 2)
    return f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * frames


def test_the_camera_reads_a_ticket_and_lets_it_in_once(live_server: LiveServer, camera: Page, fair: Fair) -> None:
    opens(camera, fair.gates[0])
    camera.get_by_role("button", name="Bật máy ảnh").click()
    answered(camera, "admitted", LAN)
    time.sleep(2)  # the badge stays before the camera
    answered(camera, "admitted", LAN)
    assert set(entries(live_server.app)) == {LAN}
    assert outcomes(live_server.app) == [Outcome.ADMITTED]


def test_a_badge_becomes_a_lead_when_the_visitor_agrees_and_goes_when_they_do_not(
    live_server: LiveServer, new_visitor: NewVisitor, fair: Fair
) -> None:
    exhibitor, visitor = new_visitor(width=360, height=740), new_visitor(width=360, height=740)
    sign_in(exhibitor, live_server, fair.exhibitor_account)
    exhibitor.goto(f"/leads/{fair.exhibitor}/scan")
    expect(exhibitor.locator("html[data-kept]")).to_have_count(1)
    exhibitor.context.set_offline(True)
    exhibitor.get_by_label("Mã trên thẻ").fill(fair.codes[LAN])
    exhibitor.get_by_role("button", name="Nhận", exact=True).click()
    expect(exhibitor.locator("[data-part=answer]")).to_contain_text("Đã giữ lại")
    exhibitor.context.set_offline(False)
    expect(exhibitor.locator("[data-part=state]")).to_have_text("Có mạng", timeout=30_000)
    exhibitor.goto(f"/leads/{fair.exhibitor}/")
    expect(exhibitor.get_by_text("đã hỏi: 1")).to_be_visible()
    expect(exhibitor.get_by_text(LAN)).to_have_count(0)

    visitor.goto(fair.tickets[LAN])
    visitor.get_by_role("button", name="Chia sẻ liên hệ").click()
    expect(visitor.get_by_text("Đã chia sẻ liên hệ")).to_be_visible()
    exhibitor.reload()
    exhibitor.get_by_role("link", name=LAN).click()
    exhibitor.get_by_label("Ghi chú").fill("Hỏi giá sỉ")
    exhibitor.get_by_role("button", name="Lưu").click()
    expect(exhibitor.get_by_text("Hỏi giá sỉ")).to_be_visible()

    visitor.get_by_role("button", name="Rút lại").click()
    visitor.locator("#confirm").get_by_role("button", name="Rút lại").click()
    expect(visitor.get_by_text("không có thông tin liên hệ của Quý vị")).to_be_visible()
    exhibitor.reload()
    expect(exhibitor.get_by_text(LAN)).to_have_count(0)
    with live_server.app.app_context():
        lead = db.session.scalars(select(Lead)).one()
        assert (lead.state.value, lead.notes, lead.consent_id) == ("withdrawn", "", None)
        assert [str(each) for each in violations(INVARIANTS)] == []
        db.session.remove()
