"""In which order a voter sees the entries: another for everybody, the same for one person."""

from collections.abc import Iterable
from hashlib import sha256


def ballot_order(codes: Iterable[str], *, seed: str, voter: str) -> list[str]:
    """Return `codes` in an order drawn from the poll's seed and the voter's, so that no entry is always on top."""
    return sorted(codes, key=lambda code: sha256(f"{seed}:{voter}:{code}".encode()).digest())
