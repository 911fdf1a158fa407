"""Pass or fail by vote: enough members must have voted, and enough of them for it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Outcome(StrEnum):
    """What a vote decides."""

    PASSED = "passed"
    FAILED = "failed"
    NO_QUORUM = "no_quorum"  # too few took part: nothing is decided
    OPEN = "open"  # those who have not voted could still turn it
    NO_MEMBERS = "no_members"


class Base(StrEnum):
    """Of whom the share is asked."""

    VOTES = "votes"  # yes and no; abstentions count for the quorum only
    PRESENT = "present"  # all who took part, abstentions too
    MEMBERS = "members"  # everybody entitled, as in “two thirds of the committee”


@dataclass(frozen=True, slots=True)
class VoteRule:
    """`quorum` is the share of the members who must take part, `share` that of `base` who must say yes.

    With `more_than` exactly the share is not enough, as for a simple majority.
    """

    quorum: Fraction = Fraction(2, 3)
    share: Fraction = Fraction(2, 3)
    base: Base = Base.PRESENT
    more_than: bool = False


@dataclass(frozen=True, slots=True)
class VoteResult:
    """What came out, with how many must take part and how many must say yes (of those who have taken part)."""

    outcome: Outcome
    needed_present: int
    needed_yes: int


def decide(rule: VoteRule, *, members: int, yes: int, no: int, abstained: int = 0, closed: bool = True) -> VoteResult:
    """Decide a vote exactly, in whole numbers. While it is not `closed` it may stay open.

    Raises ValueError for numbers below 0 or more votes than members.
    """
    present = yes + no + abstained
    if min(yes, no, abstained, members) < 0 or present > members:
        raise ValueError("votes are not below 0 and no more than there are members")
    needed_present = _least(rule.quorum * members, more_than=False)
    needed_yes = _needed(rule, members, yes + no, present)
    if not members:
        return VoteResult(Outcome.NO_MEMBERS, 0, 0)
    outcome = _outcome(rule, members, yes, no, abstained)
    if not closed and any(
        _outcome(rule, members, yes + for_it, no + against, abstained) is not outcome
        for for_it, against in _ends(members - present)
    ):
        outcome = Outcome.OPEN
    return VoteResult(outcome, needed_present, needed_yes)


def _ends(waiting: int) -> tuple[tuple[int, int], ...]:
    return ((waiting, 0), (0, waiting))


def _outcome(rule: VoteRule, members: int, yes: int, no: int, abstained: int) -> Outcome:
    present = yes + no + abstained
    if present < _least(rule.quorum * members, more_than=False) or not present:
        return Outcome.NO_QUORUM
    enough = yes >= _needed(rule, members, yes + no, present) and yes > 0
    return Outcome.PASSED if enough else Outcome.FAILED


def _needed(rule: VoteRule, members: int, votes: int, present: int) -> int:
    base = {Base.VOTES: votes, Base.PRESENT: present, Base.MEMBERS: members}[rule.base]
    return _least(rule.share * base, more_than=rule.more_than)


def _least(share: Fraction, *, more_than: bool) -> int:
    """The least whole number that is at least (or above) a share."""
    whole = -(-share.numerator // share.denominator)
    return whole + 1 if more_than and whole == share else whole
