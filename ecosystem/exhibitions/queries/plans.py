"""Plans as the editor, the chooser and files need them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.exhibitions.domain.plan import DrawnBooth, HallShape
from ecosystem.exhibitions.domain.problems import Problem, doubled_numbers, problems_of
from ecosystem.exhibitions.models import Booth, BoothClaim, ClaimState, Exhibition, Exhibitor, Hall, Zone
from ecosystem.exhibitions.queries.exhibitions import (
    accepted_exhibitors,
    booths_by_exhibitor,
    booths_in,
    halls_of,
    zones_of,
)


def shape_of(hall: Hall) -> HallShape:
    """Return the floor of a hall."""
    return HallShape(hall.width, hall.depth, tuple((x, y) for x, y in hall.outline))


def drawn(booth: Booth) -> DrawnBooth:
    """Return a booth of a hall as it is drawn."""
    points = tuple((x, y) for x, y in booth.points) if booth.points else None
    return DrawnBooth(
        id=booth.public_id,
        number=booth.number,
        x=booth.x or 0,
        y=booth.y or 0,
        width=booth.width or 0,
        depth=booth.depth or 0,
        angle=booth.angle,
        points=points,
        kind=booth.kind,
        price=booth.price,
        is_blocked=booth.is_blocked,
        note=booth.note,
    )


def problems_in(exhibition: Exhibition) -> tuple[list[Problem], int]:
    """Return what is wrong with the plans of all halls, and how many booths there are; two statements."""
    booths = booths_in(exhibition)
    by_hall = sorted((booth for booth in booths if booth.hall_id), key=lambda booth: (booth.hall_id, booth.id))
    halls = {hall.id: hall for hall in halls_of(exhibition)}
    found: list[Problem] = []
    for hall_id, group in groupby(by_hall, key=lambda booth: booth.hall_id):
        if hall_id in halls:
            found += problems_of(shape_of(halls[hall_id]), [drawn(booth) for booth in group])
    return found + doubled_numbers(booth.number for booth in booths), len(booths)


def has_prices(exhibition: Exhibition) -> bool:
    """Tell whether any booth costs something."""
    priced = exists().where(Booth.exhibition_id == exhibition.id, Booth.removed_at.is_(None), Booth.price > 0)
    return bool(session().scalar(select(priced)))


def booth_json(booth: Booth, zones: dict[int, str]) -> dict[str, Any]:
    """Return a booth as the editor reads and sends it."""
    row: dict[str, Any] = {
        "id": booth.public_id,
        "number": booth.number,
        "kind": booth.kind.value,
        "zone": zones.get(booth.zone_id or 0, ""),
        "x": booth.x,
        "y": booth.y,
        "width": booth.width,
        "depth": booth.depth,
        "angle": booth.angle,
        "price": booth.price,
        "blocked": booth.is_blocked,
        "note": booth.note,
    }
    return row | ({"points": booth.points} if booth.points else {})


def plan_json(hall: Hall, *, for_file: bool = False) -> dict[str, Any]:
    """Return the plan of a hall; with `for_file` without what belongs to this exhibition only (who has a booth)."""
    exhibition = hall.exhibition
    zones = zones_of(exhibition)
    names = {zone.id: zone.public_id for zone in zones}
    rows = []
    for booth in booths_in(exhibition, hall):
        row = booth_json(booth, names)
        if booth.claim is not None and not for_file:
            row |= {"holder": booth.claim.exhibitor.name, "claim": booth.claim.state.value}
        rows.append(row)
    return {
        "version": hall.plan_version,
        "hall": {
            "name": hall.name,
            "width": hall.width,
            "depth": hall.depth,
            "grid": hall.grid,
            "outline": hall.outline,
        },
        "zones": [{"id": zone.public_id, "name": zone.name, "colour": zone.colour.value} for zone in zones],
        "background": hall.background,
        "booths": rows,
    }


def numbers_elsewhere(hall: Hall) -> Sequence[str]:
    """Return the numbers of booths of the exhibition that stand in no or another hall."""
    statement = select(Booth.number).where(
        Booth.exhibition_id == hall.exhibition_id,
        Booth.removed_at.is_(None),
        (Booth.hall_id != hall.id) | Booth.hall_id.is_(None),
    )
    return session().scalars(statement).all()


def plan_booths(exhibition: Exhibition) -> Sequence[Booth]:
    """Return all booths by number with claim and exhibitor, no more than a plan of 500 needs; one statement."""
    statement = (
        select(Booth)
        .where(Booth.exhibition_id == exhibition.id, Booth.removed_at.is_(None))
        .options(
            joinedload(Booth.claim).joinedload(BoothClaim.exhibitor).load_only(
                Exhibitor.name, Exhibitor.public_id, Exhibitor.sectors, Exhibitor.search_text, Exhibitor.startup_id
            ),
            joinedload(Booth.zone).load_only(Zone.public_id, Zone.name, Zone.colour),
        )
        .order_by(Booth.sort_key, Booth.id)
    )  # fmt: skip
    return session().scalars(statement).unique().all()


def standing(booth: Booth, mine: frozenset[int] = frozenset()) -> str:
    """Tell in a word how a booth stands for somebody who acts for the exhibitors `mine`.

    "free", "held" (somebody chooses it now), "taken", "blocked", or "mine".
    """
    claim = booth.claim
    if claim is not None:
        if claim.exhibitor_id in mine:
            return "mine"
        return "taken" if claim.state is ClaimState.CONFIRMED else "held"
    return "blocked" if booth.is_blocked else "free"


def exhibitors_shown(exhibition: Exhibition, query: str) -> Sequence[tuple[Exhibitor, list[Booth]]]:
    """Return the exhibitors that are in and fit, by name, with their confirmed booths; three statements."""
    statement = accepted_exhibitors(exhibition).options(joinedload(Exhibitor.logo))
    if query:
        statement = statement.where(matches(Exhibitor.search_text, query))
    exhibitors: Sequence[Exhibitor] = session().scalars(statement).unique().all()
    booths = booths_by_exhibitor([each.id for each in exhibitors])
    return [(each, booths.get(each.id, [])) for each in exhibitors]
