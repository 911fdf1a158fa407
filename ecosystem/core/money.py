"""Money: whole minor units and a currency. The đồng has no minor unit, so 50.000 ₫ is 50000."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MINOR_DIGITS = {"VND": 0, "USD": 2, "EUR": 2}
LARGEST = 10**15

_SCALE = {
    "": 1,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "k": 10**3,
    "triệu": 10**6,
    "tr": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
_TYPED = re.compile(r"^(?P<number>[\d.,]+)(?P<scale>nghìn|ngàn|k|triệu|tr|tỷ|tỉ)?(?:₫|đ|đồng|vnd)?$")


@dataclass(frozen=True, order=True)
class Money:
    """An amount in minor units of `currency`."""

    amount: int
    currency: str = "VND"

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError("amounts of two currencies cannot be added")
        return Money(self.amount + other.amount, self.currency)


def parse_dong(text: str) -> int:
    """Read an amount in đồng as people type it: "50.000.000", "50,000,000", "50 triệu", "1,5 tỷ".

    Raises ValueError when it is no whole, non-negative number of đồng or too large to be meant.
    """
    compact = re.sub(r"\s", "", text.replace("\u00a0", " ")).lower()
    match = _TYPED.match(compact)
    if not match:
        raise ValueError("not an amount")
    scale = _SCALE[match["scale"] or ""]
    amount = _number(match["number"], scaled=scale > 1) * scale
    if amount != amount.to_integral_value() or amount > LARGEST:
        raise ValueError("not a whole amount, or too large")
    return int(amount)


def _number(digits: str, *, scaled: bool) -> Decimal:
    """With a word such as "triệu" a comma or dot is the decimal sign; without one it groups thousands."""
    try:
        if scaled:
            return Decimal(digits.replace(",", "."))
        if not re.fullmatch(r"\d+|\d{1,3}([.,]\d{3})+", digits):
            raise ValueError("thousands are grouped by three")
        return Decimal(re.sub(r"[.,]", "", digits))
    except InvalidOperation as error:
        raise ValueError("not a number") from error
