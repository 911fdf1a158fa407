"""Storing what was drawn: by the editor as it goes, from a file, or booth by booth in a form."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import check_state, locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.identifiers import public_id
from ecosystem.exhibitions.domain.drawing import as_rows, read_svg
from ecosystem.exhibitions.domain.numbering import natural_key
from ecosystem.exhibitions.domain.plan import Drawing, DrawnBooth, PlanError, read_drawing
from ecosystem.exhibitions.domain.problems import problems_of
from ecosystem.exhibitions.models import Booth, BoothKind, Exhibition, ExhibitionState, Hall
from ecosystem.exhibitions.queries.exhibitions import booths_in, zones_of
from ecosystem.exhibitions.queries.plans import drawn, shape_of

MOST_NAMED = 12


def save_drawing(hall: Hall, data: Any, *, shown: int | None, by: Account) -> int:
    """Store what changed in a plan; return its new version. Booths that are not named stay as they are.

    Raises Invalid for what cannot be read, StaleEdit when the plan changed since version `shown`, AlreadyTaken when a
    number stands twice, Refused when a taken booth would go or shrink, or when a published plan would have overlaps.
    """
    with transaction():
        present = locked(Hall, hall.id)
        exhibition = present.exhibition
        zones = {zone.public_id: zone.id for zone in zones_of(exhibition)}
        try:
            drawing = read_drawing(data, zones=zones)
        except PlanError as error:
            raise Invalid(" ".join(str(each) for each in error.sentences)) from error
        check_state(present.plan_version, shown)
        _store(present, drawing, zones, by)
        present.plan_version += 1
        session().flush()
        if exhibition.state is ExhibitionState.PUBLISHED:
            _ensure_sound(present)
        return present.plan_version


def import_svg(hall: Hall, content: bytes, *, scale: float, by: Account) -> int:
    """Take the rectangles and polygons of a drawing into the plan, `scale` centimetres to a unit; return how many.

    Booths whose number is there already are moved to where the drawing has them. Raises as `save_drawing` does.
    """
    try:
        shapes = [shape.scaled(scale) for shape in read_svg(content)]
    except PlanError as error:
        raise Invalid(" ".join(str(each) for each in error.sentences)) from error
    present = {booth.number: booth for booth in booths_in(hall.exhibition, hall)}
    zones = {zone.id: zone.public_id for zone in zones_of(hall.exhibition)}
    rows = as_rows(shapes, ids=_fresh_ids(), known={number: booth.public_id for number, booth in present.items()})
    kept = [_with_settings(row, present.get(row["number"]), zones) for row in rows]
    save_drawing(hall, {"booths": kept}, shown=None, by=by)
    return len(kept)


def import_json(hall: Hall, data: Any, *, by: Account) -> int:
    """Take a plan that was exported as JSON into a hall; return how many booths it held.

    Ids of another exhibition get new ones; zones are found by name. Raises as `save_drawing` does.
    """
    rows = data.get("booths") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Invalid(_l("This is no floor plan: an object with a list “booths” is expected."))
    named = {zone.name: zone.public_id for zone in zones_of(hall.exhibition)}
    listed = data.get("zones") if isinstance(data.get("zones"), list) else []
    zones = {str(row.get("id")): named.get(str(row.get("name")), "") for row in listed if isinstance(row, dict)}
    known = {booth.number: booth.public_id for booth in booths_in(hall.exhibition, hall)}
    fresh = _fresh_ids()
    mapped = [
        row | {"id": known.get(str(row.get("number"))) or next(fresh), "zone": zones.get(str(row.get("zone")), "")}
        for row in rows
    ]
    background = data.get("background")
    if isinstance(background, list):
        background = [row | {"id": next(fresh)} if isinstance(row, dict) else row for row in background]
    save_drawing(hall, {"booths": mapped, "background": background, "hall": data.get("hall")}, shown=None, by=by)
    return len(mapped)


def _fresh_ids() -> Iterator[str]:
    while True:
        yield public_id()


def _with_settings(row: dict[str, Any], booth: Booth | None, zones: Mapping[int, str]) -> dict[str, Any]:
    """A booth that is there already keeps its price, kind, zone and note."""
    if booth is None:
        return row
    kept = {"price": booth.price, "kind": booth.kind.value, "zone": zones.get(booth.zone_id or 0, "")}
    return row | kept | {"blocked": booth.is_blocked, "note": booth.note}


def _store(hall: Hall, drawing: Drawing, zones: Mapping[str, int], by: Account) -> None:
    stored = _stored(hall, [*drawing.removed, *(booth.id for booth in drawing.booths)])
    gone = [stored[ident] for ident in drawing.removed if ident in stored]
    for booth in gone:
        remove_from_plan(booth)
    session().flush()
    fresh = [_new(hall, each) for each in drawing.booths if each.id not in stored]
    pairs = [(stored[each.id], each) for each in drawing.booths if each.id in stored]
    prices = _assign(pairs, zones)
    with unique_or(_l("A number stands on two booths of this exhibition. Give one of them another.")):
        # Numbers may change places, so all let go of theirs first.
        for booth, each in pairs:
            if booth.number != each.number:
                booth.number = f"~{booth.id}"
        session().flush()
        for booth, each in pairs:
            booth.number, booth.sort_key = each.number, natural_key(each.number)
        for booth, each in fresh:
            _place(booth, each, zones)
            session().add(booth)
        session().flush()
    if drawing.background is not None:
        hall.background = [dict(each) for each in drawing.background]
    for name, value in (drawing.hall or {}).items():
        setattr(hall, name, value)
    _record(hall, drawing, gone, prices, by)


def _stored(hall: Hall, idents: Sequence[str]) -> dict[str, Booth]:
    wanted = (
        select(Booth)
        .where(Booth.public_id.in_(idents))
        .options(joinedload(Booth.claim))
        .with_for_update(of=Booth)
        .execution_options(populate_existing=True)
    )
    found = {booth.public_id: booth for booth in session().scalars(wanted).unique()}
    if any(booth.exhibition_id != hall.exhibition_id for booth in found.values()):
        raise Invalid(_l("A booth of another exhibition cannot stand here."))
    for booth in found.values():
        booth.hall_id = hall.id
    return found


def _new(hall: Hall, each: DrawnBooth) -> tuple[Booth, DrawnBooth]:
    booth = Booth(exhibition_id=hall.exhibition_id, hall_id=hall.id, public_id=each.id, number=each.number)
    booth.sort_key = natural_key(each.number)
    return booth, each


def _assign(pairs: Sequence[tuple[Booth, DrawnBooth]], zones: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    prices = {}
    for booth, each in pairs:
        if booth.claim is not None:
            _ensure_kept(booth, each)
        if booth.price != each.price:
            prices[each.number] = (booth.price, each.price)
        _place(booth, each, zones)
        booth.removed_at = None  # taken back by an undo
    return prices


def _place(booth: Booth, each: DrawnBooth, zones: Mapping[str, int]) -> None:
    for name in ("x", "y", "width", "depth", "angle", "kind", "price", "is_blocked", "note"):
        setattr(booth, name, getattr(each, name))
    booth.points = [list(point) for point in each.points] if each.points else None
    booth.zone_id = zones[each.zone] if each.zone else None


def _ensure_kept(booth: Booth, each: DrawnBooth) -> None:
    """A booth that somebody has stays theirs in number and size."""
    if each.width * each.depth < (booth.width or 0) * (booth.depth or 0):
        raise Refused(_l("Booth %(number)s is taken and cannot become smaller.", number=booth.number))
    if each.is_blocked and not booth.is_blocked:
        raise Refused(_l("Booth %(number)s is taken and cannot be blocked.", number=booth.number))


def remove_from_plan(booth: Booth) -> None:
    """Take a booth off the plan; its number is free again. Raises Refused when somebody has it."""
    if booth.claim is not None:
        raise Refused(_l("Booth %(number)s is taken and cannot be removed.", number=booth.number))
    booth.removed_at = clock.now()
    booth.number, booth.sort_key = f"~{booth.id}", ""


def _ensure_sound(hall: Hall) -> None:
    session().expire_all()
    problems = problems_of(shape_of(hall), [drawn(booth) for booth in booths_in(hall.exhibition, hall)])
    if problems:
        sentences = " ".join(str(problem.sentence) for problem in problems[:5])
        raise Refused(_l("The exhibition is published, so its plan stays sound. %(problems)s", problems=sentences))


def _record(hall: Hall, drawing: Drawing, gone: Sequence[Booth], prices: Mapping[str, Any], by: Account) -> None:
    numbers = [booth.number for booth in drawing.booths]
    note = ", ".join(numbers[:MOST_NAMED]) + (" …" if len(numbers) > MOST_NAMED else "")
    changes: dict[str, Any] = {"booths": (len(gone) or None, len(numbers))}
    for number, (old, new) in list(prices.items())[:MOST_NAMED]:
        changes[f"price {number}"] = (old, new)
    record("hall.plan_saved", hall, by=by.id, scope=hall.exhibition.event.organiser, changes=changes, note=note)


def add_online_booths(exhibition: Exhibition, *, count: int, price: int, by: Account) -> list[Booth]:
    """Add booths that are pages without a place in a hall, numbered on from the last one (ON-01, ON-02 …)."""
    with transaction() as current:
        present = locked(Exhibition, exhibition.id)
        taken = set(current.scalars(select(Booth.number).where(Booth.exhibition_id == present.id)))
        free = (f"ON-{number:02}" for number in range(1, 10_000) if f"ON-{number:02}" not in taken)
        made = []
        for number in (next(free) for _ in range(count)):
            booth = Booth(
                exhibition_id=present.id,
                number=number,
                sort_key=natural_key(number),
                kind=BoothKind.ONLINE,
                price=price,
            )
            made.append(booth)
        with unique_or(_l("A number stands on two booths of this exhibition. Give one of them another.")):
            current.add_all(made)
            current.flush()
        record("booth.added", present, by=by.id, scope=present.event.organiser, note=", ".join(b.number for b in made))
        return made


def edit_booth(booth: Booth, values: Mapping[str, Any], *, by: Account) -> None:
    """Change one booth in a form, without the editor. Raises as `save_drawing` does."""
    with transaction() as current:
        present = locked(Booth, booth.id)
        exhibition = present.exhibition
        hall = locked(Hall, present.hall_id) if present.hall_id else None
        size = (present.width or 0) * (present.depth or 0)
        if present.claim is not None and hall is not None and values["width"] * values["depth"] < size:
            raise Refused(_l("Booth %(number)s is taken and cannot become smaller.", number=present.number))
        if present.claim is not None and values["is_blocked"] and not present.is_blocked:
            raise Refused(_l("Booth %(number)s is taken and cannot be blocked.", number=present.number))
        changes = {
            name: (getattr(present, name), value) for name, value in values.items() if getattr(present, name) != value
        }
        with unique_or(_l("There is a booth of this number already.")):
            for name, value in values.items():
                setattr(present, name, value)
            present.sort_key = natural_key(present.number)
            current.flush()
        if hall is not None:
            hall.plan_version += 1
            current.flush()
            if exhibition.state is ExhibitionState.PUBLISHED:
                _ensure_sound(hall)
        if changes:
            record("booth.edited", present, by=by.id, scope=exhibition.event.organiser, changes=changes)


def remove_booth(booth: Booth, *, by: Account) -> None:
    """Take one booth off the plan. Raises Refused when somebody has it."""
    with transaction():
        present = locked(Booth, booth.id)
        number = present.number
        remove_from_plan(present)
        if present.hall_id:
            locked(Hall, present.hall_id).plan_version += 1
        exhibition = present.exhibition
        record("booth.removed", exhibition, by=by.id, scope=exhibition.event.organiser, note=number)
