"""The downloaded file as values. Whatever is not exactly as it should be raises Malformed with its place."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?")


class Malformed(Exception):
    """Something in the file is missing or of the wrong kind; `str()` names the place."""


@lru_cache(maxsize=4_096)
def _fraction(text: str) -> Fraction:
    return Fraction(text)  # tens of thousands of scores, but few different ones


@dataclass(slots=True)
class Node:
    """A value of the file with the way to it, which is spelled only when it is asked for."""

    value: Any
    above: "Node | None" = None
    step: str | int = ""

    @property
    def path(self) -> str:
        """The way from the whole file to the value."""
        if self.above is None:
            return ""
        return f"{self.above.path}[{self.step}]" if isinstance(self.step, int) else f"{self.above.path}.{self.step}"

    def __getitem__(self, key: str) -> "Node":
        if not isinstance(self.value, dict) or key not in self.value:
            raise Malformed(f"{self.path}.{key}")
        return Node(self.value[key], self, key)

    def items(self) -> list[tuple[str, "Node"]]:
        """The members of an object."""
        if not isinstance(self.value, dict):
            raise Malformed(self.path)
        return [(key, Node(value, self, key)) for key, value in self.value.items()]

    def list(self) -> "list[Node]":
        """The elements of an array."""
        if not isinstance(self.value, list):
            raise Malformed(self.path)
        return [Node(value, self, index) for index, value in enumerate(self.value)]

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            raise Malformed(self.path)
        return self.value

    def whole(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or abs(self.value) > 10**12:
            raise Malformed(self.path)
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise Malformed(self.path)
        return self.value

    def exact(self) -> Fraction:
        """A decimal written as a text."""
        if not isinstance(self.value, str) or not _NUMBER.fullmatch(self.value):
            raise Malformed(self.path)
        return _fraction(self.value)

    def moment(self) -> datetime:
        """A moment with its zone."""
        try:
            found = datetime.fromisoformat(self.text())
        except ValueError as error:
            raise Malformed(self.path) from error
        if found.tzinfo is None:
            raise Malformed(self.path)
        return found

    def or_none(self, read: Callable[["Node"], T]) -> T | None:
        """What `read` gives, None for null."""
        return None if self.value is None else read(self)


@dataclass(frozen=True)
class Criterion:
    """A criterion as published."""

    key: str
    maximum: Fraction
    weight: Fraction
    is_required: bool
    minimum_to_pass: Fraction | None


@dataclass(frozen=True)
class Part:
    """A component outside the jury as published."""

    key: str
    maximum: Fraction
    formula: str
    places: int


@dataclass(frozen=True)
class Rules:
    """What computes a board."""

    scale: str
    total: Fraction
    places: int
    aggregation: str
    trim_from_judges: int | None
    min_judges: int
    pass_mark: Fraction | None
    no_zero: bool
    criteria: tuple[Criterion, ...]
    parts: tuple[Part, ...]
    tie_break: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """An entry: what was given, and under `stated` what the file says came of it."""

    code: str
    sheets: tuple[tuple[str, Mapping[str, Fraction | None]], ...]
    entered: Mapping[str, Fraction | None]
    chair_rank: int | None
    submitted_at: datetime | None
    stated: Node


@dataclass(frozen=True)
class Board:
    """A board of the file."""

    name: str
    method: str
    rules: Rules
    entries: tuple[Entry, ...]


def boards(document: Node) -> list[Board]:
    """Read all boards."""
    return [_board(node) for node in document["boards"].list()]


def _board(node: Node) -> Board:
    rules = _rules(node["rules"])
    entries = tuple(_entry(each, rules) for each in node["entries"].list())
    if len({entry.code for entry in entries}) != len(entries):
        raise Malformed(f"{node.path}.entries")
    return Board(node["name"].text(), node["method"]["name"].text(), rules, entries)


def _one_of(node: Node, *values: str) -> str:
    if node.text() not in values:
        raise Malformed(node.path)
    return node.text()


def _places(node: Node) -> int:
    if not 0 <= node.whole() <= 8:
        raise Malformed(node.path)
    return node.whole()


def _positive(node: Node) -> int:
    if node.whole() < 1:
        raise Malformed(node.path)
    return node.whole()


def _rules(node: Node) -> Rules:
    _one_of(node["rounding"], "half-up")
    return Rules(
        scale=_one_of(node["scale"], "maxima", "weights"),
        total=node["total"].exact(),
        places=_places(node["places"]),
        aggregation=_one_of(node["aggregation"], "mean", "trimmed_mean"),
        trim_from_judges=node["trim_from_judges"].or_none(Node.whole),
        min_judges=_positive(node["min_judges"]),
        pass_mark=node["pass_mark"].or_none(Node.exact),
        no_zero=node["no_zero"].flag(),
        criteria=tuple(_criterion(each) for each in node["criteria"].list()),
        parts=tuple(_part(each) for each in node["components"].list()),
        tie_break=tuple(_step(each) for each in node["tie_break"].list()),
    )


def _step(node: Node) -> tuple[str, str]:
    return _one_of(node["by"], "criterion", "chair", "earlier_submission"), node["key"].text()


def _criterion(node: Node) -> Criterion:
    found = Criterion(
        node["key"].text(),
        node["maximum"].exact(),
        node["weight"].exact(),
        node["is_required"].flag(),
        node["minimum_to_pass"].or_none(Node.exact),
    )
    if found.maximum <= 0 or found.weight <= 0:
        raise Malformed(node.path)
    return found


def _part(node: Node) -> Part:
    formula = _one_of(node["formula"], "votes", "manual")
    return Part(node["key"].text(), node["maximum"].exact(), formula, _places(node["places"]))


def _entry(node: Node, rules: Rules) -> Entry:
    keys = {criterion.key for criterion in rules.criteria}
    sheets = []
    for each in node["sheets"].list():
        scores = {key: value.or_none(Node.exact) for key, value in each["scores"].items()}
        if set(scores) != keys:
            raise Malformed(each.path)
        sheets.append((each["judge"].text(), scores))
    entered = {part.key: node["components"][part.key]["entered"].or_none(Node.exact) for part in rules.parts}
    return Entry(
        code=node["code"].text(),
        sheets=tuple(sheets),
        entered=entered,
        chair_rank=node["chair_rank"].or_none(Node.whole),
        submitted_at=node["submitted_at"].or_none(Node.moment),
        stated=node,
    )
