"""How a lower floor speaks to a higher one without knowing it.

A feature *announces* a fact (a frozen dataclass in its `signals.py`); higher features react in the same
transaction (functions in their `reactions.py`). A feature may also *ask* a question and collect the
answers of whoever stands above. Handlers run in the order in which the features were wired.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F")
_handlers: dict[type, list[Callable[[Any], Any]]] = defaultdict(list)


def reacts_to(kind: type[F]) -> Callable[[Callable[[F], Any]], Callable[[F], Any]]:
    """Register the decorated function for facts (or questions) of `kind`."""

    def register(handler: Callable[[F], Any]) -> Callable[[F], Any]:
        if handler not in _handlers[kind]:
            _handlers[kind].append(handler)
        return handler

    return register


def announce(fact: object) -> None:
    """Tell everybody who reacts to this kind of fact, inside the present transaction."""
    for handler in _handlers[type(fact)]:
        handler(fact)


def ask(question: object) -> list[Any]:
    """Collect the answers to `question`; a handler answers with an iterable, an empty one for nothing."""
    return [answer for handler in _handlers[type(question)] for answer in handler(question)]
