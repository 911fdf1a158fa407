"""How much of what was paid goes back when a buyer gives up what was bought.

A rule is a list of steps (days before the first day, percent): until so many days before, so much goes back; after the
last step nothing does. A rule is frozen with what is sold; one that became kinder since is for earlier buyers too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ecosystem.payments.domain.pricing import half_up

Steps = Iterable[Sequence[int]]
LONGEST = 999


def share_given_back(steps: Steps, *, today: date, first_day: date) -> int:
    """Return the percentage given back on `today`: that of the largest number of days that is still ahead."""
    left = (first_day - today).days
    fitting = [(days, percent) for days, percent in steps if left >= days]
    return max(fitting)[1] if fitting else 0


def share_owed(frozen: Steps | None, present: Steps, *, today: date, first_day: date) -> int:
    """Return the percentage owed to a buyer: by the rule at the time of buying or today's, whichever gives more."""
    rules = (present,) if frozen is None else (frozen, present)
    return max(share_given_back(rule, today=today, first_day=first_day) for rule in rules)


def refund_of(paid: int, *, percent: int) -> int:
    """Return the part of `paid` đồng given back, rounded down to whole đồng."""
    return paid * percent // 100


def part_of(paid: int, *, pieces: int, gone: int, ending: int) -> int:
    """Return what `ending` of equal pieces cost, after `gone` others ended; all parts together are `paid`."""
    return paid * (gone + ending) // pieces - paid * gone // pieces


def paid_for(listed: int, *, vat_percent: Decimal, includes_vat: bool) -> int:
    """Return what `listed` đồng of a price come to for the buyer: the same, or with VAT on top, half up."""
    return listed if includes_vat else listed + half_up(Decimal(listed) * vat_percent / 100)


def listed_for(paid: int, *, vat_percent: Decimal, includes_vat: bool) -> int:
    """Return which part of a price `paid` đồng stand for: what `paid_for` turns into them."""
    return paid if includes_vat else half_up(Decimal(paid) * 100 / (100 + vat_percent))


def last_days(steps: Steps, *, first_day: date) -> list[tuple[date, int]]:
    """Return the rule as (last day, percent), the earliest day first."""
    return [(first_day - timedelta(days=days), percent) for days, percent in _ordered(steps)]


@dataclass(frozen=True)
class SimpleRule:
    """A rule as organisers type it: everything until so many days before, then a part until fewer days before."""

    full_days: int | None = None
    part_percent: int | None = None
    part_days: int | None = None

    def steps(self) -> list[list[int]]:
        """Return the rule as it is stored, most days first."""
        found = [] if self.full_days is None else [[self.full_days, 100]]
        if self.part_days is not None and self.part_percent is not None:
            found.append([self.part_days, self.part_percent])
        return sorted(found, reverse=True)


def simple_rule(steps: Steps) -> SimpleRule:
    """Return the nearest simple rule: the longest time for everything, and the first part after it."""
    kept = _ordered(steps)
    full = [days for days, percent in kept if percent == 100]
    part = next(((days, percent) for days, percent in kept if 0 < percent < 100), None)
    if part is None:
        return SimpleRule(full_days=min(full) if full else None)
    return SimpleRule(full_days=min(full) if full else None, part_percent=part[1], part_days=part[0])


def _ordered(steps: Steps) -> list[tuple[int, int]]:
    return sorted(((days, percent) for days, percent in steps), reverse=True)
