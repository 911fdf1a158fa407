"""Choices of fields."""

from collections.abc import Iterable
from typing import Any

from ecosystem.core.forms import SelectChoice


def offered(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return (value, words) pairs as choices of a field."""
    return [SelectChoice(value, words) for value, words in pairs]
