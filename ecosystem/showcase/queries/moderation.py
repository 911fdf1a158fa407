"""Products of an exhibition as its organiser sees them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.showcase.models import Product, ProductState

STATES = ("shown", "hidden")


@dataclass(frozen=True)
class ModerationFilter:
    """What is looked for; `state` is one of `STATES` or "" for all."""

    query: str = ""
    state: str = ""
    sort: str = ""


def published_products(exhibition: Exhibition, wanted: ModerationFilter) -> Select[Any]:
    """Statement: what exhibitors published, shown or hidden, with its exhibitor; newest first unless sorted."""
    statement = (
        select(Product)
        .join(Product.exhibitor)
        .where(
            Exhibitor.exhibition_id == exhibition.id,
            Product.state == ProductState.PUBLISHED,
            Product.removed_at.is_(None),
        )
        .options(contains_eager(Product.exhibitor))
    )
    if wanted.query:
        statement = statement.where(matches(Product.search_text + " " + Exhibitor.search_text, wanted.query))
    if wanted.state == "hidden":
        statement = statement.where(Product.hidden_at.is_not(None))
    elif wanted.state == "shown":
        statement = statement.where(Product.hidden_at.is_(None))
    orders: dict[str, tuple[Any, ...]] = {
        "name": (Product.sort_key,),
        "-name": (Product.sort_key.desc(),),
        "exhibitor": (Exhibitor.sort_key, Product.position),
        "-exhibitor": (Exhibitor.sort_key.desc(), Product.position),
    }
    return statement.order_by(*orders.get(wanted.sort, (Product.published_at.desc(),)), Product.id)


def counts_in(exhibition: Exhibition) -> tuple[int, int]:
    """Return how many products are published, and how many of them are hidden; one statement."""
    row = session().execute(
        select(func.count(), func.count(Product.hidden_at))
        .select_from(Product)
        .join(Product.exhibitor)
        .where(
            Exhibitor.exhibition_id == exhibition.id,
            Product.state == ProductState.PUBLISHED,
            Product.removed_at.is_(None),
        )
    ).one()  # fmt: skip
    return int(row[0]), int(row[1])
