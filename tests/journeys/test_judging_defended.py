"""A judged round that can be defended: dealt out provably, scored offline, compared fairly, approved, checked.

The points are made so that the fair ranking is known beforehand: every entry has a worth and every judge a strictness,
and a judge gives the worth less the strictness. Whoever reads what, adjusted scores are the worth less the mean
strictness of the panel; they are the official ones here.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.domain.kinds import RankingMethod
from ecosystem.core.database import session
from ecosystem.events.models import StaffRole
from ecosystem.judging.models import Assignment, Panelist, ScoreEvent
from ecosystem.judging.queries.charges import charge_by_public_id, sheet_of
from ecosystem.judging.services import sheet_steps
from ecosystem.judging.services.sheets import FieldChange, Part, save
from tests.journeys import results
from tests.journeys.conftest import NewPerson
from tests.journeys.judging import hand_in
from tests.journeys.people import Person
from tests.support.background import run_tasks
from tests.support.browsers import sign_in
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application
from tests.support.factories.contests import closed_contest, make_board, make_prize, make_round
from tests.support.factories.events import make_staff
from tests.support.factories.judging import make_panelist, make_rubric, use_rubric
from tests.support.servers import ROOT, LiveServer

CRITERIA = (("novelty", 40), ("effect", 30), ("plan", 30))
WORTH = {
    "Cà phê sấy lạnh": 90,
    "Mật ong rừng": 85,
    "Gùi đo tải trọng": 80,
    "Bẫy sâu bằng ánh sáng": 75,
    "Sâm dây ngâm": 70,
    "Thổ cẩm số": 65,
}
STRICTNESS = {"hoa@example.vn": 0, "yen@example.vn": 3, "nam@example.vn": 12}
NAMES = {"hoa@example.vn": "Trần Mẫu Hoà", "yen@example.vn": "Lê Mẫu Yên", "nam@example.vn": "Phạm Mẫu Nam"}


@dataclass(frozen=True)
class Scene:
    """Who is there, and where the round is."""

    server: LiveServer
    organiser: Person
    judge: Person
    anybody: Person
    slug: str
    round_id: str

    def desk(self, page: str) -> str:
        return f"/organise/contests/{self.slug}/judging/{page}/{self.round_id}"

    @contextmanager
    def database(self) -> Iterator[None]:
        with self.server.app.app_context():
            yield


@pytest.fixture
def scene(live_server: LiveServer, somebody: NewPerson) -> Scene:
    """Six entries, a panel of three, nothing dealt out yet; organiser and first judge are signed in."""
    with live_server.app.app_context():
        contest = closed_contest(title="Ý tưởng Cao nguyên xanh", bare=True)
        board = make_board(contest)
        round_ = make_round(contest, places=2, reviews_per_entry=2, ranking_method=RankingMethod.ADJUSTED)
        use_rubric(make_rubric(contest, criteria=CRITERIA), round_)
        for rank, name in enumerate(("Giải Nhất", "Giải Nhì"), start=1):
            make_prize(contest, name, rank=rank, board_id=board.id)
        owner = make_staff(contest.event.organiser, StaffRole.OWNER, account("Trần Mẫu Hương", "huong@example.vn"))
        panel = [make_panelist(round_, account(NAMES[email], email)) for email in STRICTNESS]
        for title in WORTH:
            make_application(contest, state=ApplicationState.ELIGIBLE, title=title)
        ids = (owner.id, panel[0].account_id or 0)
        slug, round_id = contest.slug, round_.public_id
    organiser = somebody("Trần Mẫu Hương", "huong@example.vn")
    judge = somebody(NAMES["hoa@example.vn"], "hoa@example.vn")
    for person, ident in zip((organiser, judge), ids, strict=True):
        sign_in(person.page, live_server, ident)
    return Scene(live_server, organiser, judge, somebody("Khách", "khach@example.vn"), slug, round_id)


def test_a_round_from_the_optimal_assignment_to_the_checked_file(scene: Scene, tmp_path: Path) -> None:
    deal_out(scene)
    score_without_a_network(scene)
    let_the_others_score(scene)
    compare_fairly(scene)
    first, second = list(WORTH)[:2]
    decide(scene, first, second)
    approve(scene, first)
    publish(scene)
    check(scene, tmp_path / "results.json", first, second)


def deal_out(scene: Scene) -> None:
    """Asked for on the page, worked out by a worker, looked at, carried out."""
    organiser = scene.organiser.go(scene.desk("assignment")).reads("Phân công chấm")
    organiser.press("Xem đề xuất").reads("Đề xuất phân công")
    assert run_tasks(scene.server.app) == 1
    organiser.sees("Mọi hồ sơ đủ giám khảo và không có xung đột lợi ích nào")
    stats = organiser.main.locator(".stat")
    expect(stats.filter(has_text="Lượt phân công mới")).to_contain_text("12")
    expect(stats.filter(has_text="Liên kết giám khảo")).to_contain_text("tất cả")
    organiser.press("Phân công theo đề xuất").is_told("Đã phân công hồ sơ")
    with scene.database():
        loads = [len(tasks) for tasks in charges_by_judge().values()]
    assert sum(loads) == 12
    assert min(loads) >= 3


@dataclass(frozen=True)
class Task:
    """An entry a judge was given, and the points that judge gives."""

    charge_id: str
    title: str
    points: dict[str, int]


def charges_by_judge() -> dict[str, list[Task]]:
    """What each judge is to score, by address."""
    rows = session().execute(
        select(Panelist.email, Assignment.public_id, Application.title)
        .join(Assignment.panelist)
        .join(Assignment.application)
        .order_by(Assignment.position, Assignment.id)
    )
    found: dict[str, list[Task]] = {}
    for email, charge_id, title in rows:
        total = WORTH[title] - STRICTNESS[email]
        found.setdefault(email, []).append(Task(charge_id, title, {"novelty": total - 50, "effect": 25, "plan": 25}))
    return found


def score_without_a_network(scene: Scene) -> None:
    """The connection breaks, the tab is closed and opened again: everything arrives, once."""
    judge = scene.judge
    with scene.database():
        tasks = charges_by_judge()[judge.email]
    points = sum(len(task.points) for task in tasks)
    judge.go(f"/judge/rounds/{scene.round_id}").sees(f"Đã tải đủ {len(tasks)} hồ sơ về thiết bị này")
    judge.page.context.set_offline(True)
    for number, task in enumerate(tasks[:2], start=1):
        fill_in(judge, task, waiting=3 * number)
    judge.page.close()
    judge.page = judge.page.context.new_page()
    judge.go(f"/judge/sheets/{tasks[0].charge_id}")
    expect(judge.page.locator("[name=score-novelty]")).to_have_value(str(tasks[0].points["novelty"]))
    for number, task in enumerate(tasks[2:], start=3):
        fill_in(judge, task, waiting=3 * number)
    with scene.database():
        assert score_events() == 0
    judge.page.context.set_offline(False)
    is_told_by_the_device(judge, "Đã lưu tất cả lúc")
    with scene.database():
        assert score_events() == points
        for task in tasks:
            assert sheet_of(charge_by_public_id(task.charge_id)).scores == task.points
    judge.go(f"/judge/rounds/{scene.round_id}").follow("Rà soát và gửi phiếu")
    hand_in(judge, len(tasks))


def fill_in(judge: Person, task: Task, *, waiting: int) -> None:
    """Afterwards so many scores in all wait on the device."""
    judge.go(f"/judge/sheets/{task.charge_id}").sees(task.title)
    expect(judge.page.locator("html[data-desk=ready]")).to_be_attached()
    for criterion, points in task.points.items():
        judge.page.fill(f"[name=score-{criterion}]", str(points))
    is_told_by_the_device(judge, f" {waiting} mục chờ gửi")


def is_told_by_the_device(judge: Person, words: str) -> None:
    expect(judge.page.locator("[data-device-state]")).to_contain_text(words)


def score_events() -> int:
    kept = select(func.count()).select_from(ScoreEvent).where(ScoreEvent.kind == "score")
    return session().scalar(kept) or 0


def let_the_others_score(scene: Scene) -> None:
    """At their own desks, out of sight."""
    with scene.database():
        for email, tasks in charges_by_judge().items():
            if email == scene.judge.email:
                continue
            judge = session().scalars(select(Account).where(Account.email == email)).one()
            for task in tasks:
                given = [FieldChange(Part.SCORE, Decimal(points), key) for key, points in task.points.items()]
                save(charge_by_public_id(task.charge_id), given, by=judge)
                sheet_steps.hand_in([charge_by_public_id(task.charge_id)], by=judge)


def compare_fairly(scene: Scene) -> None:
    """Strict judges cost nobody a rank, neither officially nor in the analysis that a worker computes."""
    organiser = scene.organiser.go(scene.desk("ranking")).reads("Xếp hạng")
    table = organiser.main.get_by_role("table").first
    for at, (title, worth) in enumerate(WORTH.items(), start=1):
        cells = table.get_by_role("row").nth(at).get_by_role("cell")
        expect(cells.nth(1)).to_contain_text(title)
        expect(cells.nth(2)).to_contain_text(f"{worth - 5},00")
    organiser.follow("Xếp hạng công bằng").reads("Xếp hạng công bằng").press("Phân tích điểm")
    organiser.sees("Đang chờ đến lượt")
    assert run_tasks(scene.server.app) == 1
    organiser.sees("Tính lúc")
    fair = organiser.main.get_by_role("table", name="Xếp hạng công bằng")
    for at, title in enumerate(WORTH, start=1):
        cells = fair.get_by_role("row").nth(at).get_by_role("cell")
        expect(cells.nth(0)).to_have_text(str(at))
        expect(cells.nth(2)).to_contain_text(title)


def decide(scene: Scene, first: str, second: str) -> None:
    """A deliberation is opened, something is said; the rule decides, the ranking proposes the prizes."""
    organiser = scene.organiser
    organiser.follow("Thảo luận kết quả").reads("Thảo luận kết quả").press("Mở phần thảo luận kết quả")
    organiser.is_told("Đã mở phần thảo luận kết quả").follow(first).reads(first)
    remark = "Nhóm đã có hợp đồng bao tiêu, đề nghị trao giải."
    organiser.fill("Ý kiến của Quý vị", remark).press("Nêu ý kiến").sees(remark)
    organiser.follow("Về bảng tổng hợp").reads("Thảo luận kết quả")
    results.decide_by_rule(organiser, "2 hồ sơ đi tiếp, 4 dừng lại")
    results.give_prizes(organiser, 2)
    organiser.sees(second)


def approve(scene: Scene, first: str) -> None:
    """Before the committee has approved nothing is published; both voices are taken down in the meeting."""
    organiser = scene.organiser
    organiser.follow("Công bố kết quả").reads("Công bố kết quả").sees("chưa thông qua")
    organiser.follow("Thảo luận kết quả").reads("Thảo luận kết quả").follow("Ban tổ chức").reads("Ban tổ chức")
    organiser.fill("Thành viên", "Nguyễn Mẫu Bình; Trưởng ban\nLê Mẫu Dũng").press("Lưu danh sách")
    organiser.is_told("Đã lưu danh sách").reads("Đề xuất và biểu quyết").sees(first).press("Đưa ra biểu quyết")
    organiser.is_told("Đã đưa ra biểu quyết")
    for name in ("Nguyễn Mẫu Bình", "Lê Mẫu Dũng"):
        member = organiser.main.get_by_role("listitem").filter(has_text=name)
        member.locator("summary").click()
        member.get_by_role("radio", name="Tán thành", exact=True).check(force=True)
        member.get_by_role("button", name="Ghi nhận", exact=True).click()
        expect(member).to_contain_text("ghi nhận bởi")
    organiser.press("Kiểm phiếu và kết thúc").confirms("Kiểm phiếu và kết thúc")
    organiser.is_told("Ban tổ chức đã thông qua")


def publish(scene: Scene) -> None:
    organiser = scene.organiser.go(scene.desk("results") + "/announcement").reads("Công bố kết quả")
    organiser.tick("Tôi đã đọc nội dung nào sẽ hiển thị cho ai").press("Công bố kết quả")
    organiser.confirms("Công bố kết quả").is_told("Đã công bố kết quả")


def check(scene: Scene, file: Path, first: str, second: str) -> None:
    """Anybody downloads the file and checks it: on the site, and with Python alone; a changed byte is found."""
    visitor = scene.anybody.go(f"/contests/{scene.slug}/winners").sees("Giải Nhất").sees(first).sees(second)
    visitor.go(f"/contests/{scene.slug}/results/1").reads("Kết quả được tính như thế nào")
    with visitor.page.expect_download() as download:
        visitor.follow("Tải kết quả (JSON)")
    download.value.save_as(file)
    visitor.follow("Kiểm tra tại đây").reads("Kiểm tra kết quả và giấy tờ")
    visitor.page.set_input_files("[type=file]", file)
    visitor.press("Kiểm tra").sees("Nguyên bản và chính xác").sees("6 hồ sơ")
    assert verified(file) == (0, True)
    file.write_bytes(file.read_bytes().replace(b'"25"', b'"26"', 1))
    assert verified(file) == (1, True)


def verified(file: Path) -> tuple[int, bool]:
    """The status of the stand-alone check, and whether it computed adjusted scores."""
    command = [sys.executable, "-m", "ecosystem.judging.verify", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, "method additive" in done.stdout
