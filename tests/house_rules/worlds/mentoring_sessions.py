"""A session of the judge, who mentors, and the startup of the lead, with something to be done."""

from datetime import timedelta
from itertools import count

from ecosystem.core import clock
from ecosystem.mentoring.models import ActionItem, MentoringSession
from ecosystem.mentoring.services.availability import add_exception
from ecosystem.mentoring.services.session_notes import add_item
from ecosystem.mentoring.services.sessions import Wish, book
from tests.house_rules.parts import NO_ONE, OF_STAFF, RUNNERS, SIGNED_IN, TEAM, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.mentoring_sessions import away, match, open_hours

SIDES = TEAM | frozenset(("judge",))
MENTOR = frozenset(("judge",))
MATRIX: Matrix = {
    "session:list": (SIGNED_IN, NO_ONE),
    "session:set_hours": (MENTOR, SIGNED_IN),
    "session:view": (OF_STAFF | SIDES, NO_ONE),
    "session:work": (SIDES, OF_STAFF),
    "session:settle": (RUNNERS, OF_STAFF | SIDES),
    "session:work_item": (SIDES, NO_ONE),
    "mentoring:work_match": (SIDES, OF_STAFF),
}
WORDS = frozenset(("kind",))
_days = count(3)


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """A session to come, and an item."""
    found, item = _made(scene)
    return {"session_by_id": {"session_id": found.public_id}, "item_by_id": {"item_id": item.public_id}}


def family(scene: Scene) -> dict[str, str]:
    """The same, by the ends of addresses."""
    found, item = _made(scene)
    hours = open_hours(found.mentorship)
    return {
        "/sessions/<session_id>": found.public_id,
        "/items/<item_id>": item.public_id,
        "/exceptions/<exception_id>": add_exception(hours, away(), by=scene.person("judge").id).public_id,
    }


def _made(scene: Scene) -> tuple[MentoringSession, ActionItem]:
    mentor, lead = scene.person("judge"), scene.person("lead")
    made = match(mentor, lead, startup=scene.startup, organiser=scene.organiser)
    day = clock.now().replace(hour=5, minute=0, second=0, microsecond=0) + timedelta(days=next(_days))
    found = book(made, Wish(day), by=mentor)
    return found, add_item(found, {"text": "Tính lại giá thành", "owner_id": lead.id, "due_on": None}, by=lead)
