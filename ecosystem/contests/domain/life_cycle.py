"""The life cycle of a contest. What only time changes (upcoming, open, closed) is computed elsewhere."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class ContestState(StrEnum):
    """Stored states."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DECIDED = "decided"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


LIFE_CYCLE: StateMachine[ContestState] = StateMachine(
    step("publish", [ContestState.DRAFT], ContestState.PUBLISHED, _l("Publish")),
    step("unpublish", [ContestState.PUBLISHED], ContestState.DRAFT, _l("Take back to draft")),
    step("decide", [ContestState.PUBLISHED], ContestState.DECIDED, _l("Close with results")),
    step("reopen", [ContestState.DECIDED], ContestState.PUBLISHED, _l("Reopen")),
    step("archive", [ContestState.DECIDED, ContestState.CANCELLED], ContestState.ARCHIVED, _l("Archive")),
    step(
        "cancel",
        [ContestState.DRAFT, ContestState.PUBLISHED],
        ContestState.CANCELLED,
        _l("Cancel the contest"),
    ),
)
