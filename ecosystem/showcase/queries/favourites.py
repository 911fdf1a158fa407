"""What a person keeps of exhibitions, and the way past it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from ecosystem.core.database import scalars, session
from ecosystem.exhibitions.models import Booth, Exhibition, Exhibitor, ExhibitorState
from ecosystem.exhibitions.queries.exhibitions import booths_by_exhibitor
from ecosystem.showcase.domain.routes import Stop, halls_of
from ecosystem.showcase.models import Favourite, Product
from ecosystem.showcase.policies import shown_products


@dataclass
class RouteStop:
    """An exhibitor on the way, with booths, the products kept, and the person's notes."""

    exhibitor: Exhibitor
    booths: Sequence[Booth]
    favourites: list[Favourite] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)

    @property
    def booth(self) -> Booth | None:
        """The first booth: where to go."""
        return next((each for each in self.booths if each.hall_id is not None), None)


def targets_kept(account_id: int | None, exhibition: Exhibition) -> frozenset[str]:
    """Return the public ids of what a person keeps of an exhibition; one statement, none for nobody."""
    if account_id is None:
        return frozenset()
    rows = session().scalars(
        select(Favourite.target)
        .join(Exhibitor, Exhibitor.id == Favourite.exhibitor_id)
        .where(Favourite.account_id == account_id, Exhibitor.exhibition_id == exhibition.id)
    )
    return frozenset(rows)


def favourites_of(account_id: int, exhibition: Exhibition) -> Sequence[Favourite]:
    """Return what a person keeps of an exhibition and is still there to see, with exhibitors and products."""
    statement = (
        select(Favourite)
        .join(Favourite.exhibitor)
        .outerjoin(Favourite.product)
        .where(
            Favourite.account_id == account_id,
            Exhibitor.exhibition_id == exhibition.id,
            Exhibitor.state == ExhibitorState.ACCEPTED,
            or_(Favourite.product_id.is_(None), shown_products()),
        )
        .options(joinedload(Favourite.exhibitor).joinedload(Exhibitor.logo), joinedload(Favourite.product))
        .order_by(Favourite.created_at, Favourite.id)
    )
    return scalars(statement)


def route_of(account_id: int, exhibition: Exhibition) -> list[tuple[str, list[RouteStop]]]:
    """Return (hall, stops) in walking order; the hall of exhibitors without a place is "". Three statements."""
    kept = favourites_of(account_id, exhibition)
    booths = booths_by_exhibitor({each.exhibitor_id for each in kept})
    stops: dict[int, RouteStop] = {}
    for each in kept:
        stop = stops.setdefault(each.exhibitor_id, RouteStop(each.exhibitor, booths.get(each.exhibitor_id, [])))
        stop.favourites.append(each)
        if each.product is not None:
            stop.products.append(each.product)
    return grouped(list(stops.values()))


def grouped(stops: Sequence[RouteStop]) -> list[tuple[str, list[RouteStop]]]:
    """Return the stops by hall, in walking order."""
    names: dict[int | None, str] = {None: ""}
    placed = []
    for stop in stops:
        booth = stop.booth
        hall = booth.hall if booth is not None else None
        key = None if hall is None else (hall.position * 1_000_000 + hall.id)
        names[key] = hall.name if hall is not None else ""
        placed.append(Stop(key, booth.number if booth is not None else stop.exhibitor.name, stop))
    return [(names[key], [stop.thing for stop in group]) for key, group in halls_of(placed)]


def shown_targets(exhibition: Exhibition, targets: Collection[str]) -> tuple[list[Exhibitor], list[Product]]:
    """Return those of `targets` that can be seen: exhibitors, and products with their exhibitors. Two statements."""
    wanted = list(targets)[:200]
    exhibitors = scalars(
        select(Exhibitor)
        .where(
            Exhibitor.exhibition_id == exhibition.id,
            Exhibitor.state == ExhibitorState.ACCEPTED,
            Exhibitor.public_id.in_(wanted),
        )
        .options(joinedload(Exhibitor.logo))
    )
    products = scalars(
        select(Product)
        .join(Product.exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id, shown_products(), Product.public_id.in_(wanted))
        .options(joinedload(Product.exhibitor).joinedload(Exhibitor.logo))
    )
    return list(exhibitors), list(products)


def route_of_guest(exhibition: Exhibition, targets: Collection[str]) -> list[tuple[str, list[RouteStop]]]:
    """Return the route of somebody whose favourites lie on their device, from the ids it sends."""
    exhibitors, products = shown_targets(exhibition, targets)
    everybody = {each.id: each for each in [*exhibitors, *(product.exhibitor for product in products)]}
    booths = booths_by_exhibitor(everybody)
    stops = {ident: RouteStop(each, booths.get(ident, [])) for ident, each in everybody.items()}
    for product in products:
        stops[product.exhibitor_id].products.append(product)
    return grouped(list(stops.values()))


def keepers_of(exhibitor: Exhibitor) -> int:
    """Return how many people keep the exhibitor's booth or one of its products; one statement."""
    statement = select(func.count(func.distinct(Favourite.account_id))).where(Favourite.exhibitor_id == exhibitor.id)
    return session().scalar(statement) or 0
