"""A contest from announcement to published ranking, as everybody in it goes through it."""

from tests.journeys.conftest import NewPerson
from tests.support.held_clock import HeldClock


def test_a_contest_from_its_announcement_to_the_published_ranking(somebody: NewPerson, held_clock: HeldClock) -> None:
    held_clock.set("2026-11-22 09:00")
    huong = somebody("Trần Mẫu Hương", "huong@so.example")
    huong.go("/").page.get_by_role("link", name="Đăng nhập").click()
    huong.follow("Chưa có tài khoản? Tạo tài khoản")
    huong.signs_up()
