"""Rubrics of real contests to start from. Where a published source leaves points open, it says so."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.judging.domain.scoring import (
    Component,
    CriterionRule,
    Formula,
    RubricRules,
    TieBreak,
    TieBreakBy,
)


@dataclass(frozen=True)
class StartingPoint:
    """A rubric to copy: where it comes from, and what was added to what the source says."""

    key: str
    name: str
    source: Text
    rules: RubricRules
    remark: Text = ""
    name_en: str = ""


def _criterion(key: str, name: str, name_en: str, maximum: int, step: str = "0.5") -> CriterionRule:
    return CriterionRule(key=key, name=name, name_en=name_en, maximum=Decimal(maximum), step=Decimal(step))


def _chain(*keys: str) -> tuple[TieBreak, ...]:
    return (*(TieBreak(TieBreakBy.CRITERION, key) for key in keys), TieBreak(TieBreakBy.CHAIR))


THAI_NGUYEN = StartingPoint(
    key="thai_nguyen_2025",
    name="Đổi mới sáng tạo – vì Thái Nguyên thân yêu",
    name_en="Innovation – for our beloved Thai Nguyen",
    source=_l("Department of Science and Technology of Thai Nguyen, 2025"),
    remark=_l("The jury gives 80 points, the public vote up to 20. The order that decides ties is our suggestion."),
    rules=RubricRules(
        criteria=(
            _criterion("doi_moi", "Tính đổi mới sáng tạo", "Innovation", 20),
            _criterion("hieu_qua", "Hiệu quả kinh tế – xã hội", "Economic and social effect", 30),
            _criterion("ap_dung", "Khả năng áp dụng", "Applicability", 30),
        ),
        total=Decimal(80),
        components=(Component("binh_chon", "Bình chọn của cộng đồng", Decimal(20), Formula.VOTES, 1, "Public vote"),),
        tie_break=_chain("doi_moi", "hieu_qua"),
    ),
)
QUANG_NGAI = StartingPoint(
    key="quang_ngai_2021",
    name="Khởi nghiệp đổi mới sáng tạo tỉnh Quảng Ngãi – bán kết",
    name_en="Innovative start-up contest of Quang Ngai – semi-final",
    source=_l("People's Committee of Quang Ngai, third contest, 2021"),
    remark=_l("Published are the criteria, the mean, the pass mark 50 and the knock-out at 0; the points are yours."),
    rules=RubricRules(
        criteria=(
            _criterion("doi_moi", "Tính đổi mới sáng tạo", "Innovation", 20),
            _criterion("thuong_mai", "Khả năng thương mại hóa, tăng trưởng", "Commercialisation and growth", 20),
            _criterion("ke_hoach", "Kế hoạch kinh doanh", "Business plan", 20),
            _criterion("dinh_huong", "Định hướng phát triển", "Direction of development", 10),
            _criterion("tac_dong", "Tác động và ý nghĩa kinh tế – xã hội", "Economic and social impact", 20),
            _criterion("thuyet_trinh", "Khả năng thuyết trình", "Presentation", 10),
        ),
        pass_mark=Decimal(50),
        no_zero=True,
        tie_break=_chain("doi_moi", "thuong_mai"),
    ),
)
CIC_GATHERING = StartingPoint(
    key="cic_2019_hoi_tu",
    name="CiC – vòng Hội tụ",
    name_en="CiC – gathering round",
    source=_l("CiC 2019, IT Park of Vietnam National University Ho Chi Minh City"),
    rules=RubricRules(
        criteria=(
            _criterion("sang_tao", "Tính mới và sáng tạo", "Novelty and creativity", 40),
            _criterion("kha_thi", "Tính khả thi", "Feasibility", 30),
            _criterion("hinh_thuc", "Hình thức thể hiện", "Form of presentation", 15),
            _criterion("dao_tao", "Tham gia tập huấn", "Attendance of the training", 15),
        ),
        tie_break=_chain("sang_tao", "kha_thi"),
    ),
)
CIC_SHINING = StartingPoint(
    key="cic_2019_toa_sang",
    name="CiC – vòng Tỏa sáng",
    name_en="CiC – final round",
    source=_l("CiC 2019, IT Park of Vietnam National University Ho Chi Minh City"),
    remark=_l("Seven judges give 260 points; 40 points for attendance are entered by the organiser."),
    rules=RubricRules(
        criteria=(
            _criterion("mo_hinh", "Mô hình kinh doanh", "Business model", 100, "1"),
            _criterion("slide", "Slide", "Slides", 100, "1"),
            _criterion("thuyet_trinh", "Thuyết trình", "Presentation", 60, "1"),
        ),
        total=Decimal(260),
        min_judges=7,
        components=(Component("diem_danh", "Tham gia sự kiện, đào tạo", Decimal(40), Formula.MANUAL, 1, "Attendance"),),
        tie_break=_chain("mo_hinh"),
    ),
)
I_STAR = StartingPoint(
    key="hcmc_istar",
    name="I-Star – doanh nghiệp khởi nghiệp đổi mới sáng tạo",
    name_en="I-Star – innovative startups",
    source=_l("Innovation award of Ho Chi Minh City (I-Star), category 1"),
    rules=RubricRules(
        criteria=(
            _criterion("sang_tao", "Tính sáng tạo", "Creativity", 30),
            _criterion("kinh_te", "Hiệu quả kinh tế", "Economic effect", 40),
            _criterion("xa_hoi", "Tác động xã hội", "Social impact", 30),
        ),
        tie_break=_chain("kinh_te", "sang_tao"),
    ),
)

STARTING_POINTS = (THAI_NGUYEN, QUANG_NGAI, CIC_GATHERING, CIC_SHINING, I_STAR)


def starting_point(key: str) -> StartingPoint | None:
    """Return the starting point of that key, None when there is none."""
    return next((each for each in STARTING_POINTS if each.key == key), None)
