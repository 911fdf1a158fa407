"""Money of the demonstration: how the organiser sells, orders in every state, a discount code. All of it is made up."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.demo import sample
from ecosystem.demo.days import at_hour
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.gateway.fake import take_money
from ecosystem.payments.models import Bank, DiscountCode, Order, Seller
from ecosystem.payments.services import orders, refunds
from ecosystem.payments.services.captures import record_capture
from ecosystem.payments.services.sellers import seller_for
from ecosystem.payments.services.sending import send_due
from ecosystem.payments.services.testing import Click, click

CODE = "TAYNGUYEN10"
THINGS = (
    ("booth", "Gian hàng tiêu chuẩn 3 × 3 m", "Standard booth 3 × 3 m", 12_000_000),
    ("sponsorship", "Gói đồng hành bạc", "Silver partner package", 30_000_000),
    ("ticket", "Vé hội thảo gọi vốn", "Ticket: fundraising workshop", 350_000),
    ("booth", "Gian hàng góc 3 × 6 m", "Corner booth 3 × 6 m", 22_000_000),
    ("training", "Khóa tập huấn thuyết trình", "Pitching course", 1_500_000),
)


def load(organiser: Organiser, today: datetime) -> str:
    """Set the seller up and place orders of the last two weeks; return what was done."""
    _banks()
    _sell(organiser)
    _code(organiser, today)
    endings: tuple[Callable[[Order], object], ...] = (
        _pay,
        _pay,
        _transfer,
        lambda order: click(order, Click.SHORT),
        _pay_and_refund_part,
        _pay,
        _pay_and_refund,
        lambda order: orders.cancel_order(order, by=None, reason="Người mua đổi ý."),
        _pay_late,
        _pay_twice,
        lambda order: None,
        lambda order: None,
    )
    for number, ending in enumerate(endings):
        at = today - timedelta(days=len(endings) - number, hours=3 + number)
        with clock.at(at):
            order = _order(organiser, number, expires_at=at + timedelta(days=3))
        with clock.at(at + timedelta(minutes=20 + 7 * number)):
            ending(order)
    with clock.at(today):
        orders.expire_due()
        send_due()
    return f"{len(endings)} orders placed, paid, given back"


def _banks() -> None:
    with transaction() as current:
        if current.scalar(select(Bank.id).limit(1)) is None:  # a database without the migrations' list
            current.add(Bank(bin="970436", short_name="Vietcombank", name="Ngân hàng TMCP Ngoại thương Việt Nam"))


def _sell(organiser: Organiser) -> Seller:
    with transaction():
        seller = locked(Seller, seller_for(organiser).id)
        seller.tax_code = "0100047516"
        seller.address = seller.address or "12 Nguyễn Mẫu, phường Kon Tum, tỉnh Quảng Ngãi"
        seller.email = seller.email or "taichinh@example.vn"
        seller.vat_percent = Decimal(8)
        seller.bank_bin, seller.bank_account, seller.bank_holder = (
            "970436",
            "0000000000000",
            "TRUNG TAM KHOI NGHIEP MAU",
        )
        seller.providers = ["vietqr", "stripe", "fake"]
        return seller


def _code(organiser: Organiser, today: datetime) -> None:
    with transaction() as current:
        code = DiscountCode(
            organiser_id=organiser.id,
            code=CODE,
            title="Giảm 10 % cho doanh nghiệp Tây Nguyên",
            percent=Decimal(10),
            opens_at=at_hour(today, -30, 8),
            closes_at=at_hour(today, 30, 17),
            limit_total=50,
            limit_per_buyer=2,
            purposes=["booth", "training"],
        )
        current.add(code)


def _order(organiser: Organiser, number: int, *, expires_at: datetime) -> Order:
    purpose, text, text_en, price = THINGS[number % len(THINGS)]
    idea = sample.ideas()[number]
    team = idea["team"]
    account = account_at(team["leader_email"])
    return orders.place_order(
        organiser=organiser,
        purpose=purpose,
        subject=f"demo-{number}",
        title=text,
        lines=[NewLine(text, price, quantity=1 + number % 3 if purpose == "ticket" else 1, text_en=text_en)],
        buyer=Buyer(account.name, account.email, account_id=account.id, organisation=team.get("name", "")),
        expires_at=expires_at,
        back="",
        by=account.id,
        discount_code=CODE if purpose == "booth" and number % 2 == 0 else "",
    )


def _pay(order: Order) -> None:
    click(order, Click.PAY)


def _transfer(order: Order) -> None:
    """Money that came into the bank account."""
    record_capture(
        provider="vietqr",
        reference=f"demo-{order.code}",
        order_code=order.note_code,
        amount=order.total,
        currency="VND",
        at=clock.now(),
    )


def _pay_and_refund_part(order: Order) -> None:
    _pay(order)
    by = account_at(ORGANISER.address).id
    refunds.ask_refund(order, amount=order.captured // 4, reason="Trả lại một phần diện tích.", by=by)
    send_due()


def _pay_and_refund(order: Order) -> None:
    _pay(order)
    refunds.ask_refund(order, amount=None, reason="Người mua không tham dự được.", by=account_at(ORGANISER.address).id)
    send_due()


def _pay_late(order: Order) -> None:
    """Money that came after the order had expired."""
    with clock.at(clock.now() + timedelta(days=3)):
        orders.expire_due()
        paid = take_money(order)
        record_capture(
            provider="fake",
            reference=paid.reference,
            order_code=order.code,
            amount=paid.amount,
            currency="VND",
            at=clock.now(),
        )


def _pay_twice(order: Order) -> None:
    _pay(order)
    record_capture(
        provider="vietqr",
        reference=f"demo-again-{order.code}",
        order_code=order.note_code,
        amount=order.total,
        currency="VND",
        at=clock.now(),
    )
