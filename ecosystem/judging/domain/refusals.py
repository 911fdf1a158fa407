"""Why a figure cannot be given, as data: an analysis answers or says clearly why not, and never invents a number.

The sentences for people stand in `domain/analysis/words.py`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What stands in the way."""

    NO_SCORES = "no_scores"
    ONE_ENTRY = "one_entry"
    ONE_JUDGE = "one_judge"
    ALL_EQUAL = "all_equal"  # nothing varies, so nothing can be told apart
    INCOMPLETE = "incomplete"  # the method needs every judge to have scored every entry
    NOT_CONNECTED = "not_connected"  # no chain of judges joins all entries
    NO_REPEATS = "no_repeats"  # too few second opinions to know how far chance goes
    TOO_FEW = "too_few"  # fewer values than the figure needs
    SCORED_TWICE = "scored_twice"  # the same judge scored the same entry twice
    NOT_A_NUMBER = "not_a_number"
    NO_VOTES = "no_votes"
    NO_CANDIDATES = "no_candidates"
    BAD_BALLOT = "bad_ballot"  # names who does not stand, or somebody twice
    SAME_ORDER = "same_order"  # place and entry cannot be told apart
    NO_ZERO_POINT = "no_zero_point"  # the ratio level needs values of 0 and above


@dataclass(frozen=True, slots=True)
class Refusal:
    """A clear no. `about` names what it is about (an id, a key), empty where it concerns everything."""

    reason: Reason
    about: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """A refusal is not an answer."""
        return False
