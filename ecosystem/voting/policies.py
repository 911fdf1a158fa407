"""Who may do what in public votes: everybody votes, the staff looks on, owners and managers run them."""

from flask_babel import lazy_gettext as _l

from ecosystem.contests.models import Contest
from ecosystem.contests.policies import is_public
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.judging.policies import RUNNERS, is_staff
from ecosystem.voting.models import Poll


class VotingAction(Action):
    """What can be done in public votes."""

    VOTE = "voting:vote"  # on a poll
    VIEW = "voting:view"  # on a contest, or a poll
    RUN = "voting:run"


def _contest(subject: Contest | Poll) -> Contest:
    return subject.contest if isinstance(subject, Poll) else subject


@rule(VotingAction.VOTE)
def vote(actor: Actor, poll: Poll) -> Verdict:
    """Everybody, once the vote is announced; when it is open, the use case decides."""
    return poll.announced_at is not None and is_public(poll.contest)


@rule(VotingAction.VIEW)
def view(actor: Actor, subject: Contest | Poll) -> Verdict:
    return is_staff(actor, _contest(subject))


@rule(VotingAction.RUN, see=VotingAction.VIEW)
def run(actor: Actor, subject: Contest | Poll) -> Verdict:
    allowed = is_staff(actor, _contest(subject), *RUNNERS)
    return allowed or Denial(_l("Only owners and managers of the organiser can do this."))
