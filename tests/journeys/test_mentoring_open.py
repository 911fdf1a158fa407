"""Open mentoring in browsers: a startup asks two mentors, the first says no, the second takes it on."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from ecosystem.core.invariants import violations
from ecosystem.mentoring.invariants import INVARIANTS
from tests.journeys.conftest import NewPerson
from tests.journeys.people import Person
from tests.support.browsers import sign_in
from tests.support.factories.accounts import account
from tests.support.factories.mentoring import make_mentor, make_profile, make_programme
from tests.support.factories.startups import make_startup
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer

PROGRAMME = "Cố vấn mở mùa thu"
STARTUP = "Cà phê Măng Đen"


@dataclass
class Open:
    """Everybody who takes part, each at a screen of their own, and the address of the programme."""

    slug: str
    founder: Person
    first: Person
    second: Person
    organiser: Person


@pytest.fixture
def people(live_server: LiveServer, somebody: NewPerson) -> Open:
    met: dict[str, Person] = {}

    def meet(part: str, who: object, **screen: object) -> None:
        met[part] = somebody(who.name, who.email, **screen)  # type: ignore[attr-defined]
        sign_in(met[part].page, live_server, who.id)  # type: ignore[attr-defined]

    with live_server.app.app_context():
        programme = make_programme(title=PROGRAMME, wishes=2)
        slug, owner = programme.slug, programme.organiser.staff[0].account
        founder = account("Y Mẫu Linh", email="linh@example.vn")
        make_startup(founder, name=STARTUP, sectors=["ca_phe"])
        mentors = []
        for name, email in (("Nguyễn Mẫu Một", "mot@example.vn"), ("Trần Mẫu Hai", "hai@example.vn")):
            mentors.append(account(name, email=email))
            make_mentor(programme, profile=make_profile(mentors[-1]))
        meet("founder", founder, width=360)
        meet("first", mentors[0])
        meet("second", mentors[1], width=360)
        meet("organiser", owner)
    return Open(slug, **met)


def test_a_startup_finds_its_mentor(people: Open, live_server: LiveServer) -> None:
    joins(people)
    asks(people, "Nguyễn Mẫu Một")
    asks(people, "Trần Mẫu Hai")
    people.founder.sees("Chờ đến lượt")
    people.first.go("/mentoring/inbox").sees(STARTUP).follow(STARTUP)
    assert_accessible(people.first.page)
    expect(people.first.page.get_by_text("linh@example.vn")).to_have_count(0)
    people.first.fill("Đôi lời gửi dự án", "Tháng này tôi kín lịch.").press("Từ chối")
    people.founder.page.reload()
    people.founder.sees("Tháng này tôi kín lịch.")
    people.second.go("/mentoring/mine").sees("1 yêu cầu đang chờ trả lời.")
    people.second.follow("Mở danh sách yêu cầu").follow(STARTUP)
    people.second.press("Nhận cố vấn cho dự án").sees("linh@example.vn")
    assert_fits(people.second.page)
    people.founder.page.reload()
    people.founder.follow("Trần Mẫu Hai").sees("hai@example.vn")
    assert_accessible(people.founder.page)
    parts(people)
    with live_server.app.app_context():
        assert [str(each) for each in violations(INVARIANTS)] == []


def joins(people: Open) -> None:
    people.founder.go(f"/mentoring/programmes/{people.slug}").follow("Tham gia cùng dự án")
    people.founder.fill("Điều muốn đạt được", "Vào siêu thị trong sáu tháng.")
    people.founder.tick("Thương hiệu và tiếp thị").press("Tham gia chương trình")
    people.founder.sees("Ai phù hợp và vì sao").sees("thương hiệu và tiếp thị")
    assert_accessible(people.founder.page)
    assert_fits(people.founder.page)


def asks(people: Open, name: str) -> None:
    card = people.founder.main.locator(".card").filter(has_text=name)
    card.get_by_role("link", name="Mời làm cố vấn", exact=True).click()
    people.founder.fill("Lời nhắn gửi cố vấn", "Mong được anh chị đồng hành.").press("Gửi yêu cầu")
    expect(people.founder.page).to_have_url(re.compile("/mentoring/places/"))


def parts(people: Open) -> None:
    """The startup ends the match with a reason; the organiser finds it another mentor."""
    people.founder.fill("Lý do", "Hai bên không hợp lịch.").press("Kết thúc sớm")
    people.founder.page.get_by_role("dialog").locator("[data-answer=yes]").click()
    people.founder.sees("Kết thúc ngày")
    people.organiser.go(f"/organise/mentoring/{people.slug}/matches").sees("Hai bên không hợp lịch.").follow(STARTUP)
    people.organiser.sees("Kết thúc sớm")
    people.organiser.follow("Tìm cố vấn khác cho dự án").sees("Ai phù hợp và vì sao")
    assert_accessible(people.organiser.page)
