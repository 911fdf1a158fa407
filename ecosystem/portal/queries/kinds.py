"""Sorts of things that pages over all features list side by side."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, cast, literal, null, select

from ecosystem.core.database import Instant
from ecosystem.core.errors import Text
from ecosystem.core.web.navigation import path_to


@dataclass(frozen=True)
class Kind:
    """A sort: what it is called, its icon, and the page of one of its records."""

    title: Text
    icon: str
    endpoint: str
    argument: str

    def path(self, address: str) -> str:
        """Return the path of the record of this address."""
        return path_to(self.endpoint, **{self.argument: address})


def waiting(kind: str, about: Any, address: Any, until: Any = None) -> Select[Any]:
    """Statement: something of a sort that waits for somebody, about what, at which address, until when."""
    return select(
        literal(kind).label("kind"),
        about.label("about"),
        address.label("address"),
        (cast(null(), Instant) if until is None else until).label("until"),
    )
