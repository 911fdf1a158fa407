"""Counting what the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

NOT_QUERIES = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "PRAGMA")


@dataclass
class Statements:
    """The SQL seen so far, without the bookkeeping of transactions."""

    seen: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.seen)

    def __str__(self) -> str:
        return "\n".join(f"{number}. {statement}" for number, statement in enumerate(self.seen, 1))

    def at_most(self, limit: int) -> None:
        """Fail, showing all of them, when there were more than `limit` statements."""
        assert len(self.seen) <= limit, f"{len(self.seen)} statements, at most {limit} expected:\n{self}"


@contextmanager
def count_statements() -> Iterator[Statements]:
    """Collect the statements of every engine and connection of this process during the block."""
    counted = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_QUERIES):
            counted.seen.append(" ".join(statement.split()))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(Engine, "before_cursor_execute", note)
