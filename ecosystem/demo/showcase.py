"""What exhibitors of the demonstration show: products with drawn pictures, booth pages, questions and visits."""

import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core import clock
from ecosystem.core.database import scalars, transaction
from ecosystem.demo import sample
from ecosystem.demo.people import account_at
from ecosystem.demo.product_pictures import cover_picture, logo_picture, product_picture
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.exhibitions.queries.exhibitions import accepted_exhibitors
from ecosystem.showcase.domain.enquiries import Quote, Side
from ecosystem.showcase.domain.products import PriceKind, ProductDetails
from ecosystem.showcase.models import EnquiryKind, Product, VisitSource
from ecosystem.showcase.queries.enquiries import people_of
from ecosystem.showcase.services import booth_pages, enquiries, favourites, media, products
from ecosystem.showcase.services.visits import add_visits
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import store


@dataclass(frozen=True)
class Sample:
    """A product that does not exist: what it is, how it looks, what it costs."""

    name: str
    name_en: str
    summary: str
    looks: str
    sector: str
    low: int | None
    high: int | None
    unit: str
    stars: int | None
    tags: tuple[str, ...]
    seeks: tuple[str, ...]
    certificates: tuple[tuple[str, int | None], ...] = ()  # (kind, days it is still good)


@cache
def samples() -> tuple[Sample, ...]:
    """Return the fictional products."""
    content: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    lists = ("tags", "seeks", "certificates")
    return tuple(Sample(**each | {name: tuple(each[name]) for name in lists}) for each in content)


FILE = Path(__file__).with_name("sample_products.json")
STORIES = (
    "Từ nương rẫy đến bàn trà của bạn",
    "Giữ rừng bằng sinh kế dưới tán rừng",
    "Nghề cũ, hình mới, giá công bằng",
    "Nhỏ mà chắc: mỗi mẻ đều có tên người làm",
    "Công nghệ vừa tầm tay bà con",
)
ASKED = (
    ("Bên mình có nhận đặt hàng làm quà Tết không? Tôi cần khoảng 300 phần.", EnquiryKind.QUOTE, "300 phần"),
    ("Sản phẩm này bảo quản được bao lâu sau khi mở?", EnquiryKind.QUESTION, ""),
    ("Tôi có chuỗi ba cửa hàng đặc sản, muốn xin bảng giá sỉ.", EnquiryKind.QUOTE, "Mỗi tháng 150–200"),
)


def load(today: datetime) -> Iterator[str]:
    """Fill the showcases of the exhibitions that are there."""
    for exhibition in scalars(select(Exhibition).order_by(Exhibition.id)):
        if exhibition.published_at is not None:
            yield from fill_showcase(exhibition, at=today)


def fill_showcase(exhibition: Exhibition, *, at: datetime, seed: int = 5) -> Iterator[str]:
    """Let every accepted exhibitor of an exhibition show one to three products; then visitors look and ask.

    The same seed gives the same showcase. Yields what was done.
    """
    dice = random.Random(seed)  # noqa: S311 - made-up products
    exhibitors = list(scalars(accepted_exhibitors(exhibition)))
    made = []
    with clock.at(at):
        for number, exhibitor in enumerate(exhibitors):
            made += _fill_booth(exhibitor, number, dice)
    yield f"{len(made)} products at {len(exhibitors)} booths: {exhibition.title}"
    for exhibitor in exhibitors:
        _visits(exhibitor, at, dice)
    _ask(made, at, dice)
    yield "visitors look, keep and ask"


def _fill_booth(exhibitor: Exhibitor, number: int, dice: random.Random) -> list[Product]:
    by = people_of(exhibitor)[0]
    if exhibitor.logo_id is None:
        logo = _stored(logo_picture(exhibitor.name, number), "logo.png", by)
        booth_pages.replace_logo(exhibitor, logo, by=by)
    story = STORIES[number % len(STORIES)]
    values = {"tagline": story, "seeks": ["distributors", "partners"] if number % 2 else ["investors"]}
    booth_pages.write_page(exhibitor, values, version=None, by=by)
    if number % 2 == 0:
        booth_pages.replace_cover(exhibitor, _stored(cover_picture(number), "bia.jpg", by), by=by)
    fitting = [each for each in samples() if each.sector in exhibitor.sectors] or list(samples())
    start = number * 3
    chosen = [fitting[(start + step) % len(fitting)] for step in range(min(len(fitting), 1 + number % 3))]
    return [_product(exhibitor, each, number * 10 + place, dice, by) for place, each in enumerate(chosen)]


