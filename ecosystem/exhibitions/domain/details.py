"""What organisers and exhibitors type, as values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

A_DAY = 24 * 60  # minutes: a treasurer confirms transfers from the bank's statement, once a working day
WORK_TIMES = ("set_up_from", "set_up_until", "take_down_from", "take_down_until")
TIMES = ("apply_opens_at", "apply_closes_at", "choose_opens_at", "choose_closes_at", *WORK_TIMES)
"""The instants among an exhibition's details."""


@dataclass(frozen=True)
class ExhibitionDetails:
    """The settings of an exhibition."""

    title: str
    title_en: str = ""
    summary: str = ""
    description: str = ""
    apply_opens_at: datetime | None = None
    apply_closes_at: datetime | None = None
    choose_opens_at: datetime | None = None
    choose_closes_at: datetime | None = None
    set_up_from: datetime | None = None
    set_up_until: datetime | None = None
    take_down_from: datetime | None = None
    take_down_until: datetime | None = None
    hold_minutes: int = 30
    offer_hours: int = 24
    booths_per_exhibitor: int = 1
    refund_steps: list[Any] = field(default_factory=list)
    terms: str = ""


@dataclass(frozen=True)
class HallDetails:
    """A hall's name and size in cm."""

    name: str
    width: int
    depth: int


@dataclass(frozen=True)
class ExhibitorDetails:
    """What somebody says who wants to exhibit."""

    name: str
    email: str = ""
    phone: str = ""
    website: str = ""
    province_code: str = ""
    sectors: list[Any] = field(default_factory=list)
    about: str = ""
    shows: str = ""
    needs: str = ""
    wish_zone_id: int | None = None
    wish_kind: str = ""
