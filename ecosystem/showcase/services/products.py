"""Products: written, published, put in order, copied from an earlier exhibition, removed."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.search import fold, sort_key
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.domain.products import (
    MOST_PRODUCTS,
    SEEKS,
    ProductDetails,
    missing_for_publication,
    moved,
    price_problem,
    settled_price,
    stars_problem,
)
from ecosystem.showcase.models import Product, ProductPicture, ProductState
from ecosystem.startups.domain.taxonomy import SECTORS


def first_values(exhibitor: Exhibitor) -> ProductDetails:
    """Return what a first product may begin with: what the startup's profile and the application say already."""
    startup = exhibitor.startup
    sectors = tuple(exhibitor.sectors or (startup.sectors if startup is not None else ()))
    if startup is None:
        return ProductDetails(name="", sectors=sectors)
    return ProductDetails(
        name="",
        summary=startup.one_liner,
        description=startup.description,
        video_url=startup.video_url,
        sectors=sectors,
    )


def create_product(exhibitor: Exhibitor, details: ProductDetails, *, by: Account) -> Product:
    """Write a product, a draft at the end of the list.

    Raises Invalid, naming the field, for a price or a recognition that cannot be; Refused over the limit.
    """
    values = _values(details)
    with transaction() as current:
        owner = locked(Exhibitor, exhibitor.id)
        position = _next_position(owner)
        product = Product(exhibitor_id=owner.id, position=position, **values)
        _index(product)
        current.add(product)
        audit.record("product.created", product, by=by.id, scope=exhibitor.exhibition)
        return product


def edit_product(product: Product, details: ProductDetails, *, version: int | None, by: Account) -> None:
    """Change a product. `version` is the one the form was shown with.

    Raises Invalid, naming the field; StaleEdit when somebody changed it since.
    """
    values = _values(details)
    with transaction():
        present = locked(Product, product.id)
        check_version(present, version)
        changes = audit.assign(present, values)
        _index(present)
        if changes:
            audit.record("product.edited", present, by=by.id, scope=product.exhibitor.exhibition, changes=changes)


def publish_product(product: Product, *, by: Account) -> None:
    """Show a product to everybody. Raises Refused, with the sentences in `details`, while something is missing."""
    with transaction():
        present = locked(Product, product.id)
        if present.state is ProductState.PUBLISHED:
            return
        lacks = obstacles_to_publication(present)
        if lacks:
            raise Refused(" ".join(str(each) for each in lacks), details={"missing": lacks})
        present.state = ProductState.PUBLISHED
        present.published_at = present.published_at or clock.now()
        audit.record("product.published", present, by=by.id, scope=product.exhibitor.exhibition)


def withdraw_product(product: Product, *, by: Account) -> None:
    """Make a product a draft again: nobody but its exhibitor sees it."""
    with transaction():
        present = locked(Product, product.id)
        if present.state is ProductState.PUBLISHED:
            present.state = ProductState.DRAFT
            audit.record("product.withdrawn", present, by=by.id, scope=product.exhibitor.exhibition)


def remove_product(product: Product, *, by: Account) -> None:
    """Take a product away for good; enquiries about it stay. Twice is once."""
    with transaction():
        present = locked(Product, product.id)
        if present.removed_at is None:
            present.removed_at = clock.now()
            audit.record(
                "product.removed", present, by=by.id, scope=product.exhibitor.exhibition, note=present.name[:200]
            )


def move_product(product: Product, direction: str, *, by: Account) -> None:
    """Move a product one place "up" or "down" among those of its exhibitor."""
    with transaction():
        locked(Exhibitor, product.exhibitor_id)
        rows = session().scalars(_in_order(product.exhibitor_id)).all()
        order = moved([row.id for row in rows], product.id, direction)
        places = {ident: place for place, ident in enumerate(order)}
        for row in rows:
            if row.position != places[row.id]:
                row.position = places[row.id]
        audit.record("product.moved", product, by=by.id, scope=product.exhibitor.exhibition)


def obstacles_to_publication(product: Product) -> Sequence[Any]:
    """Return in sentences what a product lacks before everybody may see it; one statement."""
    pictures = session().scalar(select(func.count()).where(ProductPicture.product_id == product.id)) or 0
    return missing_for_publication(product.name, product.summary, product.description, pictures)


def details_of(product: Product) -> ProductDetails:
    """Return a product as it was typed."""
    values = {name: getattr(product, name) for name in ProductDetails.__dataclass_fields__}
    return ProductDetails(**values | {name: tuple(values[name]) for name in ("tags", "seeks", "sectors")})


def _values(details: ProductDetails) -> dict[str, Any]:
    problem = price_problem(details.price_kind, details.price_low, details.price_high)
    problem = problem or stars_problem(details.ocop_stars, details.ocop_year, clock.now().year)
    if problem is not None:
        raise Invalid(problem[1], details={problem[0]: problem[1]})
    low, high = settled_price(details.price_kind, details.price_low, details.price_high)
    settled = replace(details, price_low=low, price_high=high)
    if settled.ocop_stars is None:
        settled = replace(settled, ocop_number="", ocop_year=None)
    return asdict(settled) | {name: list(getattr(settled, name)) for name in ("tags", "seeks", "sectors")}


def _next_position(exhibitor: Exhibitor) -> int:
    number, last = session().execute(
        select(func.count(), func.max(Product.position)).where(
            Product.exhibitor_id == exhibitor.id, Product.removed_at.is_(None)
        )
    ).one()  # fmt: skip
    if number >= MOST_PRODUCTS:
        raise Refused(_l("An exhibitor shows at most %(most)s products.", most=MOST_PRODUCTS))
    return 0 if last is None else int(last) + 1


def _in_order(exhibitor_id: int) -> Any:
    return (
        select(Product)
        .where(Product.exhibitor_id == exhibitor_id, Product.removed_at.is_(None))
        .order_by(Product.position, Product.id)
    )


def _index(product: Product) -> None:
    """Derive what lists search and sort by; the exhibitor's own words are searched beside them."""
    named = [SECTORS[code] for code in product.sectors if code in SECTORS]
    sought = [SEEKS[code] for code in product.seeks if code in SEEKS]
    words = [product.name, product.name_en or "", product.summary or "", *product.tags, *named, *sought]
    product.sort_key = sort_key(product.name)
    product.search_text = fold(" ".join(str(word) for word in words))
