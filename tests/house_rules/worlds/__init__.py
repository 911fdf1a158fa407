"""What each feature adds to the access matrix and to the families: one module a feature, found by itself.

A module `worlds/<feature>.py` may hold, each optional:

- `MATRIX`, `OF_DRAFTS`: by action who may and who is told why not (see `parts.Matrix`);
- `records(scene) -> dict[str, Arguments]`: by the name of each loader (or "module.name" where two share one, or
  "<action>, <loader>" where an action wants another record) the arguments of the record it finds. People of the parts
  are in `scene.people`;
- `family(scene) -> dict[str, str]`: by the end of an address the record named there ("/halls/<hall_id>"); called for
  two organisers with the same people ("owner", "chair", "judge", "lead", "member");
- `siblings(scene) -> dict[str, str]`: the same kinds under another parent of the same event;
- `SENT`, `OTHERWISE`, `NOT_THERE_YET`, `ACTORS`, `WORDS`: as in `test_families`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.events.models import Event, Organiser
from ecosystem.startups.models import Startup


@dataclass(frozen=True)
class Scene:
    """What is there already when a feature adds its own."""

    people: Mapping[str, Account | None]
    organiser: Organiser
    event: Event
    startup: Startup

    def person(self, part: str) -> Account:
        found = self.people[part]
        assert found is not None, part
        return found


def _modules() -> Iterable[ModuleType]:
    for found in sorted(iter_modules(__path__), key=lambda module: module.name):
        yield import_module(f"{__name__}.{found.name}")


def tables(name: str) -> dict[str, Any]:
    """The tables of that name of all features, as one."""
    merged: dict[str, Any] = {}
    for module in _modules():
        for key, value in getattr(module, name, {}).items():
            assert merged.get(key, value) == value, f"{name}: {key} stands twice, and differently"
            merged[key] = value
    return merged


def words() -> frozenset[str]:
    """Arguments that name no record of their own, of all features."""
    return frozenset(word for module in _modules() for word in getattr(module, "WORDS", ()))


def made(maker: str, scene: Scene) -> dict[str, Any]:
    """What the function of that name makes in every feature that has one, as one."""
    merged: dict[str, Any] = {}
    for module in _modules():
        if hasattr(module, maker):
            merged |= getattr(module, maker)(scene)
    return merged
