"""The whole analysis of a board, as plain data that can be stored. Seeded: the same input gives the same bytes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ecosystem.judging.domain.analysis.agreement import agreement
from ecosystem.judging.domain.analysis.board import DRAWS, ENGINE, READINGS, BoardInput, Candidate
from ecosystem.judging.domain.fairness.additive import AdditiveFit, fit_additive, places
from ecosystem.judging.domain.fairness.connectivity import missing_links
from ecosystem.judging.domain.fairness.forecast import second_readings
from ecosystem.judging.domain.fairness.intervals import RankIntervals, rank_intervals
from ecosystem.judging.domain.fairness.mixed import MixedFit, fit_mixed
from ecosystem.judging.domain.fairness.reviews import Floats, Review, tabulate
from ecosystem.judging.domain.judges.order import OrderEffect, order_effect
from ecosystem.judging.domain.judges.profiles import profiles
from ecosystem.judging.domain.refusals import Reason, Refusal

PARTS_NAMED = 20
MOST_CONTESTED = 300


def analyse(board: BoardInput) -> dict[str, Any]:
    """Return everything that can be said of a board; what cannot be said is a refusal in its place.

    Numbers are rounded to six digits, ids as they came. The shape is read by `answer`.
    """
    known = {candidate.id: candidate for candidate in board.candidates}
    reviews = [Review(s.entry, s.judge, s.total) for s in board.sheets if s.entry in known]
    table = tabulate(reviews)
    head = {"engine": ENGINE, "seed": board.seed, "draws": DRAWS, "places": board.places}
    if isinstance(table, Refusal):
        return {**head, "refusal": refused(table)}
    fit = fit_additive(table)
    return {
        **head,
        "counts": {"entries": len(table.entries), "judges": len(table.judges), "reviews": table.size},
        "sigma": rounded(fit.sigma),
        **_parts(fit, board),
        **_ranking(fit, board, [known[entry] for entry in table.entries]),
        "agreement": agreement(board, table),
        "judges": _judges(fit, board),
        "order": _order(fit, board),
    }


def refused(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as plain data."""
    return {"reason": refusal.reason.value, "about": list(refusal.about)}


def rounded(value: float | None) -> float | None:
    """Round to six decimals, None stays."""
    return None if value is None else round(float(value), 6) + 0.0


def _parts(fit: AdditiveFit, board: BoardInput) -> dict[str, Any]:
    if fit.parts.is_connected:
        return {"parts": [], "links": [], "apart": 0}
    links, alone = missing_links(fit.table, fit.parts, barred=board.barred)
    named = fit.parts.parts[:PARTS_NAMED]
    return {
        "parts": [{"entries": len(part.entries), "judges": list(part.judges)} for part in named],
        "number_of_parts": len(fit.parts.parts),
        "links": [[link.judge, link.entry] for link in links[:PARTS_NAMED]],
        "apart": len(alone),
    }


def _ranking(fit: AdditiveFit, board: BoardInput, candidates: Sequence[Candidate]) -> dict[str, Any]:
    added = np.array([candidate.added for candidate in candidates])
    competes = {index: candidate.passes for index, candidate in enumerate(candidates)}
    mixed = fit_mixed(fit.table)
    options: dict[str, Any] = {"seed": board.seed, "draws": DRAWS, "added": added, "competes": competes}
    intervals = rank_intervals(fit, places_=board.places, **options)
    comparable = fit.parts.is_connected
    rows = {
        "id": list(fit.table.entries),
        "reviews": fit.table.reviews_of_entry.tolist(),
        "raw_rank": [candidate.raw_rank for candidate in candidates],
        "adjusted": _floats(fit.quality + added),
        "rank": places(fit.quality + added) if comparable else None,
        "part": None if comparable else fit.parts.entry_part.tolist(),
        **_mixed_columns(mixed, added, comparable),
        **_interval_columns(intervals, competes),
    }
    return {
        "entries": rows,
        "intervals": refused(intervals) if isinstance(intervals, Refusal) else {"coverage": intervals.coverage},
        "mixed": _variances(mixed),
        **_contested(fit, board, intervals, added, competes),
    }


