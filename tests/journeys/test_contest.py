"""A contest from its announcement to the published ranking, as everybody in it goes through it."""

import pytest

from tests.journeys import entering, judging, organising, results, screening
from tests.journeys.conftest import NewPerson
from tests.journeys.organising import CONTEST
from tests.journeys.people import PASSWORD, Person
from tests.support.factories.accounts import account
from tests.support.held_clock import HeldClock
from tests.support.servers import LiveServer

COFFEE = "Cà phê chế biến sâu Măng Đen"
BASKET = "Gùi thông minh đo tải trọng"
TRAP = "Bẫy sâu bằng ánh sáng"


class Journey:
    """Everybody who takes part, each with a browser of their own."""

    def __init__(self, meet: NewPerson, clock: HeldClock) -> None:
        self.clock = clock
        self.organiser = meet("Trần Mẫu Hương", "huong@so.example")
        self.secretary = meet("Lê Mẫu Ngọc", "ngoc@so.example")
        self.linh = meet("Y Mẫu Linh", "linh@hocsinh.example")
        self.binh = meet("Trần Thị Bình", "binh@hocsinh.example", width=360)
        self.thien = meet("A Mẫu Thiên", "thien@hocsinh.example")
        self.chair = meet("PGS. TS. Nguyễn Mẫu Sơn", "son@dhtn.example")
        self.on_a_phone = meet("Hồ Mẫu Hạnh", "hanh@hiephoi.example", width=360, has_touch=True)
        self.newcomer = meet("Đinh Mẫu Khôi", "khoi@quydautu.example")
        self.anybody = meet("Khách", "khach@dau.example")

    @property
    def judges(self) -> tuple[Person, Person, Person]:
        return self.chair, self.on_a_phone, self.newcomer


@pytest.fixture
def journey(somebody: NewPerson, held_clock: HeldClock, live_server: LiveServer) -> Journey:
    made = Journey(somebody, held_clock)
    with live_server.app.app_context():
        for judge in (made.chair, made.on_a_phone):
            account(judge.name, judge.email, password=PASSWORD)
    return made


def test_a_contest_from_its_announcement_to_the_published_ranking(journey: Journey) -> None:
    announce(journey)
    take_entries(journey)
    be_late(journey)
    check_eligibility(journey)
    form_the_jury(journey)
    score(journey)
    decide(journey)
    read_the_results(journey)


def announce(journey: Journey) -> None:
    journey.clock.set("2026-11-22 09:00")
    organiser = journey.organiser.go("/")
    organiser.page.get_by_role("link", name="Tạo tài khoản").click()
    organiser.reads("Tạo tài khoản").signs_up()
    organising.found_organiser(organiser)
    organising.publish_event(organiser)
    organising.make_contest(organiser)
    organising.set_rubric(organiser)
    organising.publish_contest(organiser)


def take_entries(journey: Journey) -> None:
    """Two hand in, one of them with a double click; the third is not done in time."""
    journey.clock.set("2026-12-20 14:00")
    codes = []
    for applicant, title, twice in ((journey.linh, COFFEE, True), (journey.binh, BASKET, False)):
        entering.begin_entry(applicant, title)
        entering.fill_form(applicant, "Giữ giá trị ở lại vùng trồng.")
        entering.go_to_check(applicant)
        codes.append(entering.hand_in(applicant, twice=twice))
    assert codes == ["HS-2026-0001", "HS-2026-0002"]
    entering.begin_entry(journey.thien, TRAP)
    entering.fill_form(journey.thien, "Bẫy côn trùng bằng đèn mặt trời.")
    entering.go_to_check(journey.thien)


def be_late(journey: Journey) -> None:
    """Refused with the draft kept; a later deadline by name lets it in."""
    journey.clock.set("2026-12-20 18:10")
    late = journey.thien
    late.tick("Chúng tôi đã đọc và cam kết").press("Nộp hồ sơ").sees("hồ sơ không thể nộp được nữa")
    journey.organiser.go("/work").signs_in().reads("Việc của tôi").follow(CONTEST).reads(CONTEST)
    screening.extend_for(journey.organiser, late, "2026-12-21T20:00", "Mất điện tại xã trong ngày cuối cùng.")
    assert "21/12/2026 20:00" in late.opens_mail("gia hạn")
    late.go(late.page.url).reads("Kiểm tra và nộp")
    assert entering.hand_in(late) == "HS-2026-0003"


