"""What exhibitions announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BoothTaken:
    """Fact: a booth is confirmed as an exhibitor's."""

    exhibition_id: int
    booth_id: int
    exhibitor_id: int


@dataclass(frozen=True)
class BoothFreed:
    """Fact: an exhibitor no longer has a booth that was confirmed as theirs."""

    exhibition_id: int
    booth_id: int
    exhibitor_id: int


@dataclass(frozen=True)
class ExhibitorAccepted:
    """Fact: an exhibitor is accepted, and may choose a booth and prepare what they show."""

    exhibition_id: int
    exhibitor_id: int


@dataclass(frozen=True)
class ExhibitionCancelled:
    """Fact: an exhibition is cancelled; its page stays and says so."""

    exhibition_id: int


@dataclass(frozen=True)
class ExhibitionCloned:
    """Fact: an exhibition's halls and plans were copied into another event, without people."""

    old_exhibition_id: int
    new_exhibition_id: int
    by_id: int | None
