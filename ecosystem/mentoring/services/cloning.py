"""Next year's mentoring programme: its rules again, without mentors, startups, requests or matches."""

from datetime import timedelta

from sqlalchemy import inspect

from ecosystem.audit.services import record
from ecosystem.core.database import transaction
from ecosystem.core.slugs import add_with_slug
from ecosystem.events.domain.cloning import moved
from ecosystem.events.models import Event
from ecosystem.mentoring.domain.life_cycle import ProgrammeState
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.services.programmes import RESERVED_SLUGS

TIMES = ("opens_at", "closes_at", "ends_at")
NOT_CLONED = frozenset(
    {
        "id",
        "public_id",
        "version",
        "created_at",
        "updated_at",
        "slug",
        "organiser_id",
        "event_id",
        "state",
        "matched_at",
    }
)


def clone_programme(source: Programme, *, event: Event, shift: timedelta, by: int | None) -> Programme:
    """Make a draft in `event` with the rules of `source`; every time moves by `shift`, at the same hour of its zone."""
    names = [each.key for each in inspect(Programme).column_attrs if each.key not in NOT_CLONED]
    with transaction():
        values = {name: getattr(source, name) for name in names}
        values |= {name: moved(values[name], shift, source.timezone) for name in TIMES}
        copy = Programme(**values, organiser_id=event.organiser_id, event_id=event.id, state=ProgrammeState.DRAFT)
        add_with_slug(copy, copy.title, fallback="programme", reserved=RESERVED_SLUGS)
        record("programme.cloned", copy, by=by, scope=event.organiser, note=source.title)
        return copy
