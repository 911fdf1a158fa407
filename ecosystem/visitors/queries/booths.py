"""What the showcase counts at the booths of an event: looks at their pages, favourites, enquiries."""

from datetime import datetime

from ecosystem.events.models import Event
from ecosystem.exhibitions.queries.exhibitions import exhibitions_of
from ecosystem.showcase.queries.figures import BoothFigures, figures_by_booth


def at_booths(event: Event, between: tuple[datetime, datetime]) -> list[BoothFigures]:
    """Return the figures of every exhibitor that is in, most visits first; four statements an exhibition."""
    found = [
        row
        for exhibition in exhibitions_of(event)
        for row in figures_by_booth(exhibition, since=between[0], until=between[1])
    ]
    return sorted(found, key=lambda row: -row.visits)
