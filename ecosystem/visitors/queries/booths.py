"""What the showcase counts at the booths of an event: looks at their pages, favourites, enquiries."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ecosystem.events.models import Event
from ecosystem.exhibitions.queries.exhibitions import exhibitions_of

FIGURES = "ecosystem.showcase.queries.figures"


def at_booths(event: Event, between: tuple[datetime, datetime], exhibitor_ids: Collection[int]) -> list[Any]:
    """Return the figures of the named exhibitors (`BoothFigures`), most visits first; four statements an exhibition.

    Empty where the showcase does not count yet.
    """
    if find_spec(FIGURES) is None:
        return []
    figures_by_booth = import_module(FIGURES).figures_by_booth
    found = [
        row
        for exhibition in exhibitions_of(event)
        for row in figures_by_booth(exhibition, since=between[0], until=between[1])
        if row.exhibitor_id in exhibitor_ids
    ]
    return sorted(found, key=lambda row: -row.visits)
