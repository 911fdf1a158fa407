"""How a committee approves: quorum and majority in whole numbers, so that two thirds are exactly two thirds."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class Share(StrEnum):
    """A part of a whole that has to be reached."""

    MORE_THAN_HALF = "more_than_half"
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"
    ALL = "all"


class Voice(StrEnum):
    """What a member of the committee says."""

    IN_FAVOUR = "in_favour"
    AGAINST = "against"
    ABSTAINS = "abstains"


class DeliberationState(StrEnum):
    """The jury discusses, the committee votes on what was proposed, and its answer stands until taken back."""

    DISCUSSION = "discussion"
    VOTE = "vote"
    APPROVED = "approved"
    REFUSED = "refused"


class Answer(StrEnum):
    """What a count of voices means."""

    NO_QUORUM = "no_quorum"
    APPROVED = "approved"
    REFUSED = "refused"


_S = DeliberationState
DELIBERATION: StateMachine[DeliberationState] = StateMachine(
    step("propose", [_S.DISCUSSION, _S.REFUSED], _S.VOTE, _l("Put to the vote")),
    step("approve", [_S.VOTE], _S.APPROVED, _l("Approved")),
    step("refuse", [_S.VOTE], _S.REFUSED, _l("Refused")),
    step("resume", [_S.VOTE, _S.APPROVED, _S.REFUSED], _S.DISCUSSION, _l("Back to the discussion")),
)
_NEEDED = {Share.TWO_THIRDS: (2, 3), Share.THREE_QUARTERS: (3, 4), Share.ALL: (1, 1)}


def least(share: Share, whole: int) -> int:
    """Return the smallest number that reaches `share` of `whole`; at least 1, so that nobody approves nothing."""
    if share is Share.MORE_THAN_HALF:
        return max(1, whole // 2 + 1)
    part, parts = _NEEDED[share]
    return max(1, -(-part * whole // parts))


@dataclass(frozen=True)
class Tally:
    """How many members the committee has, and what they said."""

    members: int
    in_favour: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def present(self) -> int:
        """Members who said something, an abstention too."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True)
class ApprovalRule:
    """How many must take part, and how many agree: of all members, or of those who take part."""

    quorum: Share = Share.TWO_THIRDS
    approval: Share = Share.TWO_THIRDS
    of_all: bool = True

    def present_needed(self, tally: Tally) -> int:
        """How many members must take part."""
        return least(self.quorum, tally.members)

    def agreement_needed(self, tally: Tally) -> int:
        """How many members must agree; while voting is open and the part of those present counts, the present state."""
        return least(self.approval, tally.members if self.of_all else tally.present)

    def answer(self, tally: Tally) -> Answer:
        """Return what the voices mean."""
        if tally.members == 0 or tally.present < self.present_needed(tally):
            return Answer.NO_QUORUM
        agreed = tally.in_favour >= self.agreement_needed(tally)
        return Answer.APPROVED if agreed else Answer.REFUSED

    def is_settled(self, tally: Tally) -> bool:
        """Tell whether voices still missing can no longer change the answer."""
        missing = tally.members - tally.present
        worst = Tally(tally.members, tally.in_favour, tally.against + missing, tally.abstained)
        best = Tally(tally.members, tally.in_favour + missing, tally.against, tally.abstained)
        return self.answer(tally) is self.answer(worst) is self.answer(best) is not Answer.NO_QUORUM
