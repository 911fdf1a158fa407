"""Sectors and stages, by codes that never change."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text


class Stage(StrEnum):
    """How far a startup is."""

    IDEA = "idea"
    PROTOTYPE = "prototype"
    PILOT = "pilot"
    REVENUE = "revenue"
    GROWTH = "growth"


STAGES: dict[Stage, Text] = {
    Stage.IDEA: _l("Idea"),
    Stage.PROTOTYPE: _l("Prototype"),
    Stage.PILOT: _l("Market pilot"),
    Stage.REVENUE: _l("First revenue"),
    Stage.GROWTH: _l("Growth"),
}

SECTORS: dict[str, Text] = {
    "duoc_lieu": _l("Medicinal plants"),
    "nong_nghiep_cnc": _l("High-tech agriculture"),
    "che_bien": _l("Agro-forestry and fishery processing"),
    "ca_phe": _l("Coffee and beverages"),
    "thuy_san": _l("Aquaculture and fisheries"),
    "kinh_te_tuan_hoan": _l("Circular economy"),
    "nang_luong_xanh": _l("Green energy"),
    "chuyen_doi_so": _l("Digital transformation"),
    "du_lich_cong_dong": _l("Community-based tourism"),
    "y_te": _l("Health care"),
    "giao_duc": _l("Education and training"),
    "moi_truong_rung": _l("Environment, forests and climate"),
    "thu_cong_van_hoa": _l("Crafts and indigenous culture"),
    "logistics_tmdt": _l("Logistics and e-commerce"),
    "co_khi_tu_dong": _l("Mechanics and automation"),
    "vat_lieu": _l("Materials and construction"),
    "tac_dong_xa_hoi": _l("Social-impact business"),
}
MOST_SECTORS = 4


def stage_title(stage: str) -> Text:
    """Return the stage in words; an unknown code as it is."""
    return STAGES[Stage(stage)] if stage in set(Stage) else stage


def sector_titles(codes: Iterable[str]) -> Sequence[Text]:
    """Return the sectors in words, in the given order; unknown codes are left out."""
    return [SECTORS[code] for code in codes if code in SECTORS]


def known_sectors(codes: Iterable[str]) -> list[str]:
    """Return those of `codes` that exist, each once, in the order of the taxonomy."""
    wanted = set(codes)
    return [code for code in SECTORS if code in wanted]