def check_eligibility(journey: Journey) -> None:
    """Two are fine, one is completed first; then all are told together."""
    journey.clock.set("2026-12-22 09:05")
    screening.invite_secretary(journey.organiser, journey.secretary)
    screening.open_queue(journey.secretary, waiting=3)
    screening.accept(journey.secretary, COFFEE)
    screening.send_back(journey.secretary, BASKET, "Bản thuyết minh chưa nêu chi phí")
    screening.accept(journey.secretary, TRAP)
    entering.complete(journey.binh)
    screening.open_queue(journey.secretary, waiting=1)
    journey.secretary.sees("mỗi chiếc 1,2 triệu đồng")
    screening.accept(journey.secretary, BASKET)
    screening.announce(journey.organiser, 3)
    for applicant in (journey.linh, journey.binh, journey.thien):
        assert "hợp lệ, được chuyển sang vòng chấm" in applicant.opens_mail("Kết quả kiểm tra hồ sơ")


def form_the_jury(journey: Journey) -> None:
    """Three are invited by mail, one of them has no account; all entries are dealt out."""
    journey.clock.set("2026-12-28 09:00")
    journey.organiser.go("/work").signs_in().reads("Việc của tôi").follow(CONTEST).reads(CONTEST)
    judging.open_panel(journey.organiser)
    for judge in journey.judges:
        judging.invite_judge(journey.organiser, judge, chairs=judge is journey.chair)
    for judge in journey.judges:
        judging.accept_invitation(judge, has_account=judge is not journey.newcomer)
    judging.assign(journey.organiser)


def score(journey: Journey) -> None:
    """By keyboard alone, on a phone, and with a conflict found while reading."""
    journey.clock.set("2027-01-04 09:00")
    chair, phone, newcomer = journey.judges
    for judge in journey.judges:
        judging.open_queue(judge)
    judging.begin(chair)
    judging.score_by_keyboard(chair, COFFEE, "24,5", "33", "25", total="82,5")
    judging.score_by_keyboard(chair, BASKET, "20", "28", "22,5", total="70,5")
    judging.score_by_keyboard(chair, TRAP, "18", "30", "20", total="68")
    judging.hand_in(chair, 3)
    judging.begin(phone)
    judging.score_by_touch(phone, COFFEE, "27", "35", "27", total="89")
    judging.score_by_touch(phone, BASKET, "22", "30", "21", total="73")
    judging.score_by_touch(phone, TRAP, "20", "29", "19,5", total="68,5")
    judging.hand_in(phone, 3)
    judging.recuse(newcomer, BASKET, "Tôi là cố vấn của nhóm này.")
    judging.begin(newcomer)
    judging.score_by_keyboard(newcomer, COFFEE, "26", "34,5", "24", total="84,5")
    judging.score_by_keyboard(newcomer, TRAP, "19", "28", "21", total="68")
    judging.hand_in(newcomer, 2)


def decide(journey: Journey) -> None:
    """Ranking, quota, prizes, mails read before they leave, and one announcement."""
    organiser = journey.organiser.go("/work").signs_in().reads("Việc của tôi").follow(CONTEST).reads(CONTEST)
    assert "cố vấn" in organiser.opens_mail("Giám khảo từ chối chấm")
    results.read_ranking(organiser, ("1", COFFEE, "85,33"), ("2", BASKET, "71,75"), ("3", TRAP, "68,17"))
    results.decide_by_rule(organiser, "2 hồ sơ đi tiếp, 1 dừng lại")
    results.give_prizes(organiser, 2)
    results.write_mails(organiser, journey.linh, journey.binh, journey.thien)
    organiser.deliver()
    assert not journey.linh.has_mail("Kết quả Vòng sơ khảo"), "a held mail left before the announcement"
    results.publish(organiser)


def read_the_results(journey: Journey) -> None:
    """Winners in public, results for each team, a certificate with the name as it is written."""
    results.read_winners(journey.anybody, COFFEE, "Giải Nhất", journey.linh.name, BASKET, "Giải Nhì")
    assert "Giải Nhất" in results.read_result(journey.linh, COFFEE, "85,33", "Giải Nhất")
    results.may_not_withdraw(journey.linh)
    certificate = results.certificate_of(journey.linh)
    assert journey.linh.name in certificate
    assert COFFEE in certificate
    assert "Giải Nhì" in results.read_result(journey.binh, BASKET, "71,75", "Giải Nhì")
    assert "Giải" not in results.read_result(journey.thien, TRAP, "68,17")
