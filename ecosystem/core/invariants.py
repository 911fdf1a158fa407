"""What must always hold, as SQL that returns nothing.

A feature lists its own in `invariants.py`: `INVARIANTS = (("an entry has exactly one lead", "SELECT …"), …)`, each a
sentence that is true and a query for the rows that make it false, written so that both databases understand it.
`CHECKS = (("no link is broken", function), …)` adds what SQL cannot ask: functions that yield the offending rows.
`flask invariants` asks them all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ForeignKeyConstraint, Table, and_, exists, not_, select, text

from ecosystem.core.database import Model, session

SHOWN = 5


@dataclass(frozen=True)
class Violation:
    """A sentence that is not true, and rows that show it; `rows` holds the first few."""

    sentence: str
    rows: tuple[tuple[object, ...], ...]

    def __str__(self) -> str:
        found = ", ".join("/".join(map(str, row)) for row in self.rows)
        return f"not true: {self.sentence} (see {found})"


def violations(invariants: Iterable[tuple[str, str]]) -> Iterator[Violation]:
    """Ask the given invariants, then whether every reference of the models has its target."""
    for sentence, query in invariants:
        yield from _violation(sentence, text(query))
    for table in Model.metadata.sorted_tables:
        for reference in sorted(table.foreign_key_constraints, key=lambda found: str(found.name)):
            yield from _violation(f"{reference.name} leads somewhere", _dangling(table, reference))


def failed_checks(checks: Iterable[tuple[str, Callable[[], Iterable[tuple[object, ...]]]]]) -> Iterator[Violation]:
    """Run the given checks; each yields the rows that make its sentence false."""
    for sentence, check in checks:
        rows = tuple(islice(check(), SHOWN))
        if rows:
            yield Violation(sentence, rows)


def _violation(sentence: str, query: object) -> Iterator[Violation]:
    rows = session().execute(query).fetchmany(SHOWN)  # type: ignore[call-overload]
    if rows:
        yield Violation(sentence, tuple(tuple(row) for row in rows))


def _dangling(table: Table, reference: ForeignKeyConstraint) -> object:
    """Rows whose reference has no target: SQLite allows them when foreign keys were off at some time."""
    target = reference.referred_table.alias("target")
    pairs = [(element.parent, target.c[element.column.name]) for element in reference.elements]
    found = exists().where(and_(*(own == other for own, other in pairs)))
    return select(table.c.id).where(*(own.is_not(None) for own, _ in pairs), not_(found))
