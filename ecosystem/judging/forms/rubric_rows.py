"""The builder's buttons that add, take away and move rows: they send the whole form, and nothing typed is lost.

The button's value is such as "criteria:remove:2".
"""

import re
from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict

_ROW = re.compile(r"^(criteria|components)-(\d+)-(.+)$")


def rearranged(data: MultiDict[str, str], do: str) -> MultiDict[str, str]:
    """Return what was typed with one row added, taken away or moved; unknown wishes change nothing."""
    listed, _, rest = do.partition(":")
    step, _, number = rest.partition(":")
    if listed not in ("criteria", "components") or step not in _STEPS:
        return data
    rows = _rows(data, listed)
    order = _STEPS[step](list(range(len(rows))), int(number) if number.isdecimal() and len(number) < 10 else -1)
    changed: MultiDict[str, str] = MultiDict(
        (k, v) for k, v in data.items(multi=True) if not k.startswith(f"{listed}-")
    )
    for new, old in enumerate(order):
        for name, values in rows[old].items() if old is not None else _empty_row(listed).items():
            changed.setlist(f"{listed}-{new}-{name}", values)
    if listed == "criteria":
        _follow(changed, order)
    return changed


def _rows(data: MultiDict[str, str], listed: str) -> list[dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    for key in data:
        match = _ROW.match(key)
        if match and match[1] == listed:
            found.setdefault(int(match[2]), {})[match[3]] = data.getlist(key)
    return [found[number] for number in sorted(found)]


def _empty_row(listed: str) -> dict[str, list[str]]:
    if listed == "components":
        return {"name": [""], "maximum": ["20"], "formula": ["votes"], "places": ["1"]}
    return {"name": [""], "maximum": ["20"], "step": ["0.5"], "weight": ["1"], "is_required": ["y"]}


def _moved(order: list[Any], index: int, by: int) -> list[Any]:
    if 0 <= index < len(order) and 0 <= index + by < len(order):
        order[index], order[index + by] = order[index + by], order[index]
    return order


_STEPS: dict[str, Callable[[list[Any], int], list[Any]]] = {
    "add": lambda order, _index: [*order, None],
    "remove": lambda order, index: [each for each in order if each != index],
    "up": lambda order, index: _moved(order, index, -1),
    "down": lambda order, index: _moved(order, index, 1),
}


def _follow(data: MultiDict[str, str], order: list[int | None]) -> None:
    """Let the tie-break chain follow the criteria to their new places."""
    places = {f"criterion:{old}": f"criterion:{new}" for new, old in enumerate(order) if old is not None}
    for name in ("first", "second", "third", "fourth"):
        value = data.get(name, "")
        if value.startswith("criterion:"):
            data[name] = places.get(value, "")
