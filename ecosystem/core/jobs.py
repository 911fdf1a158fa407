"""What a job is; the features list theirs in `jobs.py` and `ecosystem/scheduler.py` runs them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """Thin work done every so many seconds. `run` returns what it did in a few words, "" for nothing."""

    name: str
    every: int
    run: Callable[[], str]
