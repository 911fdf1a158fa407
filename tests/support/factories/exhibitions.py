"""Exhibitions with a hall, booths and exhibitors, straight as rows."""

from datetime import timedelta
from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.events.models import Event
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    BoothKind,
    ClaimState,
    Exhibition,
    ExhibitionState,
    Exhibitor,
    ExhibitorMember,
    ExhibitorState,
    Hall,
    Zone,
)
from tests.support.factories.events import make_event
from tests.support.factories.startups import make_person

_numbers = count(1)


def make_exhibition(event: Event | None = None, **values: Any) -> Exhibition:
    """A published exhibition that takes applications and lets booths be chosen now."""
    number = next(_numbers)
    now = clock.now()
    defaults = {
        "slug": f"exhibition-{number}",
        "title": f"Exhibition {number}",
        "state": ExhibitionState.PUBLISHED,
        "published_at": now,
        "apply_opens_at": now - timedelta(days=1),
        "apply_closes_at": now + timedelta(days=10),
        "choose_opens_at": now - timedelta(days=1),
        "choose_closes_at": now + timedelta(days=20),
        "refund_steps": [[14, 100], [7, 50]],
    }
    exhibition = Exhibition(event=event or make_event(), **defaults | values)
    if exhibition.state is ExhibitionState.DRAFT:
        exhibition.published_at = None
    with transaction():
        session().add(exhibition)
    return exhibition


def make_hall(exhibition: Exhibition, name: str = "", **values: Any) -> Hall:
    """A hall of 30 × 20 m."""
    hall = Hall(exhibition_id=exhibition.id, name=name or f"Hall {next(_numbers)}", **values)
    with transaction():
        session().add(hall)
    return hall


def make_zone(exhibition: Exhibition, name: str = "", **values: Any) -> Zone:
    """A zone."""
    zone = Zone(exhibition_id=exhibition.id, name=name or f"Zone {next(_numbers)}", **values)
    with transaction():
        session().add(zone)
    return zone


def make_booths(exhibition: Exhibition, hall: Hall | None, number: int = 3, **values: Any) -> list[Booth]:
    """A row of booths of 3 × 3 m, numbered on from A01; online ones without a hall."""
    start = next(_numbers)
    booths = []
    for index in range(number):
        place = {"x": 300 + 300 * (index % 8), "y": 300 + 500 * (index // 8), "width": 300, "depth": 300}
        drawn = place if hall is not None else {"kind": BoothKind.ONLINE}
        text = f"A{start:02}-{index + 1:02}"
        given = {"number": text, "sort_key": sort_key(text), **drawn, **values}
        booths.append(Booth(exhibition_id=exhibition.id, hall_id=hall.id if hall else None, **given))
    with transaction():
        session().add_all(booths)
    return booths


def make_exhibitor(exhibition: Exhibition, account: Account | None = None, **values: Any) -> Exhibitor:
    """An accepted organisation with one person who acts for it."""
    number = next(_numbers)
    account = account or make_person(f"Exhibitor Person {number}")
    name = values.get("name", f"Exhibitor {number}")
    defaults = {
        "name": name,
        "party_key": f"org:{fold(name)}",
        "email": account.email,
        "state": ExhibitorState.ACCEPTED,
        "applied_at": clock.now(),
        "sort_key": sort_key(name),
        "search_text": fold(name),
    }
    exhibitor = Exhibitor(exhibition=exhibition, contact_id=account.id, **defaults | values)
    exhibitor.members.append(ExhibitorMember(account_id=account.id))
    with transaction():
        session().add(exhibitor)
    return exhibitor


def make_claim(booth: Booth, exhibitor: Exhibitor, **values: Any) -> BoothClaim:
    """The exhibitor has the booth, confirmed and without payment."""
    defaults = {"state": ClaimState.CONFIRMED, "confirmed_at": clock.now(), "is_waived": True, "price": booth.price}
    claim = BoothClaim(booth_id=booth.id, exhibitor_id=exhibitor.id, **defaults | values)
    with transaction():
        session().add(claim)
    session().expire(booth)
    return claim
