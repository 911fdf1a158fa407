"""Put score events into the record of their round, in order. Judges do not wait for it: a save writes its event."""

import secrets

from sqlalchemy import insert

from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.judging.domain.results.seal import BEGINNING, Link, Salts, bound_sheet, committed, linked
from ecosystem.judging.models import EventChain, SealedEvent
from ecosystem.judging.queries.record import Unsealed, chain_of, rounds_to_seal, unsealed_in

A_BATCH = 2_000


def seal_due() -> int:
    """Seal what is not sealed yet, a batch a transaction; return how many events."""
    return sum(seal_in_batches(round_id) for round_id in rounds_to_seal())


def seal_in_batches(round_id: int) -> int:
    """Append the round's events to its record, a batch a transaction; return how many."""
    total = 0
    while number := seal(round_id, at_most=A_BATCH):
        total += number
        if number < A_BATCH:
            break
    return total


def seal(round_id: int, *, at_most: int | None = None) -> int:
    """Append the round's events that are not in its record yet, oldest first; return how many.

    Whoever seals the same round at the same time waits; nobody else does.
    """
    with transaction() as current:
        chain = _chain_to_write(round_id)
        events = unsealed_in(round_id, at_most=at_most)
        if not events:
            return 0
        rows, head = _links(chain, events)
        current.execute(insert(SealedEvent), rows)
        chain.length, chain.head, chain.sealed_at = chain.length + len(rows), head, clock.now()
        return len(rows)


def _chain_to_write(round_id: int) -> EventChain:
    found = chain_of(round_id)
    if found is None:
        try:
            with unique_or(""):
                found = EventChain(round_id=round_id, secret=secrets.token_hex(32), length=0, head=BEGINNING)
                session().add(found)
        except AlreadyTaken:  # another process was faster
            found = chain_of(round_id)
    assert found is not None
    return locked(EventChain, found.id)


def _links(chain: EventChain, events: list[Unsealed]) -> tuple[list[dict[str, object]], str]:
    salts, head, rows = Salts(chain.secret), chain.head, []
    for number, event in enumerate(events, chain.length + 1):
        link = _link(number, event, salts)
        head = linked(head, link)
        values = {name: getattr(link, name) for name in Link.__slots__}
        rows.append(values | {"round_id": chain.round_id, "event_id": event.id, "hash": head})
    return rows, head


def _link(number: int, event: Unsealed, salts: Salts) -> Link:
    is_score = event.kind == "score"
    return Link(
        number=number,
        sheet=bound_sheet(salts.sheet(event.sheet_id), event.code, salts.judge(event.panelist_id)),
        kind=event.kind,
        criterion=(event.criterion or "") if is_score else "",
        value=committed(salts.value(event.id), event.after) if is_score else "",
        rest=committed(salts.rest(event.id), event.hash),
    )
