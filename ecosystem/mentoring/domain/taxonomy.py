"""Topics, languages and meeting places of mentoring, by codes that never change."""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text


class Place(StrEnum):
    """Where somebody meets."""

    BOTH = "both"
    ONLINE = "online"
    IN_PERSON = "in_person"


PLACES: dict[Place, Text] = {
    Place.BOTH: _l("Online or in person"),
    Place.ONLINE: _l("Online only"),
    Place.IN_PERSON: _l("In person only"),
}

TOPICS: dict[str, Text] = {
    "san_pham": _l("Product development"),
    "thi_truong": _l("Market research"),
    "ban_hang": _l("Sales and customers"),
    "thuong_hieu": _l("Brand and marketing"),
    "tai_chinh": _l("Finance and accounting"),
    "goi_von": _l("Raising funds"),
    "phap_ly": _l("Law and company formation"),
    "so_huu_tri_tue": _l("Intellectual property"),
    "tieu_chuan": _l("Standards and food safety"),
    "cong_nghe": _l("Technology and software"),
    "van_hanh": _l("Production and operations"),
    "xuat_khau": _l("Exporting"),
    "nhan_su": _l("People and organisation"),
    "tac_dong": _l("Social and environmental impact"),
    "thuyet_trinh": _l("Pitching and storytelling"),
}

LANGUAGES: dict[str, Text] = {
    "vi": _l("Vietnamese"),
    "en": _l("English"),
    "sed": _l("Xơ Đăng"),
    "bdq": _l("Ba Na"),
    "jra": _l("Gia Rai"),
    "zh": _l("Chinese"),
    "ja": _l("Japanese"),
    "ko": _l("Korean"),
    "lo": _l("Lao"),
}


def known(codes: Iterable[str], taxonomy: Iterable[str]) -> list[str]:
    """Return those of `codes` that `taxonomy` has, each once, in its order."""
    wanted = set(codes)
    return [code for code in taxonomy if code in wanted]
