"""The organiser, its events and the contests of the demonstration."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ecosystem.accounts.models import Account
from ecosystem.contests.domain.details import ContestDetails, EntryTime, PrizeDetails, RoundDetails
from ecosystem.contests.domain.kinds import FeedbackPolicy, RoundKind
from ecosystem.contests.domain.starters import starter_named
from ecosystem.contests.models import Contest, Round
from ecosystem.contests.services.basics import create_contest
from ecosystem.contests.services.boards import add_prize, remove_prize
from ecosystem.contests.services.publication import publish
from ecosystem.contests.services.rounds import edit_round, remove_round
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.demo import sample
from ecosystem.demo.days import at_hour
from ecosystem.demo.people import OPERATOR, ORGANISER, SECRETARY, account_at
from ecosystem.demo.rubrics import make_rubric
from ecosystem.events.domain.details import EventDetails, OrganiserDetails
from ecosystem.events.models import Event, Organiser, StaffMember, StaffRole
from ecosystem.events.services.events import create_event, take_step
from ecosystem.events.services.organisers import approve_organiser, found_organiser
from ecosystem.judging.services.rubrics import use_rubric

PROVINCE = "51"


@dataclass(frozen=True)
class Plan:
    """When a contest of the demonstration ran, in days from today; its rounds follow the deadline."""

    year: int
    opens: int
    closes: int
    event_days: tuple[int, int]
    rounds: tuple[tuple[int, int], ...]  # (first day, last day) of each round after the deadline


OPEN = Plan(2027, opens=-25, closes=21, event_days=(110, 112), rounds=((1, 10), (14, 32), (60, 61), (82, 82)))
IN_JUDGING = Plan(2026, opens=-110, closes=-24, event_days=(20, 22), rounds=((1, 9), (12, 30), (38, 39), (45, 45)))
PUBLISHED = Plan(2025, opens=-420, closes=-360, event_days=(-290, -288), rounds=((1, 8), (10, 28), (50, 51), (70, 70)))


def make_organiser() -> Organiser:
    """Found the department with its staff; the operator approves it."""
    owner = account_at(ORGANISER.address)
    organiser = found_organiser(
        OrganiserDetails(
            name="Sở Khoa học và Công nghệ tỉnh Mẫu",
            name_en="Sample Department of Science and Technology",
            about="Cơ quan chủ trì Ngày hội khởi nghiệp đổi mới sáng tạo Cao nguyên xanh (dữ liệu mẫu).",
            email="btc@example.vn",
            address="01 đường Mẫu, phường Kon Tum",
            province_code=PROVINCE,
        ),
        by=owner,
    )
    approve_organiser(organiser, by=account_at(OPERATOR.address))
    with transaction():
        session().add(
            StaffMember(organiser_id=organiser.id, account_id=account_at(SECRETARY.address).id, role=StaffRole.SCREENER)
        )
    return organiser


def make_contest(organiser: Organiser, plan: Plan, *, today: datetime) -> Contest:
    """Make and publish an event with its contest, at the time its plan says."""
    owner = account_at(ORGANISER.address)
    announced = today + timedelta(days=plan.opens - 7)
    with clock.at(announced):
        event = _event(organiser, plan, owner, today)
        contest = _contest(event, plan, owner, today)
        _set_rounds(contest, plan, owner, today)
        _set_prizes(contest, owner)
        _set_rubrics(contest, owner)
        publish(contest, by=owner.id)
    return contest


def judged_rounds(contest: Contest) -> list[Round]:
    """Return the rounds in which judges score, in order."""
    return [each for each in contest.rounds if each.kind.is_judged]


def _event(organiser: Organiser, plan: Plan, owner: Account, today: datetime) -> Event:
    first, last = ((today + timedelta(days=days)).date() for days in plan.event_days)
    event = create_event(
        organiser,
        EventDetails(
            title=f"Ngày hội khởi nghiệp đổi mới sáng tạo Cao nguyên xanh {plan.year}",
            title_en=f"Green Highlands Startup Days {plan.year}",
            tagline="Từ nương rẫy, xưởng thủ công và phòng thí nghiệm ra thị trường",
            description=(
                "Ba ngày gặp gỡ giữa các nhóm khởi nghiệp, nhà khoa học, doanh nghiệp và nhà đầu tư: chung kết "
                "cuộc thi ý tưởng, gian hàng sản phẩm bản địa, cố vấn một kèm một và phiên kết nối đầu tư. Dữ liệu mẫu."
            ),
            starts_on=first,
            ends_on=last,
            venue_name="Trung tâm Hội nghị Mẫu",
            venue_address="Khu du lịch sinh thái Măng Đen, xã Măng Đen",
            province_code=PROVINCE,
        ),
        by=owner,
    )
    return take_step(event, "publish", by=owner)


def _contest(event: Event, plan: Plan, owner: Account, today: datetime) -> Contest:
    name = sample.contest()["name_vi"].replace("2027", str(plan.year))
    return create_contest(
        event,
        details=ContestDetails(
            title=name,
            title_en=sample.contest()["name_en"].replace("2027", str(plan.year)),
            summary="Dành cho cá nhân, nhóm và doanh nghiệp có ý tưởng, dự án từ tài nguyên và văn hóa Tây Nguyên.",
            summary_en="For everybody with an idea or a project that grows from the land and culture of the highlands.",
            description=(
                "Cuộc thi tìm kiếm ý tưởng và dự án khởi nghiệp đổi mới sáng tạo về dược liệu, nông nghiệp "
                "công nghệ cao, chế biến, du lịch cộng đồng, chuyển đổi số và kinh tế tuần hoàn.\n\n"
                "Hồ sơ nộp trực tuyến, miễn phí. "
                "Giám khảo chấm độc lập trên hệ thống; cách tính điểm được công khai."
            ),
            year=plan.year,
            contact_email="btc@example.vn",
            contact_phone="+842603000000",
            decision_number=f"72/QĐ-BTC ngày 20-5-{plan.year - 1}",
            feedback=FeedbackPolicy.CRITERIA_AND_COMMENTS,
            has_gallery=True,
        ),
        time=EntryTime(opens_at=at_hour(today, plan.opens, 8), closes_at=at_hour(today, plan.closes, 17)),
        starter=starter_named("ideas_and_projects"),
        by=owner.id,
    )


def _set_rounds(contest: Contest, plan: Plan, owner: Account, today: datetime) -> None:
    session().refresh(contest)
    quotas = {1: 6, 2: 4, 3: 0}
    for position, (round_, (first, last)) in enumerate(zip(list(contest.rounds), plan.rounds, strict=False)):
        if plan is PUBLISHED and position == 2:  # last year's contest had no semi-final
            remove_round(round_, by=owner.id)
            continue
        judged = round_.kind.is_judged
        edit_round(
            round_,
            details=RoundDetails(
                kind=round_.kind,
                name=round_.name,
                name_en=round_.name_en,
                opens_at=at_hour(today, plan.closes + first, 8),
                closes_at=at_hour(today, plan.closes + last, 17),
                is_blind=round_.kind is RoundKind.REVIEW,
                reviews_per_entry=3,
                places={board.id: quotas[position] for board in contest.boards} if judged else {},
            ),
            by=owner.id,
        )


def _set_prizes(contest: Contest, owner: Account) -> None:
    session().refresh(contest)
    for prize in list(contest.prizes):
        remove_prize(prize, by=owner.id)
    boards = {board.key: board.id for board in contest.boards}
    ranks: dict[str | None, int] = {}
    for each in sample.contest()["prizes"]:
        track = each["track"]
        ranks[track] = ranks.get(track, 0) + 1
        details = PrizeDetails(
            name=each["vi"],
            name_en=each["en"],
            board_id=boards.get(track) if track else None,
            rank=ranks[track] if track else None,
            quantity=each["quantity"],
            amount=each["amount_vnd"],
        )
        add_prize(contest, details=details, by=owner.id)


def _set_rubrics(contest: Contest, owner: Account) -> None:
    session().refresh(contest)
    first, second = make_rubric(contest, "R1", by=owner), make_rubric(contest, "R2", by=owner)
    for position, round_ in enumerate(judged_rounds(contest)):
        use_rubric(round_, contest.boards, first if position == 0 else second, by=owner)
