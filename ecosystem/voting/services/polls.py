"""Running a vote: set it up, announce it, hand its counts over to the ranking, publish the totals, forget people."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.queries.rounds import entries_in, round_in_contest
from ecosystem.judging.services.components import enter_component
from ecosystem.notifications.services import forget_batch
from ecosystem.voting import notices
from ecosystem.voting.models import BallotRequest, Poll, PollSalt, Purpose, Voter
from ecosystem.voting.queries.polls import candidates, polls_to_watch
from ecosystem.voting.queries.tally import counts_of
from ecosystem.voting.services.watching import watch

_FIXED_ONCE_ANNOUNCED = ("opens_at", "votes_per_board", "board_ids", "purpose", "component_round_id", "component_key")


def set_up(contest: Contest, values: Mapping[str, Any], *, by: Account) -> Poll:
    """Make a poll; nobody sees it before it is announced."""
    with transaction() as current:
        poll = Poll(contest_id=contest.id, seed=secrets.token_hex(16), **values)
        current.add(poll)
        audit.record("voting.set_up", poll, by=by.id, scope=contest)
        return poll


def change(poll: Poll, values: Mapping[str, Any], *, by: Account, shown: int | None) -> None:
    """Change a poll. Once it is announced its rules stand, and its end is only moved later.

    Raises Refused otherwise, StaleEdit when it was changed since it was shown.
    """
    with transaction():
        present = locked(Poll, poll.id)
        check_version(present, shown)
        if present.announced_at is not None:
            _ensure_fair(present, values)
        changes = audit.assign(present, values)
        audit.record("voting.changed", present, by=by.id, scope=present.contest, changes=changes)


def _ensure_fair(poll: Poll, values: Mapping[str, Any]) -> None:
    if any(values[name] != getattr(poll, name) for name in _FIXED_ONCE_ANNOUNCED):
        raise Refused(_l("The vote is announced: its rules and its beginning cannot change any more."))
    if values["closes_at"] < poll.closes_at or poll.closes_at <= clock.now() != (values["closes_at"] == poll.closes_at):
        raise Refused(_l("The vote is announced: its end can only be moved later, and only while it lasts."))


def announce_poll(poll: Poll, *, by: Account) -> None:
    """Show the poll to everybody; it takes votes in its time. Raises Refused while there is nothing to vote for."""
    with transaction():
        present = locked(Poll, poll.id)
        if present.announced_at is not None:
            return
        if not candidates(present):
            raise Refused(_l("No entry stands in the public gallery yet, so there is nothing to vote for."))
        present.announced_at = clock.now()
        audit.record("voting.announced", present, by=by.id, scope=present.contest)


def hand_over(poll: Poll, *, by: Account) -> int:
    """Enter the counted votes as the component of the ranking; return how many entries changed.

    Entries nobody voted for get 0. Raises Refused before the end, or when the poll is for a prize of its own.
    """
    with transaction():
        present = _ended(poll)
        if present.purpose is not Purpose.COMPONENT or present.component_round is None:
            raise Refused(_l("This vote is for an audience prize and has no effect on the ranking."))
        watch(present)
        round_ = round_in_contest(present.contest.slug, present.component_round.public_id)
        counts = counts_of(present)
        values = {entry.code: Decimal(counts.get(entry.id, (0, 0))[1]) for entry in entries_in(round_)}
        changed = enter_component(round_, present.component_key, values, by=by)
        audit.record("voting.handed_over", present, by=by.id, scope=present.contest, changes={"entries": (0, changed)})
        return changed


def publish_totals(poll: Poll, *, by: Account) -> None:
    """Show the counted votes to everybody; from then on nothing is released or held. Raises Refused before the end."""
    with transaction():
        present = _ended(poll)
        if present.totals_published_at is None:
            watch(present)
            present.totals_published_at = clock.now()
            audit.record("voting.totals_published", present, by=by.id, scope=present.contest)


def _ended(poll: Poll) -> Poll:
    present = locked(Poll, poll.id)
    if present.announced_at is None or present.window.accepts(clock.now()):
        raise Refused(_l("Totals stay hidden until the vote is over."))
    return present


def forget_voters() -> int:
    """Erase what is known of the voters of polls that ended long enough ago, the mails to them too; return how many.

    The votes stay.
    """
    now = clock.now()
    due = [poll for poll in polls_to_watch() if poll.closes_at + timedelta(days=poll.keep_days) <= now]
    return sum(_forget(poll) for poll in due)


def _forget(poll: Poll) -> int:
    with transaction() as current:
        present = locked(Poll, poll.id)
        voters = list(current.scalars(select(Voter).where(Voter.poll_id == present.id)))
        for voter in voters:
            voter.email, voter.email_key, voter.domain = "", f"#{voter.id}", ""
            voter.address_hash = voter.network_hash = ""
        of_poll = select(Voter.id).where(Voter.poll_id == present.id)
        current.execute(
            update(BallotRequest).where(BallotRequest.voter_id.in_(of_poll), BallotRequest.used_at.is_(None)).values(
                choices=[]
            ),
            execution_options={"synchronize_session": False},
        )  # fmt: skip
        forget_batch(notices.mails_batch(present))
        current.execute(delete(PollSalt).where(PollSalt.poll_id == present.id))
        present.erased_at = clock.now()
        audit.record("voting.voters_forgotten", present, by=None, scope=present.contest)
        session().flush()
        return len(voters)
