"""Products, enquiries and favourites, made straight as rows where that is quicker than the use cases."""

from itertools import count
from typing import Any

from sqlalchemy import insert, select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.core.search import fold, sort_key
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.showcase.models import (
    Enquiry,
    EnquiryKind,
    PriceKind,
    Product,
    ProductCertificate,
    ProductPicture,
    ProductState,
)
from ecosystem.showcase.services import enquiries
from tests.support.factories.accounts import account
from tests.support.factories.exhibitions import make_booths, make_claim, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.files import make_file, picture

_numbers = count(1)


def make_stand(exhibition: Exhibition | None = None, person: Account | None = None, **values: Any) -> Exhibitor:
    """An accepted exhibitor with a confirmed booth in a hall of its own."""
    exhibition = exhibition or make_exhibition()
    exhibitor = make_exhibitor(exhibition, person, **values)
    make_claim(make_booths(exhibition, make_hall(exhibition), 1)[0], exhibitor)
    return exhibitor


def make_product(exhibitor: Exhibitor | None = None, *, pictures: int = 1, **values: Any) -> Product:
    """A published product with one picture; `state=ProductState.DRAFT` for a draft."""
    number = next(_numbers)
    exhibitor = exhibitor or make_stand()
    defaults: dict[str, Any] = {
        "name": f"Cà phê mẫu {number}",
        "summary": "Rang vừa, túi 250 g",
        "position": number,
        "state": ProductState.PUBLISHED,
        "published_at": clock.now(),
    }
    product = Product(exhibitor=exhibitor, **defaults | values)
    product.sort_key = sort_key(product.name)
    product.search_text = fold(f"{product.name} {product.summary}")
    with transaction():
        session().add(product)
    for _number in range(pictures):
        make_picture(product)
    return product


def make_picture(product: Product, **values: Any) -> ProductPicture:
    """A picture of the product, last in the order."""
    large, small = (make_file(picture(), "anh.png", "product_picture") for _ in range(2))
    row = ProductPicture(product_id=product.id, position=next(_numbers), large_id=large.id, small_id=small.id, **values)
    with transaction():
        session().add(row)
    session().expire(product, ["pictures"])
    return row


def make_certificate(product: Product, kind: str = "vietgap", **values: Any) -> ProductCertificate:
    """A certificate of the product without an end."""
    row = ProductCertificate(product_id=product.id, kind=kind, **values)
    with transaction():
        session().add(row)
    session().expire(product, ["certificates"])
    return row


def make_many_products(exhibition: Exhibition, number: int, *, exhibitors: int = 20) -> None:
    """Published products in one statement, spread over new exhibitors, sharing one picture each exhibitor."""
    stands = [make_stand(exhibition) for _ in range(exhibitors)]
    now = clock.now()
    rows = []
    for index in range(number):
        name = f"Sản phẩm mẫu {index:05}"
        rows.append(
            {
                "public_id": public_id(),
                "exhibitor_id": stands[index % exhibitors].id,
                "position": index,
                "name": name,
                "summary": "Một câu giới thiệu về sản phẩm mẫu",
                "price_kind": PriceKind.FIXED,
                "price_low": 10_000 * (index % 97 + 1),
                "ocop_stars": 3 + index % 3 if index % 2 else None,
                "sectors": ["ca_phe"] if index % 3 else ["y_te"],
                "state": ProductState.PUBLISHED,
                "published_at": now,
                "sort_key": sort_key(name),
                "search_text": fold(name),
            }
        )
    file = make_file(picture(), "anh.png", "product_picture")
    with transaction() as current:
        current.execute(insert(Product), rows)
        idents = current.scalars(
            select(Product.id).join(Exhibitor).where(Exhibitor.exhibition_id == exhibition.id)
        ).all()
        pictures = [{"product_id": ident, "position": 0, "large_id": file.id, "small_id": file.id} for ident in idents]
        current.execute(insert(ProductPicture), [{"public_id": public_id(), **each} for each in pictures])


def make_enquiry(
    exhibitor: Exhibitor, by: Account | None = None, *, product: Product | None = None, **values: Any
) -> Enquiry:
    """A question of somebody with a proved address; the exhibitor has not read it."""
    visitor = by or account(f"Khách {next(_numbers)}")
    defaults: dict[str, Any] = {
        "kind": EnquiryKind.QUESTION,
        "text": "Có bán sỉ không?",
        "name": visitor.name,
        "email": visitor.email,
        "sent_key": f"{next(_numbers):032x}",
    }
    question = enquiries.Question(**defaults | values)
    return enquiries.ask(
        exhibitor, question, product=product, by=visitor, origin=Origin(f"10.0.0.{next(_numbers) % 250}")
    )
