"""Mentoring in the demonstration: mentors, a programme of open requests, a matching round with a run."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.demo import sample
from ecosystem.demo.days import at_hour
from ecosystem.demo.people import ORGANISER, Role, account_at, make
from ecosystem.events.models import Organiser
from ecosystem.mentoring.domain.affinity import FREE_TIMES
from ecosystem.mentoring.domain.life_cycle import MentorState, Mode
from ecosystem.mentoring.domain.taxonomy import LANGUAGES, Place, known
from ecosystem.mentoring.models import MentorProfile, Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.queries.suggestions import suggestions_for
from ecosystem.mentoring.services import programmes, requests, rounds, taking_part
from ecosystem.mentoring.services.people import save_profile
from ecosystem.mentoring.services.requests import NewWish
from ecosystem.startups.domain.taxonomy import Stage, known_sectors
from ecosystem.startups.models import Startup, StartupMember

STAGES = {
    "y_tuong": Stage.IDEA,
    "mau_thu": Stage.PROTOTYPE,
    "thu_nghiem": Stage.PILOT,
    "doanh_thu": Stage.REVENUE,
    "tang_truong": Stage.GROWTH,
}
PLACES = {"truc_tuyen": Place.ONLINE, "truc_tiep": Place.IN_PERSON}
# By the number of the mentor in the data set: what their speciality means in topics.
TOPICS = (
    ["thuong_hieu", "ban_hang"], ["tieu_chuan", "van_hanh"], ["tai_chinh", "goi_von"], ["san_pham", "cong_nghe"],
    ["so_huu_tri_tue", "phap_ly"], ["tac_dong", "nhan_su"], ["cong_nghe", "san_pham"], ["thuong_hieu", "ban_hang"],
    ["san_pham", "van_hanh"], ["cong_nghe", "tac_dong"], ["thuyet_trinh", "goi_von"], ["xuat_khau", "tieu_chuan"],
    ["nhan_su", "phap_ly"], ["tac_dong", "tieu_chuan"], ["san_pham", "thi_truong"],
)  # fmt: skip
NEEDS = (
    ("Đưa sản phẩm vào siêu thị và các sàn thương mại điện tử trong sáu tháng.", ["thuong_hieu", "ban_hang"]),
    ("Hoàn thiện quy trình an toàn thực phẩm để xin chứng nhận.", ["tieu_chuan", "van_hanh"]),
    ("Chuẩn bị hồ sơ gọi vốn vòng hạt giống.", ["goi_von", "tai_chinh", "thuyet_trinh"]),
    ("Đăng ký nhãn hiệu và bảo vệ giải pháp kỹ thuật.", ["so_huu_tri_tue", "phap_ly"]),
    ("Làm mẫu thử đủ bền để chạy thử ở ba hợp tác xã.", ["san_pham", "cong_nghe"]),
)


def make_mentoring(organiser: Organiser, today: datetime) -> str:
    """Make the mentors and both programmes; return what was done, in a few words."""
    mentors = [_mentor(each, TOPICS[number]) for number, each in enumerate(sample.sample()["mentors"])]
    startups = list(session().scalars(select(Startup).where(Startup.archived_at.is_(None)).order_by(Startup.id)))
    _open_requests(organiser, mentors[:9], startups[:6], today)
    _round(organiser, mentors[:7], startups[:14], today)
    return f"{len(mentors)} mentors, a programme of open requests and a matching round"


def _mentor(given: dict[str, Any], topics: list[str]) -> MentorProfile:
    make(Role(given["email"], given["name"], ""))
    account = account_at(given["email"])
    formats = {PLACES[each] for each in given["formats"]}
    values = {
        "headline": given["specialty_vi"],
        "expertise": f"Nhiều năm làm việc với doanh nghiệp trong vùng về: {given['specialty_vi'].lower()}.",
        "sectors": known_sectors(given["sectors"]),
        "stages": [STAGES[each].value for each in given["stages"]],
        "topics": topics,
        "languages": known(given["languages"], LANGUAGES),
        "place": formats.pop() if len(formats) == 1 else Place.BOTH,
        "capacity": given["max_mentees"],
        "is_public": True,
    }
    return save_profile(None, values, by=account)


def _programme(organiser: Organiser, today: datetime, **values: Any) -> Programme:
    owner = account_at(ORGANISER.address)
    programme = programmes.create_programme(
        organiser,
        {
            "summary": "Ba tháng làm việc cùng cố vấn, hai tuần một buổi.",
            "description": "Mỗi dự án làm việc với một cố vấn trong ba tháng. Miễn phí; hai bên tự hẹn lịch.",
            "opens_at": at_hour(today, -10, 8),
            "closes_at": at_hour(today, 20, 17),
            "ends_at": at_hour(today, 120, 17),
            **values,
        },
        by=owner,
    )
    programmes.take_step(programme, "open", by=owner)
    return programme


def _join(
    programme: Programme, profiles: list[MentorProfile], startups: list[Startup], *, capacity: int | None = None
) -> list[ProgrammeStartup]:
    owner = account_at(ORGANISER.address)
    for profile in profiles:
        place = taking_part.invite_mentor(programme, profile, capacity=capacity, by=owner)
        taking_part.answer_invitation(place, accepts=True, by=profile.account)
    places = []
    for number, startup in enumerate(startups):
        goals, topics = NEEDS[number % len(NEEDS)]
        values = {
            "goals": goals,
            "topics": topics,
            "stage": startup.stage,
            "languages": ["vi"],
            "free_times": [FREE_TIMES[(number * 2) % 12], FREE_TIMES[10]],
        }
        places.append(taking_part.join_programme(programme, startup, values, by=_lead(startup)))
    return places


def _lead(startup: Startup) -> Account:
    statement = select(StartupMember).where(StartupMember.startup_id == startup.id, StartupMember.is_owner)
    return session().scalars(statement.order_by(StartupMember.id)).first().account  # type: ignore[union-attr]


def _open_requests(organiser: Organiser, mentors: list[MentorProfile], startups: list[Startup], now: datetime) -> None:
    title = {"title": "Cố vấn mở Cao nguyên xanh", "title_en": "Open mentoring of the Green Highlands"}
    programme = _programme(organiser, now, **title)
    places = _join(programme, mentors, startups)
    for number, place in enumerate(places[:5]):
        for suggestion in [each for each in suggestions_for(place) if each.can_be_asked][:3]:
            wish = NewWish(suggestion.mentor, f"{place.goals} Rất mong được anh chị đồng hành.")
            with clock.at(now - timedelta(hours=30 - number)):
                made = requests.add_wish(place, wish, by=place.contact)
            if number < 2 and made.sent_at is not None:
                requests.accept(made, by=suggestion.mentor.profile.account)
                break
            if number == 2 and made.sent_at is not None:
                reason = "Tháng này tôi đã kín lịch, mong gặp dự án ở đợt sau."
                requests.decline(made, reason=reason, by=suggestion.mentor.profile.account)


def _round(organiser: Organiser, mentors: list[MentorProfile], startups: list[Startup], now: datetime) -> None:
    title = {"title": "Ghép cặp cố vấn mùa xuân 2027", "title_en": "Mentor matching, spring 2027"}
    programme = _programme(organiser, now, mode=Mode.ROUND, wishes=5, **title)
    places = _join(programme, mentors, startups, capacity=2)
    serving = session().scalars(
        select(ProgrammeMentor).where(
            ProgrammeMentor.programme_id == programme.id, ProgrammeMentor.state == MentorState.ACCEPTED
        )
    )
    admirers: dict[int, list[ProgrammeStartup]] = {}
    for place in places[:-2]:  # two have not ranked yet
        liked = [each.mentor for each in suggestions_for(place)[:4]]
        rounds.rank_mentors(place, liked, by=place.contact)
        for mentor in liked:
            admirers.setdefault(mentor.id, []).append(place)
    for mentor in list(serving)[:-2]:
        own = sorted(admirers.get(mentor.id, []), key=lambda each: -each.id)[:5]
        rounds.rank_startups(mentor, own, by=mentor.profile.account)
    owner = account_at(ORGANISER.address)
    run = rounds.work_out(programme, seed=2027, by=owner.id)
    rounds.choose(run, "flow", by=owner)
