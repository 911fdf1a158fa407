"""What appears in which menu.

A feature's `menu.py` declares its entries when it is imported:

    add_nav_item(area="workspace", endpoint="contests.mine", title=_l("My contests"), icon="trophy")

Areas: `public` (header), `guest` (signed out: sign in, sign up), `account` (menu behind the name), `bar` (icons in the
header, such as the inbox), `workspace` (side navigation), `footer`, `search` (its first entry takes the query `q`);
and the tabs of one record: `contest` (address argument `slug`), `organiser` and `finance` (`organiser_slug`),
`event` (`event_slug`), `startup` and `exhibition` (`slug`), `exhibitor` (`exhibitor_id`), `mentoring`
(`programme_slug`), `round` (`slug` and `public_id`: the judging of one round), `ranking` (the same: views of its
scores); and `making`: what can be added to an event (`organiser_slug` and `event_slug`, which an address without a
place for it takes as a query).
An entry whose endpoint the application does not have is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, has_request_context, request, url_for

from ecosystem.core.access import Action, actor, can
from ecosystem.core.errors import Text

RECORD_AREAS = frozenset(
    {
        "contest",
        "organiser",
        "finance",
        "event",
        "making",
        "startup",
        "exhibition",
        "exhibitor",
        "mentoring",
        "round",
        "ranking",
    }
)
AREAS = RECORD_AREAS | {"public", "guest", "account", "bar", "workspace", "footer", "search"}


@dataclass(frozen=True)
class NavItem:
    """An entry as a feature declared it. `action` is asked without a resource; None shows it to everybody.

    `short` is what the bar of a phone says, where a title has the width of a thumb.
    For the tabs of a record: `suits` tells whether the record has this tab; `covers` names blueprints whose pages
    belong under the tab though their addresses do not stand below it.
    """

    area: str
    endpoint: str
    title: Text
    icon: str = "circle"
    action: Action | None = None
    order: int = 100
    short: Text = ""
    group: Text = ""
    when: Callable[[], bool] | None = None
    badge: Callable[[], int] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    post: bool = False
    primary: bool = False
    suits: Callable[[Any], bool] | None = None
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NavLink:
    """An entry as this visitor sees it."""

    title: Text
    short: Text
    url: str
    icon: str
    active: bool
    badge: int
    group: Text
    post: bool
    primary: bool


_items: dict[tuple[str, str, str], NavItem] = {}


def add_nav_item(**entry: Any) -> None:
    """Declare an entry, see `NavItem`. Declaring it again replaces it. Raises ValueError for an unknown area."""
    item = NavItem(**entry)
    if item.area not in AREAS:
        raise ValueError(f"no menu {item.area!r}")
    _items[item.area, item.endpoint, repr(sorted(item.values.items()))] = item


def nav_items(area: str, resource: Any = None, **values: Any) -> list[NavLink]:
    """Return the entries of `area` that this visitor may use; the one of the present page is active.

    For the tabs of a record the actions are asked on `resource`, and `values` complete the addresses.
    """
    shown = sorted(
        (item for item in _items.values() if item.area == area and _is_shown(item, resource)),
        key=lambda item: item.order,
    )
    links = [(item, url_for(item.endpoint, **{**item.values, **values})) for item in shown]
    here = _here(links)
    return [
        NavLink(
            title=item.title,
            short=item.short or item.title,
            url=url,
            icon=item.icon,
            active=url == here,
            badge=item.badge() if item.badge else 0,
            group=item.group,
            post=item.post,
            primary=item.primary,
        )
        for item, url in links
    ]


def _here(links: list[tuple[NavItem, str]]) -> str | None:
    """The address of the entry the present page belongs to.

    It is the closest one above the page; an entry that covers the page's blueprint goes before one that stands above
    both, as the first page of a record stands above all its others.
    """
    here = _closest(request.path, [url for _, url in links])
    covering = next((url for item, url in links if request.blueprint in item.covers), None)
    if covering and here != request.path and (here is None or covering.startswith(here.rstrip("/") + "/")):
        return covering
    return here


def _is_shown(item: NavItem, resource: Any = None) -> bool:
    if item.endpoint not in current_app.view_functions:
        return False
    if item.suits is not None and not item.suits(resource):
        return False
    allowed = item.action is None or can(actor(), item.action, resource)
    return allowed and (item.when is None or item.when())


def _closest(path: str, urls: list[str]) -> str | None:
    """The longest address that is the present page or stands above it."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(above, key=len, default=None)


def path_to(endpoint: str, **values: Any) -> str:
    """Return the path of a page, in a request or outside one: commands and jobs run the same use cases."""
    if has_request_context():
        return url_for(endpoint, **values)
    return str(current_app.url_map.bind("").build(endpoint, values))


def init_navigation(app: Flask) -> None:
    """Make `nav_items` known to templates."""
    app.jinja_env.globals["nav_items"] = nav_items