def _floats(values: Floats) -> list[float]:
    return [round(value, 6) + 0.0 for value in values.tolist()]


def _mixed_columns(mixed: MixedFit | Refusal, added: Floats, comparable: bool) -> dict[str, Any]:
    if isinstance(mixed, Refusal):
        return {"shrunk": None, "shrunk_rank": None}
    return {
        "shrunk": _floats(mixed.quality + added),
        "shrunk_rank": places(mixed.quality + added) if comparable else None,
    }


def _interval_columns(intervals: RankIntervals | Refusal, competes: Mapping[int, bool]) -> dict[str, Any]:
    if isinstance(intervals, Refusal):
        return {"low": None, "high": None, "chance": None, "error": None}
    chance = None if intervals.chance is None else _floats(intervals.chance)
    return {
        "low": intervals.low.tolist(),
        "high": intervals.high.tolist(),
        # Behind a gate, or short of sheets, an entry takes no place: that says nothing of its quality.
        "chance": chance and [value if competes[index] else None for index, value in enumerate(chance)],
        "error": _floats(intervals.error),
    }


def _variances(mixed: MixedFit | Refusal) -> dict[str, Any]:
    if isinstance(mixed, Refusal):
        return refused(mixed)
    found = mixed.variances
    return {name: rounded(getattr(found, name)) for name in ("entries", "judges", "chance", "mean")}


def _contested(
    fit: AdditiveFit,
    board: BoardInput,
    intervals: RankIntervals | Refusal,
    added: Floats,
    competes: dict[int, bool],
) -> dict[str, Any]:
    """The entries too close to call at the cut, nearest first, and the readings that would settle most."""
    values = fit.quality + added
    cut = _cut([float(values[index]) for index, passes in competes.items() if passes], board.places)
    if isinstance(intervals, Refusal) or cut is None:
        return {"cut": None, "too_close": [], "readings": []}
    close = sorted(
        (index for index in intervals.too_close() if competes[index]),
        key=lambda index: (abs(float(values[index]) - cut), index),
    )
    readings = second_readings(
        fit,
        close[:MOST_CONTESTED],
        cut=cut,
        number=READINGS,
        added=added,
        barred=board.barred,
        room=board.room,
    )
    return {
        "cut": rounded(cut),
        "too_close": [fit.table.entries[index] for index in close],
        "readings": [[r.judge, r.entry, rounded(r.risk), rounded(r.risk_after)] for r in readings],
    }


def _cut(values: list[float], number: int | None) -> float | None:
    """Half-way between the last in and the first out; None where everybody has a place or nobody."""
    ordered = sorted(values, reverse=True)
    if not number or number >= len(ordered):
        return None
    return (ordered[number - 1] + ordered[number]) / 2


def _judges(fit: AdditiveFit, board: BoardInput) -> list[dict[str, Any]]:
    criteria = {(sheet.judge, sheet.entry): sheet.marks for sheet in board.sheets}
    return [
        {
            "judge": each.judge,
            "reviews": each.reviews,
            **{
                name: rounded(getattr(each, name))
                for name in (
                    "severity",
                    "error",
                    "spread",
                    "middle",
                    "middle_others",
                    "halo",
                    "halo_others",
                    "agreement",
                )
            },
            "traits": [trait.value for trait in each.traits],
        }
        for each in profiles(fit, criteria=criteria, full_marks=board.full_marks)
    ]


def _order(fit: AdditiveFit, board: BoardInput) -> dict[str, Any]:
    positions = {(sheet.judge, sheet.entry): sheet.order for sheet in board.sheets if sheet.order is not None}
    found = order_effect(fit, positions) if positions else Refusal(Reason.TOO_FEW)
    if isinstance(found, OrderEffect):
        return {"slope": rounded(found.slope), "error": rounded(found.error), "p": rounded(found.p)}
    return refused(found)