def _product(exhibitor: Exhibitor, each: Sample, seed: int, dice: random.Random, by: Account) -> Product:
    kind = PriceKind.ON_REQUEST if each.low is None else PriceKind.RANGE if each.high else PriceKind.FIXED
    details = ProductDetails(
        name=each.name,
        name_en=each.name_en,
        summary=each.summary,
        description=f"{each.summary}\n\n**Sản phẩm mẫu**, không có thật: mọi tên gọi và con số chỉ để trình diễn.",
        price_kind=kind,
        price_low=each.low,
        price_high=each.high,
        unit=each.unit,
        ocop_stars=each.stars,
        ocop_number=f"{dice.randint(100, 999)}/QĐ-UBND (mẫu)" if each.stars else "",
        ocop_year=2024 + seed % 2 if each.stars else None,
        tags=each.tags,
        seeks=each.seeks,
        sectors=(each.sector,),
    )
    product = products.create_product(exhibitor, details, by=by)
    for angle in range(2 if seed % 4 == 1 else 1):
        picture = _stored(product_picture(each.looks, seed, angle), f"{each.looks}.jpg", by)
        media.add_picture(product, picture, by=by, alt=each.name)
    for code, days in each.certificates:
        until: date | None = clock.now().date() + timedelta(days=days) if days is not None else None
        number = f"MẪU-{dice.randint(1000, 9999)}"
        media.add_certificate(product, kind=code, title="", number=number, valid_until=until, file=None, by=by)
    products.publish_product(product, by=by)
    return product


def _stored(content: bytes, name: str, by: Account) -> StoredFile:
    accept = (name.rpartition(".")[2],)
    stream = io.BytesIO(content)
    return store(stream, name=name, purpose="product_picture", by=by.id, accept=accept, largest=20_000_000)


def _visits(exhibitor: Exhibitor, at: datetime, dice: random.Random) -> None:
    """Looks of the last days, most of them by day."""
    popular = dice.uniform(0.3, 2.4)
    with transaction():
        for back in range(1, 72):
            hour = (at - timedelta(hours=back)).replace(minute=0, second=0, microsecond=0)
            by_day = 9 if 1 <= hour.hour <= 13 else 1  # in UTC: eight in the morning to eight in the evening
            looks = int(dice.random() * by_day * popular)
            scans = int(dice.random() * looks * 0.6)
            for source, number in ((VisitSource.PAGE, looks - scans), (VisitSource.QR, scans)):
                if number:
                    add_visits(exhibitor.id, hour, source, number)


def _ask(made: Sequence[Product], at: datetime, dice: random.Random) -> None:
    """Three questions, one of them answered with a quote; somebody keeps what they liked."""
    visitors = [account_at(idea["team"]["leader_email"]) for idea in sample.ideas()[:3]]
    for number, (text, kind, quantity) in enumerate(ASKED):
        product, visitor = made[number * 2 % len(made)], visitors[number % len(visitors)]
        question = enquiries.Question(
            kind, text, visitor.name, visitor.email, quantity=quantity, sent_key=product.public_id
        )
        with clock.at(at - timedelta(hours=5 - number)):
            asked = enquiries.ask(
                product.exhibitor, question, product=product, by=visitor, origin=Origin(f"198.51.100.{number}")
            )
        if number == 0:
            with clock.at(at - timedelta(hours=2)):
                enquiries.reply(
                    asked,
                    side=Side.EXHIBITOR,
                    text="Dạ có ạ. Đơn từ 200 phần được in tên lên hộp, giao trước Tết hai tuần.",
                    sent_key="demo",
                    by=people_of(product.exhibitor)[0],
                    quote=Quote(38_500_000, at.date() + timedelta(days=21)),
                )
    for product in dice.sample(list(made), min(4, len(made))):
        favourites.keep(product.exhibitor, product, by=visitors[0])
