"""What an order costs, to the đồng.

Amounts are whole đồng. VAT is computed for each line and rounded half up to whole đồng, either on top of the price
or out of it, as the seller states. A discount is taken before VAT and shared among the lines in proportion by the
method of largest remainders, so that the shares add up to the discount exactly. The total is the sum of the lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

LARGEST_TOTAL = 10**12
MOST_OF_A_LINE = 100_000
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class NewLine:
    """What is sold: `unit_price` in whole đồng; `vat_percent` None means the seller's usual rate."""

    text: str
    unit_price: int
    quantity: int = 1
    vat_percent: Decimal | None = None
    text_en: str = ""


@dataclass(frozen=True)
class Buyer:
    """Who buys, as the receipt will say. `account_id` None: a guest, who keeps the order by the link in the mail."""

    name: str
    email: str
    account_id: int | None = None
    phone: str = ""
    organisation: str = ""
    tax_code: str = ""
    address: str = ""
    language: str = "vi"


@dataclass(frozen=True)
class PricedLine:
    """A line with its amounts: `net` + `vat` = `total`; `discount` is its share, already taken off."""

    text: str
    text_en: str
    quantity: int
    unit_price: int
    vat_percent: Decimal
    discount: int
    net: int
    vat: int
    total: int


@dataclass(frozen=True)
class Price:
    """An order's lines and their sums."""

    lines: tuple[PricedLine, ...]
    discount: int
    net: int
    vat: int
    total: int


@dataclass(frozen=True)
class Reduction:
    """What a discount code takes off: `percent` of the sum, or `amount` đồng; never more than there is."""

    percent: Decimal | None = None
    amount: int | None = None

    def of(self, listed: int) -> int:
        """Return how many of `listed` đồng are taken off, half up."""
        if self.percent is not None:
            return min(listed, half_up(Decimal(listed) * self.percent / HUNDRED))
        return min(listed, max(0, self.amount or 0))


class CodeFault(StrEnum):
    """Why a discount code does not apply."""

    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    OVER = "over"
    OTHER_PURPOSE = "other_purpose"
    USED_UP = "used_up"
    USED_BY_BUYER = "used_by_buyer"


@dataclass(frozen=True)
class CodeTerms:
    """When and for what a discount code is good; None and empty mean without a limit."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    purposes: tuple[str, ...] = ()
    limit: int | None = None
    limit_per_buyer: int | None = None
    is_active: bool = True

    def fault(self, *, now: datetime, purpose: str, used: int, used_by_buyer: int) -> CodeFault | None:
        """Return why the code does not apply to an order of `purpose` at `now`, or None."""
        if not self.is_active:
            return CodeFault.UNKNOWN
        if self.opens_at is not None and now < self.opens_at:
            return CodeFault.NOT_YET
        if self.closes_at is not None and now >= self.closes_at:
            return CodeFault.OVER
        if self.purposes and purpose not in self.purposes:
            return CodeFault.OTHER_PURPOSE
        if self.limit is not None and used >= self.limit:
            return CodeFault.USED_UP
        if self.limit_per_buyer is not None and used_by_buyer >= self.limit_per_buyer:
            return CodeFault.USED_BY_BUYER
        return None


def half_up(value: Decimal) -> int:
    """Round to a whole number, halves up."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def price(
    lines: Sequence[NewLine], *, vat_percent: Decimal, includes_vat: bool, reduction: Reduction | None = None
) -> Price:
    """Return what `lines` cost. `vat_percent` is for lines without a rate of their own.

    Raises ValueError for no lines, a negative price, a quantity below 1, a rate outside 0–100, or sums too large.
    """
    for line in lines:
        _check(line)
    listed = [line.quantity * line.unit_price for line in lines]
    if not lines or sum(listed) > LARGEST_TOTAL:
        raise ValueError("an order has lines, and a total that can be meant")
    taken = shares(reduction.of(sum(listed)) if reduction else 0, listed)
    priced = tuple(
        _priced(line, off, vat_percent if line.vat_percent is None else line.vat_percent, includes_vat)
        for line, off in zip(lines, taken, strict=True)
    )
    return Price(
        priced,
        discount=sum(taken),
        net=sum(line.net for line in priced),
        vat=sum(line.vat for line in priced),
        total=sum(line.total for line in priced),
    )


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """Share `amount` in proportion to `weights`, exactly: the shares add up to it and none exceeds its weight.

    `amount` is at most the sum of the weights. Largest remainders get the odd đồng, the earlier line at a tie.
    """
    whole = sum(weights)
    if not 0 <= amount <= whole:
        raise ValueError("more is shared than there is")
    if amount == 0:
        return [0] * len(weights)
    found = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), at))
    for at in by_remainder[: amount - sum(found)]:
        found[at] += 1
    return found


def _check(line: NewLine) -> None:
    if line.unit_price < 0 or not 1 <= line.quantity <= MOST_OF_A_LINE:
        raise ValueError("a price is not negative, and a quantity at least 1")
    if line.vat_percent is not None and not 0 <= line.vat_percent <= HUNDRED:
        raise ValueError("a VAT rate lies between 0 and 100")


def _priced(line: NewLine, discount: int, rate: Decimal, includes_vat: bool) -> PricedLine:
    left = line.quantity * line.unit_price - discount
    if includes_vat:
        vat = half_up(Decimal(left) * rate / (HUNDRED + rate))
        net = left - vat
    else:
        net, vat = left, half_up(Decimal(left) * rate / HUNDRED)
    return PricedLine(
        line.text, line.text_en, line.quantity, line.unit_price, rate, discount, net=net, vat=vat, total=net + vat
    )
