"""The showcase of an exhibition: its products and its exhibitors, searched, filtered, sorted."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, load_only
from sqlalchemy.sql.selectable import ScalarSelect

from ecosystem.core.finding import matches
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    ClaimState,
    Exhibition,
    Exhibitor,
    ExhibitorState,
    Hall,
    Zone,
)
from ecosystem.showcase.domain.products import SEEKS
from ecosystem.showcase.models import Product
from ecosystem.showcase.policies import shown_products
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.startups.models import Startup
from ecosystem.uploads.models import StoredFile

ONLINE = "online"
SORTS = ("name", "new", "price", "-price", "stars", "booth")
LAST = "\x7f"  # sorts behind every booth number


@dataclass(frozen=True)
class ShowcaseFilter:
    """What is looked for; unknown codes match nothing. `place` is a hall's or zone's public id, or "online"."""

    query: str = ""
    sector: str = ""
    stars: str = ""
    seeks: str = ""
    place: str = ""
    sort: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the order was chosen."""
        return any(getattr(self, each.name) for each in fields(self) if each.name != "sort")


def products_in(exhibition: Exhibition, wanted: ShowcaseFilter) -> Select[Any]:
    """Statement: the shown products of an exhibition that fit, with their exhibitors; without long texts."""
    statement = (
        select(Product)
        .join(Product.exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id, shown_products())
        .options(
            load_only(
                Product.public_id,
                Product.name,
                Product.name_en,
                Product.summary,
                Product.price_kind,
                Product.price_low,
                Product.price_high,
                Product.unit,
                Product.ocop_stars,
                Product.seeks,
                Product.tags,
                Product.exhibitor_id,
                Product.version,
            ),
            contains_eager(Product.exhibitor).load_only(Exhibitor.public_id, Exhibitor.name, Exhibitor.version),
        )
    )
    if wanted.query:
        statement = statement.where(matches(Product.search_text + " " + Exhibitor.search_text, wanted.query))
    if wanted.sector:
        statement = statement.where(_lists(Product.sectors, wanted.sector, SECTORS))
    if wanted.seeks:
        statement = statement.where(_lists(Product.seeks, wanted.seeks, SEEKS))
    if wanted.stars:
        statement = statement.where(Product.ocop_stars == (int(wanted.stars) if wanted.stars in "345" else 0))
    if wanted.place:
        statement = statement.where(_stands(wanted.place))
    return statement.order_by(*_order(wanted.sort), Product.id)


def _order(sort: str) -> tuple[Any, ...]:
    """Prices on request come last whichever way."""
    ways: dict[str, tuple[Any, ...]] = {
        "new": (Product.published_at.desc(),),
        "price": (Product.price_low.is_(None), Product.price_low, Product.sort_key),
        "-price": (Product.price_low.is_(None), Product.price_low.desc(), Product.sort_key),
        "stars": (func.coalesce(Product.ocop_stars, 0).desc(), Product.sort_key),
        "booth": (func.coalesce(_booth_key(), LAST), Product.position),
    }
    return ways.get(sort, (Product.sort_key,))


def exhibitors_in(exhibition: Exhibition, wanted: ShowcaseFilter) -> Select[Any]:
    """Statement: the exhibitors of an exhibition that fit, with startup and logo. Searches their products too."""
    statement = (
        select(Exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id, Exhibitor.state == ExhibitorState.ACCEPTED)
        .options(
            joinedload(Exhibitor.logo).load_only(StoredFile.public_id),
            joinedload(Exhibitor.startup)
            .load_only(Startup.slug, Startup.is_public, Startup.version)
            .joinedload(Startup.logo)
            .load_only(StoredFile.public_id),
        )
    )
    if wanted.query:
        of_product = exists().where(Product.exhibitor_id == Exhibitor.id, matches(Product.search_text, wanted.query))
        shown = of_product.where(shown_products())
        statement = statement.where(or_(matches(Exhibitor.search_text, wanted.query), shown))
    if wanted.sector:
        statement = statement.where(_lists(Exhibitor.sectors, wanted.sector, SECTORS))
    if wanted.place:
        statement = statement.where(_stands(wanted.place))
    key = func.coalesce(_booth_key(), LAST) if wanted.sort == "booth" else Exhibitor.sort_key
    return statement.order_by(key, Exhibitor.sort_key, Exhibitor.id)


def _lists(column: InstrumentedAttribute[list[Any]], code: str, known: Any) -> ColumnElement[bool]:
    """The list is JSON on both databases; its text holds each code in quotation marks."""
    return cast(column, Text).contains(f'"{code if code in known else "-"}"', autoescape=True)


def _booth_key() -> ScalarSelect[Any]:
    """The first confirmed booth's place in the order of the numbers."""
    return (
        select(func.min(Booth.sort_key))
        .join(BoothClaim, BoothClaim.booth_id == Booth.id)
        .where(BoothClaim.exhibitor_id == Exhibitor.id, BoothClaim.state == ClaimState.CONFIRMED)
        .correlate(Exhibitor)
        .scalar_subquery()
    )


def _stands(place: str) -> ColumnElement[bool]:
    """Exhibitors with a confirmed booth in the hall or zone, or with one that is online only."""
    inside = (
        exists()
        .where(
            BoothClaim.exhibitor_id == Exhibitor.id,
            BoothClaim.state == ClaimState.CONFIRMED,
            Booth.id == BoothClaim.booth_id,
        )
        .correlate(Exhibitor)
    )
    if place == ONLINE:
        return inside.where(Booth.hall_id.is_(None))
    in_hall = select(Hall.id).where(Hall.public_id == place)
    in_zone = select(Zone.id).where(Zone.public_id == place)
    return inside.where(or_(Booth.hall_id.in_(in_hall), Booth.zone_id.in_(in_zone)))
