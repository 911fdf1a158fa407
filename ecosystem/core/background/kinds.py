"""The kinds of background tasks, registered by the features in their `background.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from ecosystem.core.access import Actor
from ecosystem.core.background.models import BackgroundTask
from ecosystem.core.errors import Text

if TYPE_CHECKING:
    from ecosystem.core.background.task import Running

Result: TypeAlias = Mapping[str, Any] | str | None
Run: TypeAlias = "Callable[[Running], Result]"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """What can be asked for.

    `run` does it, and returns a sentence for whoever asked, or a mapping of plain values in which `said` is that
    sentence and `url` the page to go on to. `see` decides who sees the task, has its file and may cancel it,
    at the moment they look; without it, whoever asked does. `keeps` is how long its file is kept.
    """

    name: str
    title: Text
    run: Run
    see: Callable[[Actor, BackgroundTask], bool] | None = None
    keeps: timedelta = A_DAY


_kinds: dict[str, Kind] = {}


def background(
    name: str,
    *,
    title: Text,
    see: Callable[[Actor, BackgroundTask], bool] | None = None,
    keeps: timedelta = A_DAY,
) -> Callable[[Run], Run]:
    """Register the decorated function as what does the tasks of kind `name`; two of one name are an error."""

    def register(run: Run) -> Run:
        present = _kinds.get(name)
        if present is not None and present.run is not run:
            raise RuntimeError(f"two kinds of background task named {name}")
        _kinds[name] = Kind(name, title, run, see, keeps)
        return run

    return register


def kind_of(task: BackgroundTask) -> Kind:
    """Return the kind of a task. Raises KeyError when no feature knows it any more."""
    return _kinds[task.kind]


def is_known(name: str) -> bool:
    """Tell whether a feature registered the kind."""
    return name in _kinds
