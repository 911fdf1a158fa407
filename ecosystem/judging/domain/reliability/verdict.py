"""From a coefficient to a word, by the bands people publish."""

from enum import StrEnum


class Verdict(StrEnum):
    """How much a ranking may lean on the scores."""

    POOR = "poor"
    MODERATE = "moderate"
    GOOD = "good"
    EXCELLENT = "excellent"


def of_intraclass(value: float) -> Verdict:
    """Judge an ICC: 0.5, 0.75, 0.9 (T. K. Koo, M. Y. Li, Journal of Chiropractic Medicine 15, 2016)."""
    return _band(value, (0.5, 0.75, 0.9))


def of_alpha(value: float) -> Verdict:
    """Judge Krippendorff's alpha: not below 0.667 for anything, 0.8 to rely on (Content Analysis, ch. 12)."""
    return _band(value, (0.667, 0.8, 0.9))


def of_concordance(w: float, p: float) -> Verdict:
    """Judge Kendall's W: 0.3, 0.5, 0.7 (R. C. Schmidt, Decision Sciences 28, 1997: weak, moderate, strong).

    What chance would give in more than one of twenty cases is poor whatever its size.
    """
    return Verdict.POOR if p > 0.05 else _band(w, (0.3, 0.5, 0.7))


def _band(value: float, borders: tuple[float, float, float]) -> Verdict:
    reached = sum(value >= border for border in borders)
    return (Verdict.POOR, Verdict.MODERATE, Verdict.GOOD, Verdict.EXCELLENT)[reached]
