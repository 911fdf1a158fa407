"""A public vote in browsers: the organiser's desk, voters on their phones, mails in between, the part of the score."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from ecosystem.accounts.models import Account
from ecosystem.applications.models import GalleryState
from ecosystem.contests.models import Contest
from ecosystem.core.database import session, transaction
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import ComponentValue
from ecosystem.judging.queries.decisions import decided_in
from ecosystem.judging.services.decisions import decide
from ecosystem.judging.services.publication import publish
from tests.journeys.conftest import NewPerson
from tests.journeys.people import Person
from tests.judging.published import scored_round
from tests.support.browsers import sign_in
from tests.support.held_clock import ZONE, HeldClock
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer

TITLES = ("Cà phê chế biến sâu", "Gùi thông minh", "Rượu cần Măng Đen")
POLL = "Giải khán giả bình chọn"


@dataclass
class Vote:
    """The contest as it was judged, the address of its vote once there is one, and everybody who takes part."""

    contest: int
    slug: str
    owner: int
    organiser: Person
    meet: NewPerson
    public: str = ""

    @property
    def desk(self) -> str:
        """The organiser's list of votes."""
        return f"/organise/contests/{self.slug}/votes/"

    def voter(self, email: str) -> Person:
        """Somebody more with a phone."""
        return self.meet("Khách", email, width=360)


@pytest.fixture
def vote(live_server: LiveServer, somebody: NewPerson, held_clock: HeldClock) -> Vote:
    held_clock.set(datetime.now(UTC))
    with live_server.app.app_context():
        judged = scored_round()
        with transaction():
            session().query(ComponentValue).delete()
            for entry, title in zip(judged.entries, TITLES, strict=True):
                entry.title, entry.gallery, entry.announced_state = title, GalleryState.SHOWN, entry.state
        contest, slug, owner = judged.contest.id, judged.contest.slug, judged.owner
        organiser = somebody(owner.name, owner.email)
        sign_in(organiser.page, live_server, owner.id)
    return Vote(contest, slug, owner.id, organiser, somebody)


def test_a_vote_from_the_ballot_to_the_score(vote: Vote, live_server: LiveServer, held_clock: HeldClock) -> None:
    open_the_vote(vote)
    lan = votes_for(vote, "lan.mau@gmail.com", TITLES[0])
    votes_again_in_vain(vote, lan)
    mai = votes_for(vote, "mai@mailinator.com", TITLES[1])
    totals_are_hidden(vote, mai)
    hold_and_release(vote)
    held_clock.advance(hours=4)
    close(vote, live_server)
    read_the_results(vote, mai)


