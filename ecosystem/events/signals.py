"""What events announce, and what they ask the features above."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class HeldInEvent:
    """Question: what do you hold in this event? Answer with `Held` things.

    With `for_staff` everything with the address of its desk, else what anybody may see with its public address.
    """

    event_id: int
    for_staff: bool = False


@dataclass(frozen=True)
class Held:
    """A contest (an exhibition, a mentoring programme …) as the event's page shows it.

    `kind` is its sort in words ("Contest"), `state` a short word with its `tone` as of ui.badge (neutral, primary,
    info, success, warning, error). Instants are aware; `closes_at` is counted down to while it lies ahead.
    `is_draft` tells the staff that it is not open to anybody yet.
    `call` is what visitors are called to do here, such as "Register"; the event's page leads with it.
    """

    kind: Text
    title: str
    url: str
    summary: str = ""
    state: Text = ""
    tone: str = "neutral"
    icon: str = "trophy"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cover_url: str = ""
    is_draft: bool = False
    call: Text = ""


@dataclass(frozen=True)
class EventCloned:
    """Fact: an event was cloned. Clone what you hold in `old_event_id` into `new_event_id`, without people's data.

    Every date moves by `shift` (whole days); `by_id` is the account that acts.
    """

    old_event_id: int
    new_event_id: int
    shift: timedelta
    by_id: int | None


@dataclass(frozen=True)
class EventPublished:
    """Fact: an event can now be seen by everybody."""

    event_id: int


@dataclass(frozen=True)
class EventCancelled:
    """Fact: an event was cancelled; its page stays and says so."""

    event_id: int


@dataclass(frozen=True)
class ObstaclesToCancelling:
    """Question: why must this event not be cancelled or archived now? Answer with sentences for its staff."""

    event_id: int


@dataclass(frozen=True)
class StaffChanged:
    """Fact: somebody came onto the staff of an organiser or left it."""

    organiser_id: int
    account_id: int
