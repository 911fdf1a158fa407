"""The lives of an exhibition, of an exhibitor's place in it, and of a claim on a booth."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class ExhibitionState(StrEnum):
    """What the organiser decided."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ExhibitorState(StrEnum):
    """Where somebody who wants to exhibit stands."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ClaimState(StrEnum):
    """How firmly an exhibitor has a booth. Whatever the state: while the row is there, nobody else gets the booth."""

    OFFERED = "offered"  # from the waiting list, until `held_until`
    HELD = "held"  # chosen and being paid, until `held_until`
    CONFIRMED = "confirmed"


class WaitingState(StrEnum):
    """What became of a place on the waiting list."""

    WAITING = "waiting"
    OFFERED = "offered"
    SERVED = "served"
    PASSED = "passed"  # offered, not taken in time
    LEFT = "left"


class SwapState(StrEnum):
    """What became of the wish of two exhibitors to swap their booths."""

    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


EXHIBITION_LIFE = StateMachine(
    step("publish", [ExhibitionState.DRAFT], ExhibitionState.PUBLISHED, _l("Publish")),
    step("close", [ExhibitionState.PUBLISHED], ExhibitionState.CLOSED, _l("Close")),
    step("reopen", [ExhibitionState.CLOSED], ExhibitionState.PUBLISHED, _l("Open again")),
    step(
        "cancel",
        [ExhibitionState.DRAFT, ExhibitionState.PUBLISHED, ExhibitionState.CLOSED],
        ExhibitionState.CANCELLED,
        _l("Cancel the exhibition"),
    ),
)

EXHIBITOR_LIFE = StateMachine(
    step("apply", [ExhibitorState.WITHDRAWN], ExhibitorState.APPLIED, _l("Apply again")),
    step("accept", [ExhibitorState.APPLIED, ExhibitorState.DECLINED], ExhibitorState.ACCEPTED, _l("Accept")),
    step("decline", [ExhibitorState.APPLIED], ExhibitorState.DECLINED, _l("Decline")),
    step(
        "withdraw",
        [ExhibitorState.APPLIED, ExhibitorState.ACCEPTED],
        ExhibitorState.WITHDRAWN,
        _l("Withdraw"),
    ),
)
