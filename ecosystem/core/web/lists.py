"""Addresses of the other views of a list: its pages, its orders, its filters."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, request, url_for

Address = Callable[..., str]


def list_url(**changes: Any) -> str:
    """Return the present address with other parameters; None removes one. A list given is repeated."""
    parameters: dict[str, Any] = {name: request.args.getlist(name) for name in request.args}
    parameters.update(changes)
    kept = {name: value for name, value in parameters.items() if value not in (None, "", [])}
    return url_for(str(request.endpoint), **{**(request.view_args or {}), **kept})


def page_url(number: int) -> str:
    """Return the address of page `number` of the present list."""
    return list_url(page=number if number > 1 else None)


def sort_url(key: str) -> str:
    """Return the address of the present list sorted by `key` ("-key" descending), from its first page."""
    return list_url(sort=key, page=None)


def filter_chips(name: str, titles: Mapping[str, Any], chosen: str) -> list[dict[str, Any]]:
    """Return chips that narrow the present list by a parameter, {code: title}; the chosen one takes it back."""
    return [
        {
            "text": title,
            "active": chosen == code,
            "href": list_url(**{name: None if chosen == code else code, "page": None}),
        }
        for code, title in titles.items()
    ]


def page_numbers(current: int, last: int) -> list[int | None]:
    """Return the page numbers to offer: the ends, those around the present one, None for a gap."""
    near = sorted({1, last, *(n for n in range(current - 1, current + 2) if 1 <= n <= last)})
    shown: list[int | None] = []
    for number in near:
        before = shown[-1] if shown else None
        if before is not None and number - before == 2:
            shown.append(number - 1)
        elif before is not None and number - before > 2:
            shown.append(None)
        shown.append(number)
    return shown


def init_lists(app: Flask) -> None:
    """Make the addresses known to templates."""
    app.jinja_env.globals.update(
        list_url=list_url, page_url=page_url, sort_url=sort_url, filter_chips=filter_chips, page_numbers=page_numbers
    )
