"""The exhibition of the demonstration: two halls with their booths in zones, and some online ones."""

from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.demo import sample
from ecosystem.demo.days import at_hour
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.events.models import Event, EventState
from ecosystem.exhibitions.domain.details import ExhibitionDetails, ExhibitorDetails, HallDetails
from ecosystem.exhibitions.models import Booth, Exhibition, Exhibitor, Zone, ZoneColour
from ecosystem.exhibitions.queries.claims import claims_of, orders_by_claim
from ecosystem.exhibitions.queries.exhibitions import booths_in
from ecosystem.exhibitions.services.claims import assign_booth, choose_booth
from ecosystem.exhibitions.services.exhibitions import create_exhibition, take_step
from ecosystem.exhibitions.services.exhibitors import apply, decide
from ecosystem.exhibitions.services.halls import add_hall, add_zone
from ecosystem.exhibitions.services.inviting import invite
from ecosystem.exhibitions.services.moving import ask_swap
from ecosystem.exhibitions.services.plans import add_online_booths, edit_booth, save_drawing
from ecosystem.exhibitions.services.waiting import wait
from ecosystem.payments.models import Seller
from ecosystem.payments.services.captures import record_capture
from ecosystem.payments.services.sellers import seller_for
from ecosystem.startups.models import Startup, StartupMember

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


def load(today: datetime) -> Iterator[str]:
    """Make the exhibition in the event that comes, with exhibitors in every state."""
    event = coming_event()
    if event is None:
        return
    exhibition = make_exhibition(event, today=today)
    fill(exhibition, today=today)
    yield f"booths drawn and taken: {exhibition.title}"


def make_exhibition(event: Event, *, today: datetime) -> Exhibition:
    """Make and publish the exhibition with its plan."""
    owner = account_at(ORGANISER.address)
    exhibition = create_exhibition(event, _details(event, today), by=owner)
    zones = [add_zone(exhibition, name=name, colour=colour, by=owner) for name, colour in ZONES]
    main = add_hall(exhibition, HallDetails("Nhà trưng bày A", 4200, 2600), by=owner)
    save_drawing(main, _main_hall(zones), shown=None, by=owner)
    yard = add_hall(exhibition, HallDetails("Sân ngoài trời B", 3000, 1600), by=owner)
    save_drawing(yard, _yard(zones), shown=None, by=owner)
    add_online_booths(exhibition, count=6, price=500_000, by=owner)
    take_step(exhibition, "publish", by=owner)
    return exhibition


def fill(exhibition: Exhibition, *, today: datetime) -> None:
    """Let exhibitors apply, be decided on, choose, pay, wait and swap, so that every state can be seen."""
    owner = account_at(ORGANISER.address)
    seller_ready(exhibition)
    booths = {booth.number: booth for booth in booths_in(exhibition)}
    made = [_exhibitor(exhibition, idea, number) for number, idea in enumerate(sample.ideas()[:26])]
    for exhibitor in made[:20]:
        decide(exhibitor, "accept", words="", by=owner)
    decide(made[20], "decline", words="Năm nay đã hết chỗ cho nhóm sản phẩm này. Hẹn gặp lại năm sau.", by=owner)
    chosen = [
        "A01",
        "A02",
        "A04",
        "A05",
        "B01",
        "B03",
        "B09",
        "C02",
        "C03",
        "C05",
        "D01",
        "D04",
        "E02",
        "N01",
        "M02",
        "ON-01",
    ]
    for exhibitor, number in zip(made, chosen, strict=False):
        _take(exhibitor, booths[number], pays=number not in ("C05", "D04"))
    assign_booth(booths["S01"], made[16], is_waived=True, by=owner)
    wait(made[17], booth=booths["A01"], by=made[17].contact)
    wait(made[18], kind="corner", by=made[18].contact)
    mine, theirs = claims_of(made[0])[0], claims_of(made[4])[0]
    ask_swap(mine, theirs, words="Gian hàng của anh chị gần lối vào hơn, bên em cần chỗ nấu thử.", by=made[0].contact)
    for number in ("A09", "D09"):
        edit_booth(booths[number], {"is_blocked": True, "width": 300, "depth": 300, "number": number}, by=owner)
    invite(exhibition, email="hoptacxa.mau@example.vn", name="Hợp tác xã Mẫu Đăk Hà", by=owner)


def seller_ready(exhibition: Exhibition) -> None:
    """Let the organiser take test payments and transfers, if nothing was set up yet."""
    seller = seller_for(exhibition.event.organiser)
    if seller.providers:
        return
    with transaction():
        present = locked(Seller, seller.id)
        present.providers, present.vat_percent = ["fake"], Decimal(8)


def _exhibitor(exhibition: Exhibition, idea: dict[str, Any], number: int) -> Exhibitor:
    contact = account_at(idea["team"]["leader_email"])
    mine = select(Startup).join(StartupMember).where(StartupMember.account_id == contact.id).order_by(Startup.id)
    startup = session().scalars(mine).first()
    details = ExhibitorDetails(
        name=startup.name if startup else f"Nhóm {idea['team']['leader_name']}",
        email=contact.email,
        phone="0905 000 000",
        sectors=list(startup.sectors) if startup else [],
        shows=idea["title_vi"],
        about=idea["solution_vi"],
        needs="Một ổ điện 1 kW" if number % 3 == 0 else "",
        wish_kind="corner" if number % 5 == 0 else "",
    )
    return apply(exhibition, details, startup=startup, by=contact)


def _take(exhibitor: Exhibitor, booth: Booth, *, pays: bool) -> None:
    claim = choose_booth(exhibitor, booth, by=exhibitor.contact)
    orders = orders_by_claim([claim.id]).get(claim.id, [])
    if pays and orders and orders[-1].state.value == "open":
        order = orders[-1]
        record_capture(
            provider="fake",
            reference=f"demo-{order.code}",
            order_code=order.code,
            amount=order.total,
            currency="VND",
            at=clock.now(),
        )


def _details(event: Event, today: datetime) -> ExhibitionDetails:
    first, last = (
        datetime.combine(day, time(12), clock.zone(event.timezone)) for day in (event.starts_on, event.ends_on)
    )
    return ExhibitionDetails(
        title="Techfest Cao nguyên xanh – Triển lãm sản phẩm khởi nghiệp",
        title_en="Green Highlands Techfest – startup exhibition",
        summary="Sản phẩm từ đất, rừng và phòng thí nghiệm Tây Nguyên: nếm thử, chạm vào, gặp người làm ra.",
        description="Hơn 60 gian hàng trong nhà, ngoài trời và trực tuyến. Dữ liệu mẫu.",
        apply_opens_at=at_hour(today, -20, 8),
        apply_closes_at=at_hour(today, 40, 17),
        choose_opens_at=at_hour(today, -10, 8),
        choose_closes_at=at_hour(today, 60, 17),
        set_up_from=at_hour(first, -1, 13),
        set_up_until=at_hour(first, 0, 7),
        take_down_from=at_hour(last, 0, 17),
        take_down_until=at_hour(last, 0, 21),
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
