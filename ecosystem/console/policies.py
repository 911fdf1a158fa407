"""Who may do what on the pages that look across features."""

from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ONLY_RUNNERS, RUNNERS, ContestAction, is_staff
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule


class ConsoleAction(Action):
    """Actions on a contest's outbox."""

    READ_OUTBOX = "console:read_outbox"
    EDIT_OUTBOX = "console:edit_outbox"


@rule(ConsoleAction.READ_OUTBOX, see=ContestAction.VIEW)
def read_outbox(actor: Actor, contest: Contest) -> Verdict:
    """Owners and managers answer for what is written to people."""
    return is_staff(actor, contest, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ConsoleAction.EDIT_OUTBOX, see=ContestAction.VIEW)
def edit_outbox(actor: Actor, contest: Contest) -> Verdict:
    """The same people change and withdraw it."""
    return read_outbox(actor, contest)
