"""Searching a table by folded words, the same on both databases."""

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import InstrumentedAttribute

from ecosystem.core.search import fold


def matches(column: InstrumentedAttribute[str] | ColumnElement[str], query: str) -> ColumnElement[bool]:
    """Condition: the folded column holds every word of `query`, in any order."""
    words = fold(query).replace("\x00", " ").split()[:12]  # PostgreSQL takes no NUL
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))
