"""A session as a problem for the engine: participants, hours, wishes, vetoes, tables, what is fixed."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ecosystem.calendar.queries import taken_of
from ecosystem.core.database import session
from ecosystem.investors.domain.scheduling import MEET, MUST, Guest, Pair, Placed, Problem, weight_of
from ecosystem.investors.models import (
    InvestorSession,
    Meeting,
    Participant,
    ParticipantState,
    PlannedMeeting,
    SessionSlot,
    SessionTable,
    Side,
    TimetableRun,
    Veto,
    Wish,
    WishKind,
)
from ecosystem.investors.queries.sessions import slots_of, tables_of

WORTH = {WishKind.MUST: MUST, WishKind.MEET: MEET}


@dataclass(frozen=True)
class Standing:
    """A session's problem with the rows its numbers stand for: slot number -> slot, and the tables."""

    problem: Problem
    slots: tuple[SessionSlot, ...]
    tables: tuple[SessionTable, ...]

    def number_of(self) -> dict[int, int]:
        """Return slot id -> number, breaks left out."""
        return {slot.id: number for number, slot in enumerate(self.slots)}


def standing_of(session_: InvestorSession, *, base: TimetableRun | None = None, with_spare: bool = False) -> Standing:
    """Return the session as it stands. Locked are the published meetings, else those locked in the run `base`."""
    slots = tuple(slot for slot in slots_of(session_) if not slot.is_break)
    tables = tuple(tables_of(session_))
    number = {slot.id: position for position, slot in enumerate(slots)}
    people = _people(session_)
    sides = {ident: side for ident, side, _account, _away in people}
    locked = _locked(session_, base, number, set(sides))
    hours = _hours(people, slots)
    weights, vetoes = _wishes(session_, sides)
    problem = Problem(
        len(slots),
        tuple(table.id for table in tables if with_spare or not table.is_spare),
        tuple(Guest(ident, hours[ident]) for ident, side in sides.items() if side is Side.FOUNDER),
        tuple(Guest(ident, hours[ident]) for ident, side in sides.items() if side is Side.INVESTOR),
        weights,
        frozenset(vetoes),
        session_.founder_minimum,
        tuple(locked),
    )
    return Standing(problem, slots, tables)


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


def _people(session_: InvestorSession) -> list[tuple[int, Side, int, list[int]]]:
    rows = session().execute(
        select(Participant.id, Participant.side, Participant.account_id, Participant.away)
        .where(Participant.session_id == session_.id, Participant.state == ParticipantState.APPROVED)
        .order_by(Participant.id)
    )
    return [(ident, side, account_id, list(away)) for ident, side, account_id, away in rows]


def _hours(
    people: Sequence[tuple[int, Side, int, list[int]]], slots: Sequence[SessionSlot]
) -> dict[int, frozenset[int]]:
    """Slots in which everybody can come: not those they ruled out, nor those in which they are engaged otherwise."""
    if not slots:
        return {ident: frozenset() for ident, _side, _account, _away in people}
    own = _own_times(slots)
    taken = taken_of([account for _ident, _side, account, _away in people], slots[0].starts_at, slots[-1].ends_at)
    hours = {}
    for ident, _side, account_id, away in people:
        hours[ident] = frozenset(
            number
            for number, slot in enumerate(slots)
            if slot.position not in away
            and not any(
                begins < slot.ends_at and ends > slot.starts_at and (account_id, number) not in own
                for begins, ends in taken[account_id]
            )
        )
    return hours


def _own_times(slots: Sequence[SessionSlot]) -> set[tuple[int, int]]:
    """(Account, slot number) of what they are engaged for in this session itself."""
    number = {slot.id: position for position, slot in enumerate(slots)}
    rows = session().execute(
        select(Participant.account_id, Meeting.slot_id)
        .join(Meeting, (Meeting.founder_id == Participant.id) | (Meeting.investor_id == Participant.id))
        .where(Meeting.session_id == slots[0].session_id, Meeting.live.is_(True))
    )
    return {(account_id, number[slot_id]) for account_id, slot_id in rows if slot_id in number}


def _wishes(session_: InvestorSession, sides: dict[int, Side]) -> tuple[dict[Pair, int], set[Pair]]:
    given: dict[Pair, dict[Side, int]] = {}
    vetoes: set[Pair] = {
        (founder, investor)
        for founder, investor in session().execute(
            select(Veto.founder_id, Veto.investor_id).where(Veto.session_id == session_.id)
        )
    }
    rows = session().execute(
        select(Wish.from_id, Wish.to_id, Wish.kind).where(Wish.session_id == session_.id).order_by(Wish.id)
    )
    for giver, target, kind in rows:
        if giver not in sides or target not in sides or sides[giver] is sides[target]:
            continue
        pair = (giver, target) if sides[giver] is Side.FOUNDER else (target, giver)
        if kind is WishKind.NO_THANKS:
            vetoes.add(pair)
        else:
            given.setdefault(pair, {})[sides[giver]] = WORTH[kind]
    weights = {
        pair: weight_of(each.get(Side.FOUNDER, 0), each.get(Side.INVESTOR, 0))
        for pair, each in given.items()
        if pair not in vetoes
    }
    return weights, vetoes


def _locked(
    session_: InvestorSession, base: TimetableRun | None, number: dict[int, int], present: set[int]
) -> Iterable[Placed]:
    """Published meetings stay; before publishing, those the organiser locked in the run this one follows."""
    kind = Meeting if session_.published_at is not None else PlannedMeeting
    statement = select(kind.slot_id, kind.founder_id, kind.investor_id, kind.table_id)
    if kind is Meeting:
        statement = statement.where(Meeting.session_id == session_.id, Meeting.live.is_(True))
    elif base is None:
        return
    else:
        statement = statement.where(PlannedMeeting.run_id == base.id, PlannedMeeting.is_locked)
    for slot_id, founder_id, investor_id, table_id in session().execute(statement.order_by(kind.id)):
        if slot_id in number and {founder_id, investor_id} <= present:
            yield Placed(number[slot_id], founder_id, investor_id, table_id, locked=True)
