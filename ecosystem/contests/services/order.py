"""Things in an order people change by one place at a time."""

from collections.abc import Sequence
from typing import TypeAlias

from ecosystem.contests.models import Board, EligibilityRule, FormSection, Prize, Question, Round

Ordered: TypeAlias = Board | EligibilityRule | FormSection | Prize | Question | Round


def rearrange(siblings: Sequence[Ordered], ident: int, *, up: bool) -> None:
    """Number `siblings` anew with the one of `ident` moved by one place."""
    order = list(siblings)
    index = next((index for index, each in enumerate(order) if each.id == ident), None)
    if index is None:
        return
    target = index + (-1 if up else 1)
    if 0 <= target < len(order):
        order[index], order[target] = order[target], order[index]
    number(order)


def number(siblings: Sequence[Ordered]) -> None:
    """Number `siblings` in the order given."""
    for position, each in enumerate(siblings):
        each.position = position
