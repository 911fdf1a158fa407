"""One page of a long list, in two statements whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from ecosystem.core.database import session

T = TypeVar("T")
LARGEST_PAGE = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """`items` of page `number` (from 1), `total` items in all."""

    items: Sequence[T]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, ceil(self.total / self.per_page))

    @property
    def first_index(self) -> int:
        """Index of the first item shown, from 1; 0 for an empty list."""
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last_index(self) -> int:
        """Index of the last item shown."""
        return (self.number - 1) * self.per_page + len(self.items)


def page_of_list(items: Sequence[T], *, number: int = 1, per_page: int = 50) -> Page[T]:
    """Cut one page out of a list that is there as a whole. A page past the end gives the last one."""
    number = min(max(number, 1), max(1, ceil(len(items) / per_page)))
    return Page(items[(number - 1) * per_page : number * per_page], number, per_page, len(items))


def page_of(statement: Select[Any], *, number: int = 1, per_page: int = 50, scalars: bool = True) -> Page[Any]:
    """Run `statement` for one page. A page past the end gives the last one.

    With `scalars` the first column (an entity) is returned, else whole rows.
    """
    per_page = min(max(per_page, 1), LARGEST_PAGE)
    total = session().scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(max(number, 1), max(1, ceil(total / per_page)))
    rows = session().execute(statement.limit(per_page).offset((number - 1) * per_page))
    items = rows.scalars().unique().all() if scalars else rows.all()
    return Page(items, number, per_page, total)
