"""Which order a line pays: by the code in its note and by its amount; everything short of that is for a person.

Banks take blanks and dashes out of notes, cut them, put their own words around them; people mistype them. A line counts
by itself only if exactly one live order's code stands in it whole and the amount is that order's to the đồng. All
other credits that come near an order are listed with the reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ecosystem.core.search import fold

SHORTEST_CUT = 4  # letters of a cut code by which an order is still proposed
MOST_PROPOSED = 5


class Standing(StrEnum):
    """What an order waits for, as far as a payment is concerned."""

    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Payable:
    """An order that a transfer may pay. `code` is what its note must hold: capitals and digits; `due` is whole đồng."""

    id: int
    code: str
    due: int
    standing: Standing


class Result(StrEnum):
    """What becomes of a line."""

    EXACT = "exact"
    NEAR = "near"
    UNMATCHED = "unmatched"
    DEBIT = "debit"


class Reason(StrEnum):
    """Why a line that comes near an order does not count by itself."""

    AMOUNT = "amount"  # the code is right, the amount is not
    DAMAGED = "damaged"  # the code is mistyped by one character
    CUT = "cut"  # the code stands at the note's end or beginning and is not whole
    SEVERAL = "several"  # codes of several orders
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    PAID = "paid"  # already paid, by an earlier line or otherwise
    TWIN = "twin"  # paid by a transfer of this amount on this day: perhaps this one, as another export tells it
    AMOUNT_ONLY = "amount_only"  # no code, yet one order waits for just this amount


@dataclass(frozen=True)
class Match:
    """The result for one line: orders by id, the likeliest first, and why it is not exact."""

    result: Result
    orders: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()


NOTHING = Match(Result.UNMATCHED)
_OF_STANDING: Mapping[Standing, Reason] = {
    Standing.PAID: Reason.PAID,
    Standing.EXPIRED: Reason.EXPIRED,
    Standing.CANCELLED: Reason.CANCELLED,
}


def bare(note: str) -> str:
    """Return the capitals and digits of a note: what is left of it after any bank."""
    return re.sub(r"[^A-Z0-9]", "", fold(note).upper())


class Matcher:
    """Finds the orders of lines. Lines are asked for in their order: the first that pays an order takes it."""

    def __init__(self, payables: Iterable[Payable]) -> None:
        self._by_id = {each.id: each for each in payables}
        self._by_code = {each.code: each for each in self._by_id.values()}
        self._lengths = sorted({len(code) for code in self._by_code})
        self._firsts = {code[0] for code in self._by_code}
        self._near: dict[str, list[int]] = defaultdict(list)
        self._by_end: dict[str, list[int]] = defaultdict(list)
        self._waiting: dict[int, list[int]] = defaultdict(list)
        self._taken: set[int] = set()
        for each in self._by_id.values():
            for form in _without_one(each.code):
                self._near[form].append(each.id)
            for length in range(SHORTEST_CUT, len(each.code) - 1):
                self._by_end[each.code[:length]].append(each.id)
            if each.standing is Standing.OPEN:
                self._waiting[each.due].append(each.id)

    def match(self, note: str, amount: int) -> Match:
        """Return what the line is. `amount` is signed: money that left the account is no payment."""
        if amount <= 0:
            return Match(Result.DEBIT)
        text = bare(note)
        whole = self._whole_codes(text)
        if whole:
            return self._by_codes(whole, amount)
        return self._by_likeness(text, amount)

    def _by_codes(self, found: Sequence[Payable], amount: int) -> Match:
        if len(found) > 1:
            fitting = sorted(found, key=lambda each: (each.due != amount, each.id))
            return Match(Result.NEAR, tuple(each.id for each in fitting[:MOST_PROPOSED]), (Reason.SEVERAL,))
        order = found[0]
        reasons = self._against(order, amount)
        if reasons:
            return Match(Result.NEAR, (order.id,), reasons)
        self._taken.add(order.id)
        return Match(Result.EXACT, (order.id,))

    def _against(self, order: Payable, amount: int) -> tuple[Reason, ...]:
        reasons = []
        if order.id in self._taken:
            reasons.append(Reason.PAID)
        elif order.standing is not Standing.OPEN:
            reasons.append(_OF_STANDING[order.standing])
        if amount != order.due:
            reasons.append(Reason.AMOUNT)
        return tuple(reasons)

    def _by_likeness(self, text: str, amount: int) -> Match:
        """Propose, best first: a code with one wrong letter, a cut one, the only order of this very amount."""
        damaged = self._damaged(text)
        cut = () if damaged else self._cut(text)
        proposed = sorted(damaged or cut, key=lambda ident: (self._by_id[ident].due != amount, ident))
        if proposed:
            order = self._by_id[proposed[0]]
            why = Reason.DAMAGED if damaged else Reason.CUT
            return Match(Result.NEAR, tuple(proposed[:MOST_PROPOSED]), (why, *self._against(order, amount)))
        waiting = [ident for ident in self._waiting.get(amount, ()) if ident not in self._taken]
        if len(waiting) == 1:
            return Match(Result.NEAR, (waiting[0],), (Reason.AMOUNT_ONLY,))
        return NOTHING

    def _whole_codes(self, text: str) -> list[Payable]:
        found: dict[int, Payable] = {}
        for length in self._lengths:
            for at in range(len(text) - length + 1):
                order = self._by_code.get(text[at : at + length])
                if order is not None:
                    found[order.id] = order
        codes = {order.code for order in found.values()}
        return [
            order for order in found.values() if not any(order.code in code for code in codes if code != order.code)
        ]

    def _damaged(self, text: str) -> set[int]:
        """Orders whose code stands in `text` with one letter changed, lost, added, or two neighbours exchanged.

        The first letter is taken as right: it is the same in most codes, and keeps long files quick.
        """
        starts = [at for at, letter in enumerate(text) if letter in self._firsts]
        sizes = sorted({length + more for length in self._lengths for more in (-1, 0, 1)})
        pieces = {text[at : at + size] for at in starts for size in sizes if at + size <= len(text)}
        return {
            ident
            for piece in pieces
            for form in _without_one(piece)
            for ident in self._near.get(form, ())
            if distance_at_most_one(piece, self._by_id[ident].code)
        }

    def _cut(self, text: str) -> set[int]:
        """Orders whose code begins at the very end of `text`, where the bank cut it."""
        for length in range(min(len(text), max(self._lengths, default=0) - 2), SHORTEST_CUT - 1, -1):
            found = self._by_end.get(text[-length:])
            if found:
                return set(found)
        return set()


def distance_at_most_one(one: str, other: str) -> bool:
    """Tell whether one changed, lost or added letter, or two exchanged neighbours, make `one` into `other`."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((i for i in range(len(one)) if one[i] != other[i]), len(one))
    if len(one) != len(other):
        return one[start:] == other[start + 1 :]
    exchanged = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return exchanged or one[start + 1 :] == other[start + 1 :]


def _without_one(text: str) -> set[str]:
    """`text`, and each text that misses one of its letters: two texts one step apart share one of these."""
    return {text} | {text[:at] + text[at + 1 :] for at in range(len(text))}
