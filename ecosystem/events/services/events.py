"""Creating, changing and publishing events."""

from dataclasses import asdict

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused, Text
from ecosystem.core.places import province_name
from ecosystem.core.search import fold, sort_key
from ecosystem.core.signals import announce, ask
from ecosystem.core.slugs import add_with_slug
from ecosystem.events.domain.details import EventDetails
from ecosystem.events.domain.life_cycle import LIFE, EventState
from ecosystem.events.models import Event, Organiser
from ecosystem.events.services.editing import ensure_fresh
from ecosystem.events.signals import EventCancelled, EventPublished, ObstaclesToCancelling
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove

RESERVED_SLUGS = frozenset({"new"})


def create_event(organiser: Organiser, details: EventDetails, *, by: Account) -> Event:
    """Create an event as a draft; return it, stored, under a slug of its own."""
    with transaction():
        event = Event(organiser_id=organiser.id, **asdict(details))
        index(event)
        add_with_slug(event, details.title, fallback="event", reserved=RESERVED_SLUGS)
        record("event.created", event, by=by.id, scope=organiser)
        return event


def edit_event(event: Event, details: EventDetails, *, version: int | None, by: Account) -> Event:
    """Change an event. Raises StaleEdit, holding what differs, when somebody changed it since `version`."""
    with transaction():
        current = locked(Event, event.id)
        values = asdict(details)
        ensure_fresh(current, values, version)
        changes = assign(current, values)
        index(current)
        if changes:
            record("event.edited", current, by=by.id, scope=current.organiser, changes=changes)
        return current


def replace_cover(event: Event, file: StoredFile | None, *, by: Account) -> None:
    """Show another cover picture, or none; the old file is removed."""
    with transaction():
        current = locked(Event, event.id)
        old, current.cover = current.cover, file
        changes = {"cover": (old.name if old else None, file.name if file else None)}
        record("event.cover_replaced", current, by=by.id, scope=current.organiser, changes=changes)
        if old is not None:
            remove(old)


def publishing_needs(event: Event) -> list[Text]:
    """Return what is missing before the event can be published, in words; nothing when it can."""
    needs: list[Text] = []
    if event.organiser.approved_at is None:
        needs.append(_l("The organiser still waits for the operator's approval."))
    if not event.description.strip():
        needs.append(_l("Describe the event, so that people know whether it is for them."))
    if not (event.venue_name or event.website):
        needs.append(_l("Say where it is held: a venue, or a web address if it is online."))
    return needs


def take_step(event: Event, step: str, *, by: Account) -> Event:
    """Take a step of the event's life: publish, cancel, reinstate, archive or restore.

    Raises InvalidTransition from a wrong state, Refused when something is missing or stands in the way.
    """
    with transaction():
        current = locked(Event, event.id)
        before = current.state
        target = LIFE.after(before, step)
        _ensure_possible(current, step)
        current.state = target
        if target is EventState.PUBLISHED and current.published_at is None:
            current.published_at = clock.now()
        record(f"event.{step}", current, by=by.id, scope=current.organiser, changes={"state": (before, target)})
        session().flush()
        _tell(current, step)
        return current


def index(event: Event) -> None:
    """Derive what lists search and sort by."""
    event.sort_key = sort_key(event.title)
    words = [event.title, event.title_en or "", event.tagline or "", event.venue_name or ""]
    event.search_text = fold(" ".join([*words, province_name(event.province_code or "")]))


def _ensure_possible(event: Event, step: str) -> None:
    if step == "publish" and (needs := publishing_needs(event)):
        raise Refused(" ".join(str(need) for need in needs))
    if step in ("cancel", "archive") and (obstacles := ask(ObstaclesToCancelling(event.id))):
        raise Refused(" ".join(str(obstacle) for obstacle in obstacles))


def _tell(event: Event, step: str) -> None:
    if step in ("publish", "reinstate"):
        announce(EventPublished(event.id))
    elif step == "cancel":
        announce(EventCancelled(event.id))
