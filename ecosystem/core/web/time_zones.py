"""Time zones as people know them: a country, the city where it has several, and what the clock says there now.

"Việt Nam (GMT+7)" instead of "Asia/Ho_Chi_Minh", in the language of the page.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import SelectField

from ecosystem.core import clock
from ecosystem.core.forms import SelectChoice, Zone
from ecosystem.core.search import sort_key
from ecosystem.core.web.formatting import zone_name
from ecosystem.core.web.preferences import DEFAULT_LANGUAGE

WORLD = "UTC"
_NO_COUNTRY = ("001", "ZZ")


def zone_title(name: str) -> str:
    """Return what a zone is called: "Hoa Kỳ – New York (GMT−5)"; one that no country uses keeps its own name."""
    locale = get_locale() or Locale(DEFAULT_LANGUAGE)
    if name == WORLD:
        return str(_("World time")) + " (UTC)"
    territory = _territories().get(_canonical(name))
    place = locale.territories.get(territory, "") if territory else name.replace("_", " ")
    if territory and _zones_in()[territory] > 1:
        city = get_timezone_location(name, locale=locale, return_city=True).rpartition("/")[2]
        place = f"{place} – {city}"
    return f"{place} ({zone_name(name)})"


def zone_choices(names: Iterable[str] | None = None) -> list[SelectChoice]:
    """Return zones for a select, our own first, the others by their names; all that people live in unless given."""
    pairs = _everywhere(str(get_locale()), clock.now().date()) if names is None else _in_order(names)
    return [SelectChoice(name, title) for name, title in pairs]


class ZoneField(SelectField):
    """Choose a time zone; `names` offers only those, and the one a record has is always among them."""

    def __init__(self, label: Any = None, *, names: Iterable[str] | None = None, **options: Any) -> None:
        self._names = names
        super().__init__(label, [Zone()], choices=lambda: zone_choices(names), validate_choice=False, **options)

    def process_data(self, value: Any) -> None:
        """Show the zone of the record under its present name, offered or not."""
        super().process_data(_canonical(value) if value else value)
        offered = zone_choices(self._names)
        if clock.is_zone(str(self.data)) and self.data not in {choice.value for choice in offered}:
            self.choices = [*offered, SelectChoice(self.data, zone_title(str(self.data)))]


@lru_cache(maxsize=4)
def _everywhere(_language: str, _day: date) -> tuple[tuple[str, str], ...]:
    """All zones; kept for a day, because reading four hundred zones takes a tenth of a second."""
    return _in_order((*_territories(), WORLD))


def _in_order(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    wanted = {_canonical(name) for name in names if clock.is_zone(name)} - {clock.DEFAULT_ZONE}
    titles = sorted(((name, zone_title(name)) for name in wanted), key=_place_in_list)
    return ((clock.DEFAULT_ZONE, zone_title(clock.DEFAULT_ZONE)), *titles)


def _place_in_list(zone: tuple[str, str]) -> tuple[bool, str]:
    return zone[0] == WORLD, sort_key(zone[1])


@cache
def _territories() -> dict[str, str]:
    """Zone -> country, of every zone that belongs to one; old names of zones are left out."""
    known = get_global("zone_territories")
    return {name: territory for name, territory in known.items() if territory not in _NO_COUNTRY}


@cache
def _zones_in() -> Counter[str]:
    return Counter(_territories().values())


def _canonical(name: str) -> str:
    return WORLD if name in (WORLD, "Etc/UTC") else str(get_global("zone_aliases").get(name, name))
