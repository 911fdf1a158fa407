"""Visitors of the demonstration: a fair that is on right now, its tickets, who came when, and leads of exhibitors."""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.demo import sample
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.events.domain.details import EventDetails
from ecosystem.events.models import Event, Organiser
from ecosystem.events.services import create_event, take_step
from ecosystem.exhibitions.models import Exhibition, ExhibitionState, Exhibitor, ExhibitorMember, ExhibitorState
from ecosystem.visitors.domain.people import Person
from ecosystem.visitors.domain.states import Direction, EntryPolicy, LeadState, QuestionKind, TicketState, Warmth
from ecosystem.visitors.models import Gate, GateDevice, Ticket, TicketType
from ecosystem.visitors.queries.links import qr_text
from ecosystem.visitors.queries.registrations import questions_of
from ecosystem.visitors.services import offer
from ecosystem.visitors.services.gates import add_gate, link_device
from ecosystem.visitors.services.leads import Badge, edit_lead, scan_badge
from ecosystem.visitors.services.registering import NewRegistration, confirm_address, register
from ecosystem.visitors.services.scanning import Scan, scan
from ecosystem.visitors.services.terms import set_terms

REGISTRATIONS = 170
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ"]
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dung",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Khoa",
    "Lan",
    "Linh",
    "Minh",
    "Nam",
    "Ngọc",
    "Phúc",
    "Quân",
    "Sơn",
    "Tâm",
    "Thảo",
    "Vy",
]
HIGHLAND = ("Y Mẫu", "A Mẫu", "H’Mẫu Êban", "Ksor Mẫu", "Rơ Châm Mẫu", "Siu Mẫu")
PLACES = (
    "Sở Khoa học và Công nghệ (mẫu)",
    "Trường Cao đẳng Cộng đồng (mẫu)",
    "Hợp tác xã Nông nghiệp Mẫu",
    "Công ty TNHH Cà phê Mẫu",
    "",
    "",
)
ANSWERS = ("Mạng xã hội", "Bạn bè giới thiệu", "Đài, báo", "Nhà trường")
NOTES = (
    "Muốn thử sản phẩm tại cửa hàng",
    "Hỏi giá sỉ, gửi mẫu",
    "Quan tâm hợp tác phân phối",
    "Xin hồ sơ năng lực",
    "",
)
HERE = Origin("198.51.100.7")


def load(organiser: Organiser, today: datetime, *, seed: int = 7) -> str:
    """Make the fair and let people come; the same seed gives the same people. Returns what was done."""
    dice = random.Random(seed)  # noqa: S311 - made-up visitors
    owner = account_at(ORGANISER.address)
    with clock.at(today - timedelta(days=20)):
        event = _fair(organiser, owner, today)
        types = _offer(event, owner)
        gates = [add_gate(event, name=name, capacity=most, by=owner.id) for name, most in _GATES]
    _register(event, types, today, dice)
    tickets = session().scalars(
        select(Ticket).where(Ticket.event_id == event.id, Ticket.state == TicketState.VALID).order_by(Ticket.id)
    )
    came = _let_in(list(tickets), gates, owner, today, dice)
    leads = _leads(event, came, today, dice)
    return f"{len(came)} visitors came to the fair, {leads} badges scanned"


_GATES = (("Cổng chính", 400), ("Cổng nhà trưng bày A", 150), ("Cổng hội trường", None))


def _fair(organiser: Organiser, owner: Account, today: datetime) -> Event:
    first = today.astimezone(clock.zone(clock.DEFAULT_ZONE)).date() - timedelta(days=1)
    details = EventDetails(
        title=f"Phiên chợ khởi nghiệp Măng Đen {first.year}",
        title_en=f"Măng Đen startup fair {first.year}",
        tagline="Gặp người làm ra sản phẩm, nếm thử, hỏi giá, kết nối",
        description="Ba ngày mở cửa cho khách tham quan; vé miễn phí, có vé hội thảo. Dữ liệu mẫu.",
        starts_on=first,
        ends_on=first + timedelta(days=2),
        venue_name="Quảng trường Mẫu",
        venue_address="Xã Măng Đen, tỉnh Quảng Ngãi",
        province_code="51",
    )
    return take_step(create_event(organiser, details, by=owner), "publish", by=owner)


def _offer(event: Event, owner: Account) -> list[TicketType]:
    days = [(event.starts_on + timedelta(days=1)).isoformat()]
    plans = (
        ("Vé tham quan", "Visitor ticket", 0, 300, {"entry_policy": EntryPolicy.DAILY}),
        ("Vé đoàn học sinh", "School group", 0, 120, {"group_min": 5, "per_person": 40}),
        (
            "Vé hội thảo gọi vốn",
            "Fundraising workshop",
            150_000,
            40,
            {"entry_policy": EntryPolicy.ONCE, "valid_days": days},
        ),
        ("Khách mời", "Guest of honour", 0, None, {"entry_policy": EntryPolicy.REENTRY, "needs_code": True}),
    )
    types = [
        offer.add_type(event, {"name": name, "name_en": english, "price": price, "capacity": most} | more, by=owner.id)
        for name, english, price, most, more in plans
    ]
    set_terms(event, [[7, 100], [2, 50]], by=owner.id, shown=None)
    offer.make_codes(types[3], number=1, uses=30, note="Đại biểu", expires_at=None, by=owner.id, code="DAIBIEU")
    question = {
        "text": "Anh/Chị biết phiên chợ qua đâu?",
        "text_en": "How did you hear of the fair?",
        "kind": QuestionKind.CHOICE,
        "choices": list(ANSWERS),
        "is_required": False,
    }
    offer.add_question(event, question, by=owner.id)
    return types


