"""Life cycles as data: named transitions between the states of an enumeration.

There is no general "set the state": a use case takes a named step, and a step that does not exist
from the present state is refused in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import InvalidTransition, Text

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Transition(Generic[S]):
    """A step `name` from any of `sources` to `target`; `title` is the label of its button."""

    name: str
    sources: frozenset[S]
    target: S
    title: Text


def step(name: str, sources: Iterable[S], target: S, title: Text) -> Transition[S]:
    """Declare one transition."""
    return Transition(name, frozenset(sources), target, title)


class StateMachine(Generic[S]):
    """The steps of one life cycle."""

    def __init__(self, *transitions: Transition[S]) -> None:
        self.transitions = {t.name: t for t in transitions}
        if len(self.transitions) != len(transitions):
            raise ValueError("two transitions bear one name")

    def available(self, state: S) -> list[Transition[S]]:
        """Return the steps that lead on from `state`, in the order they were declared."""
        return [t for t in self.transitions.values() if state in t.sources]

    def can(self, state: S, name: str) -> bool:
        """Tell whether the step `name` exists from `state`."""
        return state in self.transitions[name].sources

    def after(self, state: S, name: str) -> S:
        """Return the state the step `name` leads to. Raises InvalidTransition from a wrong state."""
        transition = self.transitions[name]
        if state not in transition.sources:
            raise InvalidTransition(
                _l("This step is not possible any more, because something changed meanwhile. Please reload the page."),
                details={"step": name, "state": state.value},
            )
        return transition.target
