"""A matching round in browsers: ranking by numbers on a phone, a run by a worker, a draft by hand, publication."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from ecosystem.core.database import session
from ecosystem.core.invariants import violations
from ecosystem.mentoring.domain.life_cycle import Mode
from ecosystem.mentoring.invariants import INVARIANTS
from ecosystem.mentoring.models import Mentorship
from tests.journeys.conftest import NewPerson
from tests.journeys.people import Person
from tests.support.background import run_tasks
from tests.support.browsers import sign_in
from tests.support.factories.accounts import account
from tests.support.factories.mentoring import make_mentor, make_participant, make_profile, make_programme
from tests.support.factories.startups import make_startup
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer


@dataclass
class Round:
    """Two mentors, two startups, the organiser; the addresses of the places of one mentor and one startup."""

    slug: str
    startup_place: str
    mentor_place: str
    founder: Person
    mentor: Person
    organiser: Person


@pytest.fixture
def made(live_server: LiveServer, somebody: NewPerson) -> Round:
    met: dict[str, Person] = {}

    def meet(part: str, who: object, **screen: object) -> None:
        met[part] = somebody(who.name, who.email, **screen)  # type: ignore[attr-defined]
        sign_in(met[part].page, live_server, who.id)  # type: ignore[attr-defined]

    with live_server.app.app_context():
        programme = make_programme(title="Ghép cặp mùa xuân", mode=Mode.ROUND)
        mentor = account("Nguyễn Mẫu Một", email="mot@example.vn")
        place = make_mentor(programme, profile=make_profile(mentor), capacity=1)
        make_mentor(programme, profile=make_profile(account("Trần Mẫu Hai", email="hai@example.vn")), capacity=1)
        founder = account("Y Mẫu Linh", email="linh@example.vn")
        mine = make_participant(programme, founder, startup=make_startup(founder, name="Cà phê Măng Đen"))
        make_participant(programme, startup=make_startup(name="Sâm Ngọc Linh"))
        meet("founder", founder, width=360)
        meet("mentor", mentor)
        meet("organiser", programme.organiser.staff[0].account)
        return Round(programme.slug, mine.public_id, place.public_id, **met)


def test_a_round_from_ranking_to_publication(made: Round, live_server: LiveServer) -> None:
    ranks(made)
    runs(made, live_server)
    changes_by_hand(made)
    publishes(made, live_server)


def ranks(made: Round) -> None:
    made.founder.go(f"/mentoring/places/{made.startup_place}").follow("Xếp thứ tự cố vấn")
    assert_accessible(made.founder.page)
    assert_fits(made.founder.page)
    made.founder.fill("Thứ hạng của Nguyễn Mẫu Một", "1").fill("Thứ hạng của Trần Mẫu Hai", "1")
    made.founder.press("Nộp thứ tự").sees("Vui lòng dùng mỗi thứ hạng một lần")
    made.founder.fill("Thứ hạng của Trần Mẫu Hai", "2").press("Nộp thứ tự").sees("Đã nộp thứ tự lựa chọn.")
    made.mentor.go(f"/mentoring/served/{made.mentor_place}/ranking")
    rows = made.mentor.page.locator("[data-ranking-row]")
    wanted = rows.filter(has_text="Cà phê Măng Đen")
    wanted.locator(".drag-handle").drag_to(rows.first)
    made.mentor.fill("Thứ hạng của Cà phê Măng Đen", "1")
    expect(rows.first).to_contain_text("Cà phê Măng Đen")
    made.mentor.press("Nộp thứ tự").sees("Đã nộp thứ tự lựa chọn.")


def runs(made: Round, live_server: LiveServer) -> None:
    desk = made.organiser.go(f"/organise/mentoring/{made.slug}/round")
    desk.sees("2 chưa xếp thứ tự").press("Chạy ghép cặp")
    run_tasks(live_server.app)
    made.organiser.go(f"/organise/mentoring/{made.slug}/round").sees("Không bỏ sót ai").sees("Ổn định")
    assert_accessible(made.organiser.page)
    confirmed(made.organiser, "Dùng phương án này")
    made.organiser.sees("2 cặp")


def changes_by_hand(made: Round) -> None:
    """A locked pair stays, a second one for the same mentor is told to be too many, and taken out again."""
    row = made.organiser.main.get_by_role("row").filter(has_text="Cà phê Măng Đen")
    expect(row).to_contain_text("Nguyễn Mẫu Một")
    row.get_by_role("button", name="Khóa").click()
    expect(row.get_by_role("button", name="Mở khóa")).to_be_visible()
    form = made.organiser.main.locator("form").filter(has=made.organiser.page.get_by_role("button", name="Thêm cặp"))
    form.locator("select[name=mentor]").select_option(label="Nguyễn Mẫu Một", force=True)
    form.locator("select[name=startup]").select_option(label="Sâm Ngọc Linh", force=True)
    form.get_by_role("button", name="Thêm cặp").click()
    made.organiser.sees("Cố vấn có nhiều dự án hơn số chỗ.").sees("Chặn công bố")
    made.organiser.press("Bỏ cặp Nguyễn Mẫu Một – Sâm Ngọc Linh")
    expect(made.organiser.page.get_by_text("Chặn công bố")).to_have_count(0)


def publishes(made: Round, live_server: LiveServer) -> None:
    confirmed(made.organiser, "Công bố 2 cặp")
    made.organiser.sees("Thư đang chờ gửi").press("Gửi tất cả thư ngay").sees("thư")
    made.founder.go("/mentoring/mine").follow("Nguyễn Mẫu Một")
    made.founder.sees("mot@example.vn")
    with live_server.app.app_context():
        assert session().scalar(select(func.count()).select_from(Mentorship)) == 2
        assert [str(each) for each in violations(INVARIANTS)] == []


def confirmed(person: Person, button: str) -> None:
    """Press the first button of this text, and say yes."""
    person.main.get_by_role("button", name=button).first.click()
    person.page.get_by_role("dialog").locator("[data-answer=yes]").click()
