"""The kinds of entries in calendars, registered by the features they come from; acts in histories."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class CalendarKind:
    """A kind of entry: what its filter is called, its icon, and which of the eight colours it has."""

    name: str
    title: Text
    icon: str
    colour: int


OTHER = CalendarKind("other", _l("Other"), "calendar", 0)
_kinds: dict[str, CalendarKind] = {}

ACTS: dict[str, Text] = {
    "calendar.engaged": _l("Time taken in the calendar"),
    "calendar.moved": _l("Time in the calendar moved"),
    "calendar.retold": _l("Details in the calendar changed"),
    "calendar.released": _l("Time in the calendar freed"),
    "calendar.feed_made": _l("Address of the calendar made"),
    "calendar.feed_replaced": _l("Address of the calendar replaced"),
    "calendar.feed_revoked": _l("Address of the calendar revoked"),
}
FIELDS: dict[str, Text] = {"people": _l("People"), "places": _l("Tables and rooms")}


def register(kind: CalendarKind) -> CalendarKind:
    """Make a kind known, at import. Raises RuntimeError for another one of the same name."""
    present = _kinds.get(kind.name)
    if present is not None and present != kind:
        raise RuntimeError(f"two kinds of entries named {kind.name}")
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> CalendarKind:
    """Return the kind; one that nobody registered is `OTHER`."""
    return _kinds.get(name, OTHER)
