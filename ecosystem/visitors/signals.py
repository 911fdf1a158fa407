"""What visitors announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConsentWithdrawn:
    """Fact: the holder of a ticket took a consent back: what rests on it must go."""

    consent_id: int
    ticket_id: int
