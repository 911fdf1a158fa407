"""Searching a table by folded words, the same on both databases."""

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from ecosystem.core.search import fold


def matches(column: InstrumentedAttribute[str], query: str) -> ColumnElement[bool]:
    """Condition: the folded column holds every word of `query`, in any order."""
    return and_(*(column.contains(word, autoescape=True) for word in fold(query).split()[:12]))
