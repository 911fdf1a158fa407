"""Figures of an analysis in the reader's way of writing numbers."""

from decimal import Decimal

from ecosystem.core.web.formatting import format_score


def score(value: float | None, places: int = 2) -> str:
    """Write a figure of the analysis in the reader's way, a dash for none."""
    return "–" if value is None else format_score(Decimal(repr(value)), places)


def percent(chance: float) -> str:
    """Write a chance: never 0 or 100 %, which no simulation can know."""
    if chance < 0.005:
        return "< 1 %"
    return "> 99 %" if chance > 0.995 else f"{chance * 100:.0f} %"


def signed(value: float | None) -> str:
    """Write points above or below nothing with their sign."""
    if value is None:
        return "–"
    text = score(abs(value), 1)
    return f"+{text}" if value > 0.05 else f"−{text}" if value < -0.05 else text