def open_the_vote(vote: Vote) -> None:
    organiser, now = vote.organiser.go(vote.desk), datetime.now(ZoneInfo(ZONE))
    organiser.follow("Tạo cuộc bình chọn").reads("Tạo cuộc bình chọn")
    page = organiser.page
    page.fill("[name=title]", POLL)
    page.fill("[name=opens_at]", f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.fill("[name=closes_at]", f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    page.fill("[name=votes_per_board]", "1")
    organiser.pick("Một phần điểm ngoài giám khảo").select("Phần điểm", "Bình chọn")
    organiser.press("Lưu").is_told("Đã tạo cuộc bình chọn").reads(POLL)
    organiser.press("Công bố cuộc bình chọn").is_told("Mọi người đã xem được cuộc bình chọn")
    vote.public = organiser.main.get_by_role("link", name="Trang công khai").get_attribute("href") or ""


def asks_for_ballot(vote: Vote, voter: Person, title: str, email: str = "") -> None:
    voter.go(vote.public).reads(POLL)
    voter.screen.get_by_role("checkbox", name=title).check()
    voter.fill("Địa chỉ thư điện tử", email or voter.email).tick("Tôi đồng ý cho dùng địa chỉ")
    voter.press("Gửi đường dẫn cho tôi").reads("Còn một bước: xác nhận phiếu bình chọn")


def votes_for(vote: Vote, email: str, title: str) -> Person:
    voter = vote.voter(email).go(vote.public)
    assert_fits(voter.page)
    assert_accessible(voter.page)
    asks_for_ballot(vote, voter, title)
    voter.follows_mail("Xác nhận phiếu bình chọn", "/vote/confirm/").reads("Xác nhận phiếu bình chọn").sees(title)
    assert_fits(voter.page)
    voter.press("Xác nhận phiếu của tôi").sees("được tính")
    return voter


def votes_again_in_vain(vote: Vote, voter: Person) -> None:
    """The same mailbox in another spelling: the page tells nothing, the mail does."""
    again = vote.voter("LanMau+2@gmail.com")
    asks_for_ballot(vote, again, TITLES[2])
    assert "/vote/confirm/" not in voter.opens_mail("Phiếu bình chọn của Anh/Chị đã được ghi nhận")
    assert not again.has_mail("Xác nhận phiếu bình chọn")
    counts(vote, {TITLES[0]: ("1", "1"), TITLES[2]: ("0", "0")})


def counts(vote: Vote, expected: dict[str, tuple[str, str]]) -> None:
    """The organiser's table: before quarantine, counted."""
    vote.organiser.go(vote.desk).follow(POLL).reads(POLL)
    for title, numbers in expected.items():
        row = vote.organiser.main.get_by_role("row").filter(has_text=title)
        expect(row.locator(".is-number")).to_have_text(list(numbers))


def totals_are_hidden(vote: Vote, voter: Person) -> None:
    voter.go(vote.public).sees("Kết quả được giấu đến khi kết thúc")
    expect(voter.main.locator(".is-number")).to_have_count(0)


def hold_and_release(vote: Vote) -> None:
    organiser = vote.organiser
    counts(vote, {TITLES[1]: ("1", "0")})
    organiser.sees("đang giữ 1 phiếu").sees("mailinator.com")
    steps = (
        ("Bỏ cách ly", "Đã gọi điện xác minh", "1"),
        ("Giữ lại", "Có phản ánh về địa chỉ này", "0"),
        ("Bỏ cách ly", "Phản ánh không có căn cứ", "1"),
    )
    for button, reason, counted in steps:
        organiser.fill("Lý do", reason).press(button).is_told("Đã thay đổi 1 phiếu").sees(f"Lý do đã nêu: {reason}")
        counts(vote, {TITLES[1]: ("1", counted)})


def close(vote: Vote, live_server: LiveServer) -> None:
    organiser = vote.organiser
    sign_in(organiser.page, live_server, vote.owner)
    counts(vote, {TITLES[0]: ("1", "1"), TITLES[1]: ("1", "1")})
    organiser.press("Đưa số phiếu vào bảng xếp hạng").is_told("Đã đưa vào số phiếu của 3 hồ sơ")
    organiser.press("Công bố kết quả bình chọn").confirms("Công bố kết quả bình chọn").is_told("Kết quả đã công khai")
    with live_server.app.app_context():
        round_ = session().get_one(Contest, vote.contest).rounds[0]
        by = session().get_one(Account, vote.owner)
        decide(round_, [each.entry.id for each in decided_in(round_)], Decision.ADVANCE, by=by)
        publish(round_, by=by)


def read_the_results(vote: Vote, anybody: Person) -> None:
    """Everybody reads the totals of the vote, and what they brought each entry."""
    anybody.go(vote.public).sees("2 phiếu được tính")
    row = anybody.main.get_by_role("row").filter(has_text=TITLES[0])
    expect(row.locator(".is-number")).to_have_text("1")
    assert_fits(anybody.page)
    anybody.go(f"/contests/{vote.slug}/results/1")
    for title, points in ((TITLES[0], "20,0"), (TITLES[1], "20,0"), (TITLES[2], "0,0")):
        expect(anybody.main.get_by_role("row").filter(has_text=title)).to_contain_text(points)
