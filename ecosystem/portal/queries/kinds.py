"""Sorts of things that pages over all features list side by side."""

from dataclasses import dataclass

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
