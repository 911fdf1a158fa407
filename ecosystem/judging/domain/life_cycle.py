"""The life cycles of judging."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class PanelistState(StrEnum):
    """A judge's place on a panel."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REMOVED = "removed"


class AssignmentState(StrEnum):
    """A judge's charge to score one entry."""

    ACTIVE = "active"
    RECUSED = "recused"
    WITHDRAWN = "withdrawn"


class SheetState(StrEnum):
    """A score sheet. Handed in it is locked; only the chair reopens, with a reason."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    ABSTAINED = "abstained"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What was decided of an entry in a round; held until announced."""

    PENDING = "pending"
    ADVANCE = "advance"
    STOP = "stop"


SHEET_LIFE_CYCLE: StateMachine[SheetState] = StateMachine(
    step("hand_in", [SheetState.DRAFT], SheetState.HANDED_IN, _l("Hand in")),
    step("reopen", [SheetState.HANDED_IN, SheetState.ABSTAINED], SheetState.DRAFT, _l("Reopen")),
    step("abstain", [SheetState.DRAFT], SheetState.ABSTAINED, _l("Abstain")),
    step(
        "withdraw",
        [SheetState.DRAFT, SheetState.HANDED_IN, SheetState.ABSTAINED],
        SheetState.WITHDRAWN,
        _l("Withdraw"),
    ),
)
PANELIST_LIFE_CYCLE: StateMachine[PanelistState] = StateMachine(
    step("accept", [PanelistState.INVITED, PanelistState.DECLINED], PanelistState.ACCEPTED, _l("Accept")),
    step("decline", [PanelistState.INVITED, PanelistState.ACCEPTED], PanelistState.DECLINED, _l("Decline")),
    step(
        "remove",
        [PanelistState.INVITED, PanelistState.ACCEPTED, PanelistState.DECLINED],
        PanelistState.REMOVED,
        _l("Take off the panel"),
    ),
    step("reinvite", [PanelistState.REMOVED, PanelistState.DECLINED], PanelistState.INVITED, _l("Invite again")),
)