def _register(event: Event, types: Sequence[TicketType], today: datetime, dice: random.Random) -> None:
    public_ids = [each.public_id for each in questions_of(event.id)]
    for number in range(REGISTRATIONS):
        is_school, is_guest = number % 28 == 5, number % 12 == 11
        kind = types[1] if is_school else types[3] if is_guest else types[0]
        people = [
            Person(_name(dice)) for _each in range(dice.randint(6, 14) if is_school else dice.choice((1, 1, 1, 2)))
        ]
        people[0] = Person(
            people[0].name, f"khach.{number + 1}@example.vn", dice.choice(PLACES), f"09{number + 10_000_000}"
        )
        wanted = NewRegistration(
            name=people[0].name,
            email=people[0].email,
            request_key=f"demo-visit-{number}",
            people=people,
            organisation=people[0].organisation,
            answers={ident: dice.choice(ANSWERS) for ident in public_ids},
            consents=["badge_scan"] if number % 3 else [],
            invitation_code="DAIBIEU" if is_guest else "",
            may_wait=True,
        )
        with clock.at(today - timedelta(days=18 - 16 * number / REGISTRATIONS)):
            registration = register(kind, wanted, account=None, origin=HERE)
            if number % 15 != 14 and registration.holds:
                confirm_address(registration)


def _name(dice: random.Random) -> str:
    if dice.random() < 0.15:
        return f"{dice.choice(HIGHLAND)} {dice.choice(GIVEN)}"
    return f"{dice.choice(FAMILY)} Mẫu {dice.choice(GIVEN)}"


def _let_in(
    tickets: list[Ticket], gates: Sequence[Gate], owner: Account, today: datetime, dice: random.Random
) -> list[Ticket]:
    """Most come, yesterday or today until now; some leave again."""
    came = []
    devices: list[GateDevice] = []
    with clock.at(today - timedelta(days=2)):
        for gate in gates:
            devices.append(link_device(gate, label="Tình nguyện viên", lasts=timedelta(days=6), by=owner.id)[0])
    for number, ticket in enumerate(tickets):
        if dice.random() < 0.2:
            continue
        moment = _moment(today, dice)
        device = devices[dice.choice((0, 0, 0, 1, 1, 2))]
        with clock.at(moment):
            scan(device, Scan(key=f"demo-in-{number:05}", text=qr_text(ticket)))
        if dice.random() < 0.35 and moment + timedelta(hours=2) < today:
            with clock.at(moment + timedelta(hours=2)):
                scan(device, Scan(key=f"demo-out-{number:05}", text=qr_text(ticket), direction=Direction.OUT))
        came.append(ticket)
    return came


def _moment(today: datetime, dice: random.Random) -> datetime:
    """A moment between half past seven and five, most of them in the morning; never one that is still to come."""
    zone = clock.zone(clock.DEFAULT_ZONE)
    day = today.astimezone(zone).date()
    opens = datetime.combine(day, time(7, 30), tzinfo=zone)
    minutes = min(570, int(dice.triangular(0, 570, 90)))
    found = opens + timedelta(minutes=minutes)
    if dice.random() < 0.5 or found >= today - timedelta(minutes=5):
        found -= timedelta(days=1)
    return found


def _leads(event: Event, came: Sequence[Ticket], today: datetime, dice: random.Random) -> int:
    exhibitors = _exhibitors(event, today)
    number = 0
    for exhibitor in exhibitors:
        for ticket in dice.sample(list(came), min(len(came), dice.randint(6, 24))):
            with clock.at(_moment(today, dice)):
                lead = scan_badge(exhibitor, Badge(qr_text(ticket)), by=exhibitor.contact_id).lead
            if lead is None:
                continue
            number += 1
            if lead.state is LeadState.GIVEN and dice.random() < 0.7:
                values = {
                    "rating": dice.randint(1, 3),
                    "warmth": dice.choice(list(Warmth)),
                    "notes": dice.choice(NOTES),
                    "tags": dice.sample(["bán lẻ", "đại lý", "xuất khẩu", "nhà trường"], 1),
                    "follow_up_on": today.date() + timedelta(days=dice.randint(1, 14)),
                }
                edit_lead(lead, values, shown=None)
    return number


def _exhibitors(event: Event, today: datetime) -> list[Exhibitor]:
    """An exhibition of the fair with eight exhibitors; the founders of the first ideas among them."""
    with transaction() as current:
        exhibition = Exhibition(
            event_id=event.id,
            slug=f"{event.slug}-trien-lam",
            title="Gian hàng phiên chợ Măng Đen",
            title_en="Booths of the Măng Đen fair",
            state=ExhibitionState.PUBLISHED,
            published_at=today - timedelta(days=20),
        )
        current.add(exhibition)
        current.flush()
        exhibitors = []
        for idea in sample.ideas()[:8]:
            name = idea["title_vi"].split(":")[0][:120]
            exhibitor = Exhibitor(
                exhibition_id=exhibition.id,
                party_key=f"demo:{idea['code']}",
                name=name,
                contact_id=account_at(idea["team"]["leader_email"]).id,
                sectors=list(idea["sectors"]),
                applied_at=today - timedelta(days=18),
                decided_at=today - timedelta(days=16),
                state=ExhibitorState.ACCEPTED,
                sort_key=sort_key(name),
                search_text=fold(name),
            )
            exhibitor.members.append(ExhibitorMember(account_id=exhibitor.contact_id))
            current.add(exhibitor)
            exhibitors.append(exhibitor)
        current.flush()
        return exhibitors
