"""A session as a problem for the engine: participants, hours, wishes, vetoes, tables, what is fixed."""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, literal, select, union_all

from ecosystem.calendar.queries import taken_of
from ecosystem.core.database import session
from ecosystem.investors.domain.scheduling import MEET, MUST, Guest, Pair, Placed, Problem, weight_of
from ecosystem.investors.domain.terms import MEETING
from ecosystem.investors.models import (
    InvestorSession,
    Meeting,
    SessionSlot,
    SessionTable,
    Side,
    TimetableRun,
    Veto,
    Wish,
    WishKind,
)
from ecosystem.investors.queries.sessions import slots_of, tables_of
from ecosystem.investors.queries.timetables import Cell, Row, planned_in, published_in, rows_of

WORTH = {WishKind.MUST.value: MUST, WishKind.MEET.value: MEET}
APART = "apart"
RULED_OUT = frozenset((APART, WishKind.NO_THANKS.value))


@dataclass(frozen=True)
class Standing:
    """A session's problem with what its numbers stand for, so that a page reads everything once.

    `slots` are those in which people meet, by their number; `day` all of them with the breaks; `rows` who takes part;
    `live` the published meetings.
    """

    problem: Problem
    slots: tuple[SessionSlot, ...]
    tables: tuple[SessionTable, ...]
    day: tuple[SessionSlot, ...]
    rows: tuple[Row, ...]
    live: tuple[Cell, ...]

    def number_of(self) -> dict[int, int]:
        """Return slot id -> number, breaks left out."""
        return {slot.id: number for number, slot in enumerate(self.slots)}


def standing_of(
    session_: InvestorSession,
    *,
    base: TimetableRun | None = None,
    with_spare: bool = False,
    with_live: bool = True,
    with_wishes: bool = True,
) -> Standing:
    """Return the session as it stands. Locked are the published meetings, else those locked in the run `base`.

    A page that shows no published meeting leaves them out: there may be thousands. So does one for which only counts
    who must not meet, with the many who wish to: the problem then has no weights.
    """
    day, tables = tuple(slots_of(session_)), tuple(tables_of(session_))
    slots = tuple(slot for slot in day if not slot.is_break)
    number = {slot.id: position for position, slot in enumerate(slots)}
    rows = tuple(rows_of(session_))
    sides = {row.id: row.side for row in rows}
    live = tuple(published_in(session_)) if with_live and session_.published_at is not None else ()
    cells = live or (tuple(each for each in planned_in(base) if each.is_locked) if base is not None else ())
    hours = _hours(session_, rows, slots)
    weights, vetoes = _wishes(session_, sides, (*WORTH, *RULED_OUT) if with_wishes else RULED_OUT)
    problem = Problem(
        len(slots),
        tuple(table.id for table in tables if with_spare or not table.is_spare),
        tuple(Guest(ident, hours[ident]) for ident, side in sides.items() if side is Side.FOUNDER),
        tuple(Guest(ident, hours[ident]) for ident, side in sides.items() if side is Side.INVESTOR),
        weights,
        frozenset(vetoes),
        session_.founder_minimum,
        tuple(
            Placed(number[each.slot_id], each.founder_id, each.investor_id, each.table_id, locked=True)
            for each in cells
            if each.slot_id in number and each.founder_id in sides and each.investor_id in sides
        ),
    )
    return Standing(problem, slots, tables, day, rows, live)


def hash_of(problem: Problem) -> str:
    """Return what tells whether anything that a timetable rests on changed, locked meetings left out."""
    plain = {
        "slots": problem.slots,
        "tables": problem.tables,
        "founders": sorted((guest.key, sorted(guest.free)) for guest in problem.founders),
        "investors": sorted((guest.key, sorted(guest.free)) for guest in problem.investors),
        "weights": sorted((*pair, worth) for pair, worth in problem.weights.items()),
        "vetoes": sorted(problem.vetoes),
        "minimum": problem.minimum,
    }
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def ruled_out(session_: InvestorSession) -> set[Pair]:
    """Return the pairs (founder, investor) who must not meet, by a veto or a "no thanks"; one statement."""
    refused = (Wish.session_id == session_.id, Wish.kind == WishKind.NO_THANKS)
    pairs = session().execute(
        union_all(
            select(Veto.founder_id, Veto.investor_id).where(Veto.session_id == session_.id),
            select(Wish.from_id, Wish.to_id).where(*refused),
            select(Wish.to_id, Wish.from_id).where(*refused),
        )
    )
    return {(founder, investor) for founder, investor in pairs}


def _hours(session_: InvestorSession, rows: Sequence[Row], slots: Sequence[SessionSlot]) -> dict[int, frozenset[int]]:
    """Slots in which everybody can come: not those they ruled out, nor those in which they are engaged otherwise."""
    if not slots:
        return {row.id: frozenset() for row in rows}
    own = select(Meeting.public_id).where(Meeting.session_id == session_.id, Meeting.live.is_(True))
    accounts = [row.account_id for row in rows]
    taken = taken_of(accounts, slots[0].starts_at, slots[-1].ends_at, besides_all=(MEETING, own))
    starts, ends = [slot.starts_at for slot in slots], [slot.ends_at for slot in slots]
    whole = frozenset(range(len(slots)))
    hours = {}
    for row in rows:
        closed = {number for number, slot in enumerate(slots) if slot.position in row.away} if row.away else set()
        for begins_at, ends_at in taken[row.account_id]:
            closed.update(range(bisect_right(ends, begins_at), bisect_left(starts, ends_at)))
        hours[row.id] = whole - closed if closed else whole
    return hours


def _wishes(
    session_: InvestorSession, sides: dict[int, Side], kinds: Collection[str]
) -> tuple[dict[Pair, int], set[Pair]]:
    """Weights of the pairs who may meet, and the pairs who must not. In one pass: there are thousands of wishes."""
    left = {ident for ident, side in sides.items() if side is Side.FOUNDER}
    right = sides.keys() - left
    asked: dict[Pair, int] = {}
    wanted: dict[Pair, int] = {}
    vetoes: set[Pair] = set()
    wish, veto = Wish.__table__.c, Veto.__table__.c
    made = select(wish.from_id, wish.to_id, cast(wish.kind, String)).where(
        wish.session_id == session_.id, cast(wish.kind, String).in_(kinds)
    )
    kept_apart = select(veto.founder_id, veto.investor_id, literal(APART)).where(veto.session_id == session_.id)
    for giver, target, kind in session().execute(union_all(made, kept_apart)).all():
        if giver in left and target in right:
            pair, given = (giver, target), asked
        elif giver in right and target in left:
            pair, given = (target, giver), wanted
        else:
            continue
        if kind in RULED_OUT:
            vetoes.add(pair)
        else:
            given[pair] = WORTH[kind]
    weights = {
        pair: weight_of(asked.get(pair, 0), wanted.get(pair, 0))
        for pair in asked.keys() | wanted.keys()
        if pair not in vetoes
    }
    return weights, vetoes
