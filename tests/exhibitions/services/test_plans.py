"""Plans as they are stored: versions, numbers, what taken booths keep, files taken over, clones, cancellation."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.core.signals import announce
from ecosystem.events.models import EventState
from ecosystem.events.signals import EventCancelled
from ecosystem.exhibitions.models import Booth, BoothClaim, Exhibition, ExhibitionState, Hall
from ecosystem.exhibitions.queries.claims import orders_by_claim
from ecosystem.exhibitions.queries.exhibitions import booths_in, halls_of
from ecosystem.exhibitions.queries.plans import plan_json
from ecosystem.exhibitions.services import plans
from ecosystem.exhibitions.services.claims import choose_booth
from ecosystem.exhibitions.services.cloning import clone_exhibition
from ecosystem.exhibitions.services.exhibitions import publishing_needs, take_step
from ecosystem.notifications.models import Mail
from ecosystem.payments.models import Refund
from ecosystem.payments.services.captures import record_capture
from tests.support.background import run_tasks
from tests.support.factories.accounts import account
from tests.support.factories.events import make_event
from tests.support.factories.exhibitions import make_booths, make_claim, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.payments import make_seller


def row(number: str, x: int = 300, y: int = 300, **values: Any) -> dict[str, Any]:
    given = {"id": f"booth{number.lower()}", "number": number, "x": x, "y": y, "width": 300, "depth": 300}
    return given | values


def scene(state: ExhibitionState = ExhibitionState.DRAFT) -> tuple[Exhibition, Hall]:
    exhibition = make_exhibition(state=state)
    return exhibition, make_hall(exhibition)


def save(hall: Hall, *rows: dict[str, Any], shown: int | None = None, **more: Any) -> int:
    return plans.save_drawing(hall, {"booths": list(rows), **more}, shown=shown, by=account())


def numbers(exhibition: Exhibition) -> list[str]:
    return [booth.number for booth in booths_in(exhibition)]


def test_a_plan_has_versions(session: Session) -> None:
    exhibition, hall = scene()
    assert save(hall, row("A01"), shown=1) == 2
    assert save(hall, row("A02", 900), shown=2) == 3
    with pytest.raises(StaleEdit):
        save(hall, row("A03", 1500), shown=2)
    assert numbers(exhibition) == ["A01", "A02"]


def test_numbers_may_change_places_and_stand_once(session: Session) -> None:
    exhibition, hall = scene()
    save(hall, row("A01"), row("A02", 900))
    save(hall, row("A02") | {"id": "bootha01"}, row("A01", 900) | {"id": "bootha02"})
    assert numbers(exhibition) == ["A01", "A02"]
    with pytest.raises(AlreadyTaken):
        save(make_hall(exhibition), row("A01") | {"id": "another1"})


def test_a_removed_booth_comes_back_by_undo(session: Session) -> None:
    exhibition, hall = scene()
    save(hall, row("A01"))
    save(hall, removed=["bootha01"])
    assert numbers(exhibition) == []
    save(hall, row("A01") | {"id": "another1"})
    save(hall, row("A02", 900) | {"id": "bootha01"})
    assert numbers(exhibition) == ["A01", "A02"]


def test_a_taken_booth_neither_goes_nor_shrinks(session: Session) -> None:
    exhibition, hall = scene(ExhibitionState.PUBLISHED)
    save(hall, row("A01"))
    (booth,) = booths_in(exhibition)
    make_claim(booth, make_exhibitor(exhibition))
    for wrong in (
        {"removed": ["bootha01"]},
        {"booths": [row("A01", width=200)]},
        {"booths": [row("A01", blocked=True)]},
    ):
        with pytest.raises(Refused):
            plans.save_drawing(hall, wrong, shown=None, by=account())
    save(hall, row("A01", 600, price=9_000_000))
    session.refresh(booth)
    assert (booth.x, booth.price) == (600, 9_000_000)


def test_overlaps_are_drawn_but_not_published(session: Session) -> None:
    exhibition, hall = scene()
    save(hall, row("A01"), row("A02", 400))
    [need] = [each for each in publishing_needs(exhibition) if each.where == "halls"]
    assert "A01" in str(need.sentence)
    assert "A02" in str(need.sentence)
    with pytest.raises(Refused):
        take_step(exhibition, "publish", by=account())
    save(hall, row("A02", 600))
    take_step(exhibition, "publish", by=account())
    with pytest.raises(Refused):
        save(hall, row("A02", 500))


def test_a_booth_of_another_exhibition_cannot_be_drawn_away(session: Session) -> None:
    _, hall = scene()
    save(hall, row("A01"))
    _, other = scene()
    with pytest.raises(Invalid):
        save(other, row("A01"))


def test_what_was_exported_is_taken_over_elsewhere(session: Session) -> None:
    exhibition, hall = scene()
    save(hall, row("A01", price=5_000_000), row("A02", 900, points=[[-100, -100], [100, -100], [0, 100]]))
    exported = json.loads(json.dumps(plan_json(hall, for_file=True)))
    other, target = scene()
    assert plans.import_json(target, exported, by=account()) == 2
    assert [(b.number, b.price) for b in booths_in(other)] == [("A01", 5_000_000), ("A02", 0)]
    assert {b.public_id for b in booths_in(other)}.isdisjoint(b.public_id for b in booths_in(exhibition))
    for wrong in ([], {"booths": 5}, {"booths": [{"number": "A01"}]}, {"booths": [row("A01", price=-5)]}):
        with pytest.raises(Invalid):
            plans.import_json(target, wrong, by=account())


def test_a_drawing_in_metres_moves_what_is_there(session: Session) -> None:
    exhibition, hall = scene()
    save(hall, row("A01", price=5_000_000))
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><rect id="A01" x="5" y="5" width="3" height="3"/></svg>'
    assert plans.import_svg(hall, drawing, scale=100, by=account()) == 1
    (booth,) = booths_in(exhibition)
    session.refresh(booth)
    assert (booth.x, booth.y, booth.width, booth.price) == (650, 650, 300, 5_000_000)


def test_next_year_has_the_same_halls_without_people(session: Session) -> None:
    exhibition, hall = scene(ExhibitionState.PUBLISHED)
    save(hall, row("A01"))
    make_claim(booths_in(exhibition)[0], make_exhibitor(exhibition))
    event = make_event(exhibition.event.organiser)
    copy = clone_exhibition(exhibition, event=event, shift=timedelta(days=365), by=None)
    assert (copy.state, numbers(copy), [each.name for each in halls_of(copy)]) == (
        ExhibitionState.DRAFT,
        ["A01"],
        [hall.name],
    )
    assert session.scalars(select(BoothClaim).join(Booth).where(Booth.exhibition_id == copy.id)).all() == []


def test_cancelling_tells_everybody_and_gives_everything_back_once(session: Session) -> None:
    exhibition, hall = scene(ExhibitionState.PUBLISHED)
    make_seller(exhibition.event.organiser, vat_percent=0)
    booths = make_booths(exhibition, hall, 2, price=3_000_000)
    exhibitors = [make_exhibitor(exhibition) for _ in range(2)]
    for exhibitor, booth in zip(exhibitors, booths, strict=True):
        choose_booth(exhibitor, booth, by=exhibitor.contact)
    claims = session.scalars(select(BoothClaim).order_by(BoothClaim.id)).all()
    order = orders_by_claim([claims[0].id])[claims[0].id][0]
    record_capture(
        provider="fake", reference="one", order_code=order.code, amount=order.total, currency="VND", at=clock.now()
    )
    take_step(exhibition, "cancel", by=account(), reason="Bão")
    run_tasks()
    assert session.scalars(select(BoothClaim)).all() == []
    assert list(session.scalars(select(Refund.amount))) == [3_000_000]
    assert session.scalars(select(Mail.kind)).all().count("exhibition_cancelled") == 2


def test_an_event_cancelled_after_its_exhibition_closed_gives_everything_back(session: Session) -> None:
    exhibition, hall = scene(ExhibitionState.PUBLISHED)
    make_seller(exhibition.event.organiser, vat_percent=0)
    exhibitor = make_exhibitor(exhibition)
    claim = choose_booth(exhibitor, make_booths(exhibition, hall, 1, price=3_000_000)[0], by=exhibitor.contact)
    order = orders_by_claim([claim.id])[claim.id][0]
    record_capture(
        provider="fake", reference="one", order_code=order.code, amount=order.total, currency="VND", at=clock.now()
    )
    take_step(exhibition, "close", by=account())
    with transaction():
        exhibition.event.state = EventState.CANCELLED
        announce(EventCancelled(exhibition.event_id))
    run_tasks()
    assert list(session.scalars(select(Refund.amount))) == [3_000_000]
    assert session.scalars(select(BoothClaim)).all() == []
    assert session.scalars(select(Mail.kind)).all().count("exhibition_cancelled") == 1
