"""Who goes on from a round, as far as the rules decide it; what they leave open is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecosystem.contests.domain.kinds import AdvanceRule


@dataclass(frozen=True)
class Standing:
    """An entry's place in the ranking of its board. `rank` and `score` None: no result. `passes`: every gate."""

    entry: int
    rank: int | None
    score: Decimal | None
    passes: bool = True


@dataclass(frozen=True)
class Selection:
    """What the rule says of each entry, by id.

    `open_ties` share the rank at which the places run out: `places_left` of them may go on, and who is for the
    chair or the committee. `unranked` have no result, so nothing is decided about them.
    """

    going_on: tuple[int, ...] = ()
    stopping: tuple[int, ...] = ()
    open_ties: tuple[int, ...] = ()
    places_left: int = 0
    unranked: tuple[int, ...] = ()
    cut_score: Decimal | None = None


def select(
    rule: AdvanceRule, standings: Sequence[Standing], *, quota: int | None = None, pass_mark: Decimal | None = None
) -> Selection:
    """Apply the round's rule to one board. `quota` is a number of entries, `pass_mark` a score.

    Entries that fail a gate never go on by rule. A quota rule without a quota, a threshold rule without a mark and
    the manual rule decide nothing: all ranked entries stay out of `going_on` and `stopping`.
    """
    ranked = sorted((s for s in standings if s.rank is not None), key=lambda s: (s.rank or 0, s.entry))
    unranked = tuple(s.entry for s in standings if s.rank is None)
    if not _decides(rule, quota, pass_mark):
        return Selection(unranked=unranked)
    limit = len(ranked) if rule is AdvanceRule.THRESHOLD or quota is None else quota
    mark = None if rule is AdvanceRule.QUOTA else pass_mark
    fit = [s for s in ranked if s.passes and (mark is None or (s.score is not None and s.score >= mark))]
    going_on, tied = _fill(fit, limit)
    chosen = {s.entry for s in (*going_on, *tied)}
    return Selection(
        going_on=tuple(s.entry for s in going_on),
        stopping=tuple(s.entry for s in ranked if s.entry not in chosen),
        open_ties=tuple(s.entry for s in tied),
        places_left=limit - len(going_on) if tied else 0,
        unranked=unranked,
        cut_score=going_on[-1].score if going_on else None,
    )


def _decides(rule: AdvanceRule, quota: int | None, pass_mark: Decimal | None) -> bool:
    needs_quota = rule in (AdvanceRule.QUOTA, AdvanceRule.QUOTA_AND_THRESHOLD)
    needs_mark = rule in (AdvanceRule.THRESHOLD, AdvanceRule.QUOTA_AND_THRESHOLD)
    if rule is AdvanceRule.MANUAL:
        return False
    return not (needs_quota and quota is None) and not (needs_mark and pass_mark is None)


def _fill(fit: Sequence[Standing], limit: int) -> tuple[list[Standing], list[Standing]]:
    """Split into those with a place and those tied over the last places."""
    if len(fit) <= limit:
        return list(fit), []
    first_out = fit[limit]
    inside = [s for s in fit[:limit] if s.rank != first_out.rank]
    tied = [s for s in fit if s.rank == first_out.rank]
    return (inside, tied) if len(inside) < limit else (inside, [])
