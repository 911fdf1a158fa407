"""Two people edit one record: the later one sees both versions."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import StaleEdit
from ecosystem.core.places import place_name
from ecosystem.events.kinds import FIELD_TITLES


def ensure_fresh(row: Any, values: Mapping[str, Any], version: int | None) -> None:
    """Raise StaleEdit, holding what differs, when `row` is no longer the version the form was shown with."""
    if version is None or row.version == version:
        return
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    raise StaleEdit(
        _l("Somebody else changed this while you were writing. Both versions are below; nothing is lost."),
        theirs={_title(name): _shown(name, getattr(row, name)) for name in differing},
        yours={_title(name): _shown(name, values[name]) for name in differing},
    )


def _title(name: str) -> str:
    return str(FIELD_TITLES.get(name, name))


def _shown(name: str, value: Any) -> str:
    if name == "province_code":
        return place_name(value)
    return "" if value is None else str(value)
