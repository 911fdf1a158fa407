"""How far the judges agree, for the total and for every criterion, as plain data."""

from typing import Any

from ecosystem.judging.domain.analysis.board import BoardInput
from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate
from ecosystem.judging.domain.refusals import Refusal
from ecosystem.judging.domain.reliability.alpha import Level, krippendorff_alpha
from ecosystem.judging.domain.reliability.concordance import kendall_w
from ecosystem.judging.domain.reliability.intraclass import Dependability, dependability, intraclass
from ecosystem.judging.domain.reliability.prophecy import judges_needed

TARGETS = (0.7, 0.8)
LEVELS = (Level.INTERVAL, Level.ORDINAL)  # points are amounts, or at least an order


def agreement(board: BoardInput, total: ReviewTable) -> list[dict[str, Any]]:
    """Return one row for the total (key "") and one for each criterion of the rubric."""
    rows = [_row("", total)]
    for index, key in enumerate(board.criteria):
        scored = [Review(s.entry, s.judge, s.marks[index]) for s in board.sheets if _has(s.marks, index)]  # type: ignore[arg-type]
        table = tabulate(scored)
        rows.append({"key": key, "refusal": _no(table)} if isinstance(table, Refusal) else _row(key, table))
    return rows


def _has(marks: tuple[float | None, ...], index: int) -> bool:
    return index < len(marks) and marks[index] is not None


def _row(key: str, table: ReviewTable) -> dict[str, Any]:
    matrix = table.matrix()
    found = dependability(table)
    row: dict[str, Any] = {"key": key, "reviews": table.size}
    row["components"] = _no(found) if isinstance(found, Refusal) else _components(found)
    row["alpha"] = {level.value: _alpha(krippendorff_alpha(matrix, level)) for level in LEVELS}
    concordance = kendall_w(matrix)
    row["concordance"] = (
        _no(concordance)
        if isinstance(concordance, Refusal)
        else {"w": _six(concordance.w), "p": _six(concordance.p), "judges": concordance.judges}
    )
    forms = intraclass(matrix)
    row["intraclass"] = _no(forms) if isinstance(forms, Refusal) else _forms(forms)
    return row


def _forms(forms: object) -> dict[str, Any]:
    names = ("single_one_way", "single_random", "single_fixed", "mean_one_way", "mean_random", "mean_fixed")
    return {name: _six(getattr(forms, name)) for name in (*names, "low", "high")}


def _components(found: Dependability) -> dict[str, Any]:
    names = ("agreement", "consistency", "agreement_of_mean", "consistency_of_mean", "reviews")
    return {
        **{name: _six(getattr(found, name)) for name in names},
        "entries": _six(found.variances.entries),
        "judges": _six(found.variances.judges),
        "chance": _six(found.variances.chance),
        "needed": [judges_needed(found.agreement, target) for target in TARGETS],
        "needed_adjusted": [judges_needed(found.consistency, target) for target in TARGETS],
    }


def _alpha(value: float | Refusal) -> Any:
    return _no(value) if isinstance(value, Refusal) else _six(value)


def _six(value: float) -> float:
    return round(float(value), 6) + 0.0


def _no(refusal: Refusal) -> dict[str, Any]:
    return {"reason": refusal.reason.value, "about": list(refusal.about)}
