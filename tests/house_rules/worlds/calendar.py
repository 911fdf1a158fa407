"""An engagement of the lead of a startup, and nobody else's."""

from datetime import timedelta
from itertools import count

from ecosystem.calendar.models import Engagement
from tests.house_rules.parts import LEAD, NO_ONE, SIGNED_IN, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.calendar import NINE, engaged

MATRIX: Matrix = {
    "calendar:own": (SIGNED_IN, NO_ONE),
    "calendar:see": (LEAD, NO_ONE),
}
WORDS = frozenset(("step", "token"))
"""Neither a button nor the secret of a feed names a record."""

_days = count()


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """An hour of the lead."""
    return {"engagement_by_id": {"engagement_id": _held(scene).public_id}}


def family(scene: Scene) -> dict[str, str]:
    """The same, by the end of its address."""
    return {"/engagements/<engagement_id>.ics": _held(scene).public_id}


def _held(scene: Scene) -> Engagement:
    day = NINE + timedelta(days=next(_days))  # the same person leads in every scene
    return engaged([scene.person("lead")], day)
