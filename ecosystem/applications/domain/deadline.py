"""Until when an entry may be changed and handed in: one function for page, API and draft."""

from dataclasses import dataclass
from datetime import datetime

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.core.windows import Phase, Window

_OPEN_STATES = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED})


@dataclass(frozen=True)
class EntryDeadline:
    """The window of one entry, personal extensions included; `runs` tells whether the contest takes entries at all.

    A returned entry has a window of its own, until the date it was returned with.
    """

    state: ApplicationState
    window: Window
    runs: bool

    @property
    def closes_at(self) -> datetime | None:
        """The instant people are told; the grace period is not part of it."""
        return self.window.closes_at

    def phase(self, now: datetime) -> Phase:
        """Return what people are told at `now`."""
        return self.window.phase(now) if self.runs else Phase.CLOSED

    def takes_submission(self, at: datetime) -> bool:
        """Decide whether handing in at `at` (the server's time of arrival) is in time, grace included."""
        return self.runs and self.state in _OPEN_STATES and self.window.accepts(at)

    def takes_edit(self, at: datetime) -> bool:
        """Decide whether a change at `at` is kept.

        What was handed in is bound by the window. A draft that never was handed in keeps what its authors type even
        when the window is over: nobody reads it, it cannot be handed in any more, and their text is not lost.
        """
        if self.state is ApplicationState.DRAFT:
            return self.runs
        return self.takes_submission(at)


def deadline(
    state: ApplicationState, window: Window, *, returned_until: datetime | None, contest_runs: bool
) -> EntryDeadline:
    """Return the deadline of an entry in `state`. `window` is the contest's with extensions for its people."""
    if state is ApplicationState.RETURNED:
        return EntryDeadline(state, Window(None, returned_until), contest_runs)
    return EntryDeadline(state, window, contest_runs)
