"""Entries of the demonstration, entered, answered and handed in as people do it."""

import io
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.applications.services.answers import save_answers
from ecosystem.applications.services.entering import EntryBasics, basics_state, edit_basics, enter
from ecosystem.applications.services.files import add_file
from ecosystem.applications.services.submission import submit
from ecosystem.applications.services.team import MemberDetails, add_member
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import form_of
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.demo.dossiers import project_description
from ecosystem.demo.people import account_at
from ecosystem.startups.domain.profile import Profile
from ecosystem.startups.domain.taxonomy import Stage
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.services import found_startup

STAGES = {
    "y_tuong": Stage.IDEA,
    "mau_thu": Stage.PROTOTYPE,
    "thu_nghiem": Stage.PILOT,
    "doanh_thu": Stage.REVENUE,
    "tang_truong": Stage.GROWTH,
}
IP = {"chua_dang_ky": "chua", "bi_mat_kinh_doanh": "bi_mat"}


def make_entry(
    contest: Contest, idea: dict[str, Any], *, at: datetime, handed_in: bool = True, wants_gallery: bool = False
) -> Application:
    """Enter one idea in a contest at the instant `at`; hand it in unless it stays a draft."""
    lead = account_at(idea["team"]["leader_email"])
    with clock.at(at):
        board = next((each for each in contest.boards if each.key == idea["track"]), contest.boards[0])
        entry = enter(
            contest=contest,
            board=board,
            startup=_startup_of(idea, lead),
            title=idea["title_vi"],
            create_key=f"demo-{contest.id}-{idea['code']}",
            by=lead,
            at=at,
        )
        if wants_gallery:
            _ask_for_gallery(entry, idea, by=lead, at=at)
        _answer(entry, idea, by=lead, at=at, whole=handed_in)
        _add_team(entry, idea, by=lead, at=at)
        if handed_in:
            submit(application=entry, commitment=True, by=lead, at=at + timedelta(minutes=40))
    return entry


def _startup_of(idea: dict[str, Any], lead: Account) -> Startup | None:
    if idea["track"] != "du_an" and not idea.get("organisation"):
        return None  # on the ideas board people enter by themselves
    organisation = idea.get("organisation") or {"name_vi": f"Nhóm dự án {lead.name}", "tax_code": ""}
    mine = select(Startup).join(StartupMember).where(StartupMember.account_id == lead.id)
    present = session().scalars(mine).first()
    return present or found_startup(
        Profile(
            name=organisation["name_vi"],
            one_liner=idea["title_vi"],
            description=f"{idea['problem_vi']}\n\n{idea['solution_vi']}",
            sectors=tuple(idea["sectors"]),
            stage=STAGES[idea["stage"]],
            province_code=str(idea["commune"]["province_code"]),
            commune_code=str(idea["commune"]["commune_code"]),
            tax_code=organisation["tax_code"],
            is_public=True,
        ),
        by=lead,
    )


def _ask_for_gallery(entry: Application, idea: dict[str, Any], *, by: Account, at: datetime) -> None:
    basics = EntryBasics(entry.title, idea["solution_vi"], entry.board, entry.startup, wants_gallery=True)
    edit_basics(application=entry, basics=basics, shown_version=basics_state(entry), by=by, at=at)


def _answer(entry: Application, idea: dict[str, Any], *, by: Account, at: datetime, whole: bool) -> None:
    form = form_of(entry.contest)
    values = {key: value for key, value in _answers(idea).items() if form.has(key)}
    if not whole:
        values = dict(list(values.items())[:2])
    outcome = save_answers(application=entry, raws=values, shown={}, by=by, at=at)
    if outcome.refused or outcome.conflicts:
        raise RuntimeError(f"the demonstration's answers were not taken: {dict(outcome.refused)}")
    if whole and form.has("thuyet_minh"):
        document = io.BytesIO(project_description(idea))
        add_file(application=entry, key="thuyet_minh", stream=document, name="Bản thuyết minh.pdf", by=by, at=at)


def _answers(idea: dict[str, Any]) -> dict[str, Any]:
    has_revenue = idea["stage"] in ("doanh_thu", "tang_truong")
    place = idea["commune"]
    return {
        "tom_tat": f"{idea['title_vi']}. {idea['solution_vi']}",
        "van_de": idea["problem_vi"],
        "giai_phap": idea["solution_vi"],
        "khach_hang": "Hộ dân, hợp tác xã và khách hàng thành thị trong tỉnh; từ năm thứ hai ra các tỉnh bạn.",
        "tac_dong": "Tạo việc làm tại chỗ, tăng thu nhập cho hộ tham gia và giảm phát thải; nhân rộng qua hợp tác xã.",
        "mo_hinh": "Bán trực tiếp và qua đại lý, kèm dịch vụ bảo hành; doanh thu bù chi phí từ năm thứ hai.",
        "da_co_doanh_thu": "yes" if has_revenue else "no",
        "doanh_thu": "850000000" if has_revenue else "",
        "nhu_cau_von": str(idea["ask"]["amount_vnd"]) if idea["ask"] else "",
        "so_huu_tri_tue": IP.get(idea["ip_status"], "da_nop_don"),
        "phan_cong": "Trưởng nhóm phụ trách kỹ thuật; các thành viên phụ trách thị trường, tài chính và truyền thông.",
        "dia_ban": {"province": str(place["province_code"]), "commune": str(place["commune_code"])},
        "dien_thoai": idea["team"]["leader_phone"],
    }


def _add_team(entry: Application, idea: dict[str, Any], *, by: Account, at: datetime) -> None:
    family = ("Nguyễn", "Trần", "A", "Y", "Lê")
    for number in range(min(idea["team"]["size"], 4) - 1):
        name = f"{family[(number + len(idea['title_vi'])) % 5]} Mẫu Thành viên {number + 2}"
        details = MemberDetails(name=name, role=("Thị trường", "Tài chính", "Kỹ thuật")[number % 3])
        add_member(application=entry, details=details, invite=False, by=by, at=at)
