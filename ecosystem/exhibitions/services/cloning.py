"""Next year's exhibition: halls, zones and plans again, without people."""

from datetime import timedelta
from typing import Any

from sqlalchemy import inspect, select

from ecosystem.audit.services import record
from ecosystem.core.database import Model, scalars, session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.core.signals import announce
from ecosystem.core.slugs import add_with_slug
from ecosystem.events.domain.cloning import moved
from ecosystem.events.models import Event
from ecosystem.exhibitions.domain.details import TIMES
from ecosystem.exhibitions.models import Booth, Exhibition, ExhibitionState, Hall, Zone
from ecosystem.exhibitions.services.exhibitions import RESERVED_SLUGS
from ecosystem.exhibitions.signals import ExhibitionCloned

OWN = frozenset({"id", "public_id", "version", "created_at", "updated_at"})
NOT_CLONED = OWN | {"slug", "event_id", "state", "published_at", "cancelled_reason", "cloned_from_id"}


def clone_exhibition(source: Exhibition, *, event: Event, shift: timedelta, by: int | None) -> Exhibition:
    """Make a draft in `event` with the halls, zones and booths of `source`; every time moves by `shift`."""
    with transaction() as current:
        copy = Exhibition(**_columns(source, NOT_CLONED), event_id=event.id, cloned_from_id=source.id)
        copy.state = ExhibitionState.DRAFT
        for name in TIMES:
            at = getattr(source, name)
            setattr(copy, name, moved(at, shift, event.timezone) if at else None)
        add_with_slug(copy, copy.title, fallback="exhibition", reserved=RESERVED_SLUGS)
        halls = _copies(source, copy, Hall)
        zones = _copies(source, copy, Zone)
        for hall in halls.values():
            hall.plan_version = 1
            hall.background = [{**each, "id": public_id()} for each in hall.background]
        kept = select(Booth).where(Booth.exhibition_id == source.id, Booth.removed_at.is_(None)).order_by(Booth.id)
        for booth in scalars(kept):
            twin = Booth(**_columns(booth, OWN | {"exhibition_id", "hall_id", "zone_id"}), exhibition_id=copy.id)
            twin.hall_id = halls[booth.hall_id].id if booth.hall_id else None
            twin.zone_id = zones[booth.zone_id].id if booth.zone_id else None
            current.add(twin)
        current.flush()
        record("exhibition.cloned", copy, by=by, scope=event.organiser, note=source.title)
        announce(ExhibitionCloned(source.id, copy.id, by))
        return copy


def _copies(source: Exhibition, copy: Exhibition, kind: Any) -> dict[int, Any]:
    rows = scalars(select(kind).where(kind.exhibition_id == source.id).order_by(kind.id))
    made = {row.id: kind(**_columns(row, OWN | {"exhibition_id"}), exhibition_id=copy.id) for row in rows}
    session().add_all(made.values())
    session().flush()
    return made


def _columns(row: Model, left_out: frozenset[str]) -> dict[str, Any]:
    names = [column.key for column in inspect(type(row)).column_attrs if column.key not in left_out]
    return {name: getattr(row, name) for name in names}
