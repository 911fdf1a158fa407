"""The exhibition of the demonstration: two halls with their booths in zones, and some online ones."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ecosystem.contests.models import Contest
from ecosystem.core.database import session
from ecosystem.core.identifiers import public_id
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.events.models import Event, EventState
from ecosystem.exhibitions.domain.details import ExhibitionDetails, HallDetails
from ecosystem.exhibitions.models import Exhibition, Zone, ZoneColour
from ecosystem.exhibitions.services.exhibitions import create_exhibition, take_step
from ecosystem.exhibitions.services.halls import add_hall, add_zone
from ecosystem.exhibitions.services.plans import add_online_booths, save_drawing

ZONES = (
    ("Dược liệu và nông sản", ZoneColour.GREEN),
    ("Công nghệ và chuyển đổi số", ZoneColour.BLUE),
    ("Du lịch cộng đồng", ZoneColour.AMBER),
    ("Trường học và viện nghiên cứu", ZoneColour.PURPLE),
    ("Nhà tài trợ", ZoneColour.GREY),
)


def coming_event() -> Event | None:
    """Return the event of the demonstration that comes last."""
    return session().scalar(
        select(Event).join(Contest, Contest.event_id == Event.id).where(Event.state == EventState.PUBLISHED)
        .order_by(Event.starts_on.desc()).limit(1)
    )  # fmt: skip


def make_exhibition(event: Event, *, today: datetime) -> Exhibition:
    """Make and publish the exhibition with its plan."""
    owner = account_at(ORGANISER.address)
    exhibition = create_exhibition(event, _details(today), by=owner)
    zones = [add_zone(exhibition, name=name, colour=colour, by=owner) for name, colour in ZONES]
    main = add_hall(exhibition, HallDetails("Nhà trưng bày A", 4200, 2600), by=owner)
    save_drawing(main, _main_hall(zones), shown=None, by=owner)
    yard = add_hall(exhibition, HallDetails("Sân ngoài trời B", 3000, 1600), by=owner)
    save_drawing(yard, _yard(zones), shown=None, by=owner)
    add_online_booths(exhibition, count=6, price=500_000, by=owner)
    take_step(exhibition, "publish", by=owner)
    return exhibition


def _details(today: datetime) -> ExhibitionDetails:
    return ExhibitionDetails(
        title="Techfest Cao nguyên xanh – Triển lãm sản phẩm khởi nghiệp",
        title_en="Green Highlands Techfest – startup exhibition",
        summary="Sản phẩm từ đất, rừng và phòng thí nghiệm Tây Nguyên: nếm thử, chạm vào, gặp người làm ra.",
        description="Hơn 60 gian hàng trong nhà, ngoài trời và trực tuyến. Dữ liệu mẫu.",
        apply_opens_at=today - timedelta(days=20),
        apply_closes_at=today + timedelta(days=40),
        choose_opens_at=today - timedelta(days=10),
        choose_closes_at=today + timedelta(days=60),
        hold_minutes=1440,
        booths_per_exhibitor=2,
        refund_steps=[[30, 100], [7, 50]],
        terms="Gian hàng mở cửa từ 8 giờ đến 17 giờ cả ba ngày. Không bán hàng không rõ nguồn gốc.",
    )


def _booth(number: str, x: int, y: int, zone: Zone, **values: Any) -> dict[str, Any]:
    given = {"id": public_id(), "number": number, "x": x, "y": y, "width": 300, "depth": 300, "zone": zone.public_id}
    return {**given, "price": 3_000_000, **values}


def _thing(kind: str, x: int, y: int, width: int, depth: int, text: str = "") -> dict[str, Any]:
    return {"id": public_id(), "kind": kind, "x": x, "y": y, "width": width, "depth": depth, "angle": 0, "text": text}


def _main_hall(zones: list[Zone]) -> dict[str, Any]:
    herbs, digital, tourism, schools, sponsors = zones
    booths = []
    for row, (letter, zone, y) in enumerate(
        (("A", herbs, 250), ("B", herbs, 850), ("C", digital, 1150), ("D", digital, 1750))
    ):
        for index in range(9):
            is_corner = row in (1, 2) and index in (0, 8)
            extra = {"kind": "corner", "price": 4_000_000} if is_corner else {}
            booths.append(_booth(f"{letter}{index + 1:02}", 500 + 300 * index, y, zone, **extra))
    for index in range(6):
        size = {"width": 200, "depth": 200, "kind": "table", "price": 0}
        booths.append(_booth(f"E{index + 1:02}", 450 + 300 * index, 2150, schools, **size))
    for index, x in enumerate((2450, 2900)):
        booths.append(_booth(f"T{index + 1:02}", x, 2150, tourism, width=400, depth=300, price=3_500_000))
    island = {"width": 500, "depth": 500, "kind": "island", "price": 15_000_000}
    booths.append(_booth("S01", 3650, 500, sponsors, **island))
    cut = [[-250, -250], [250, -250], [250, 100], [100, 250], [-250, 250]]
    booths.append(_booth("S02", 3650, 1200, sponsors, points=cut, **island))
    background = [
        _thing("stage", 3650, 1950, 800, 400, "Sân khấu"),
        _thing("door", 300, 2585, 400, 30),
        _thing("label", 300, 2480, 400, 90, "Lối vào chính"),
        _thing("door", 3900, 15, 300, 30),
        *(_thing("pillar", x, 550, 60, 60) for x in (800, 1700, 2600)),
        *(_thing("pillar", x, 1450, 60, 60) for x in (800, 1700, 2600)),
        _thing("area", 3200, 2420, 700, 240, "Ẩm thực"),
    ]
    return {"booths": booths, "background": background}


def _yard(zones: list[Zone]) -> dict[str, Any]:
    herbs, _digital, tourism, _schools, _sponsors = zones
    booths = []
    for index in range(5):
        turned = {"angle": 15, "kind": "space", "price": 2_000_000, "width": 400}
        booths.append(_booth(f"N{index + 1:02}", 500 + 500 * index, 400, tourism, **turned))
        booths.append(_booth(f"M{index + 1:02}", 500 + 500 * index, 1150, herbs, kind="space", price=2_000_000))
    return {
        "booths": booths,
        "background": [_thing("label", 1500, 760, 900, 100, "Vườn cà phê"), _thing("door", 1500, 1585, 500, 30)],
    }
