"""Ranks as people type them."""

from collections.abc import Mapping

HIGHEST = 999


def ranks_from(typed: Mapping[str, str]) -> list[str]:
    """Return the names in the order of their ranks; empty ranks are left out, gaps between ranks do not matter.

    Raises ValueError for what is no whole number from 1 to 999, and for a rank that is given twice.
    """
    ranks: dict[int, str] = {}
    for name, text in typed.items():
        if not text:
            continue
        if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= HIGHEST:
            raise ValueError(f"no rank: {text}")
        if int(text) in ranks:
            raise ValueError(f"twice: {text}")
        ranks[int(text)] = name
    return [ranks[rank] for rank in sorted(ranks)]
