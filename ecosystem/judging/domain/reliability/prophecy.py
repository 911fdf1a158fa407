"""How many judges are needed: the prophecy formula of C. Spearman and W. Brown (Brit. J. Psychology 3, 1910)."""

import math


def stepped_up(reliability: float, judges: float) -> float:
    """Return the reliability of the mean of `judges` reviews from that of one; 0 where one review tells nothing."""
    if reliability <= 0:
        return 0.0
    return judges * reliability / (1 + (judges - 1) * reliability)


def judges_needed(reliability: float, target: float) -> int | None:
    """Return how many reviews an entry needs for the mean to reach `target`; None when no number would do.

    `target` lies between 0 and 1 (both excluded), else ValueError.
    """
    if not 0 < target < 1:
        raise ValueError(f"a target lies between 0 and 1, not {target}")
    if reliability <= 0:
        return None
    if reliability >= 1:
        return 1
    exact = target * (1 - reliability) / (reliability * (1 - target))
    return max(1, math.ceil(exact - 1e-9))
