"""The watch over a vote: put bursts into quarantine with their reason, and release them with another."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, select, update

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.voting.domain.addresses import is_public
from ecosystem.voting.domain.bursts import Burst, Seen, Watch, bursts, thresholds_from
from ecosystem.voting.models import Poll, Quarantine, Vote, Voter
from ecosystem.voting.queries.polls import polls_to_watch


def watch_all() -> int:
    """Watch every poll whose votes are still coming in or have just ended; return how many ballots were held."""
    latest = clock.now() - timedelta(hours=1)
    return sum(watch(poll) for poll in polls_to_watch() if poll.opens_at <= clock.now() and poll.closes_at > latest)


def watch(poll: Poll) -> int:
    """Hold the ballots of every burst that no one has looked at yet; return how many. Nothing is deleted."""
    with transaction():
        present = locked(Poll, poll.id)
        held = 0
        for burst in bursts(_seen(present), thresholds_from(present.thresholds)):
            held += _hold(present, burst)
        return held


def _seen(poll: Poll) -> list[Seen]:
    entries: dict[int, list[int]] = {}
    for voter_id, entry_id in session().execute(
        select(Vote.voter_id, Vote.application_id).where(Vote.poll_id == poll.id)
    ):
        entries.setdefault(voter_id, []).append(entry_id)
    rows = session().execute(
        select(Voter.id, Voter.confirmed_at, Voter.address_hash, Voter.network_hash, Voter.domain).where(
            Voter.poll_id == poll.id, Voter.confirmed_at.is_not(None)
        )
    )
    return [
        Seen(ident, at, address, network, domain, is_public(domain), entries.get(ident, ()))
        for ident, at, address, network, domain in rows
        if at is not None
    ]


def _hold(poll: Poll, burst: Burst) -> int:
    known = select(Quarantine.voter_id).where(Quarantine.poll_id == poll.id, Quarantine.watch == burst.watch)
    fresh = sorted(burst.voters - set(session().scalars(known)))
    session().add_all(
        Quarantine(
            poll_id=poll.id,
            voter_id=ident,
            watch=burst.watch,
            group=burst.group,
            count=burst.count,
            minutes=burst.threshold.minutes,
            at=clock.now(),
        )
        for ident in fresh
    )
    if fresh:
        session().flush()
        _recount(poll)
        audit.record(
            "voting.held",
            poll,
            by=None,
            scope=poll.contest,
            changes={"ballots": (0, len(fresh))},
            note=burst.watch.value,
        )
    return len(fresh)


def _recount(poll: Poll) -> None:
    """A ballot counts once it is confirmed and no quarantine of it stands."""
    is_held = exists().where(Quarantine.voter_id == Voter.id, Quarantine.released_at.is_(None))
    session().execute(
        update(Voter).where(Voter.poll_id == poll.id, Voter.confirmed_at.is_not(None)).values(counts=~is_held),
        execution_options={"synchronize_session": False},
    )


def release(poll: Poll, watch_: Watch, group: str, *, reason: str, by: Account) -> int:
    """Let the ballots of a group count again, with a reason that is kept; return how many."""
    text = _reason(reason)
    with transaction():
        present = _changeable(poll)
        number = _update(
            present, watch_, group, Quarantine.released_at.is_(None), released_at=clock.now(), released_by_id=by.id,
            reason=text,
        )  # fmt: skip
        _told("voting.released", present, watch_, number, by, text)
        return number


def hold_again(poll: Poll, watch_: Watch, group: str, *, reason: str, by: Account) -> int:
    """Take a release back, with a reason that is kept; return how many ballots are held again."""
    text = _reason(reason)
    with transaction():
        present = _changeable(poll)
        number = _update(
            present, watch_, group, Quarantine.released_at.is_not(None), released_at=None, released_by_id=by.id,
            reason=text,
        )  # fmt: skip
        _told("voting.held", present, watch_, number, by, text)
        return number


def _changeable(poll: Poll) -> Poll:
    present = locked(Poll, poll.id)
    if present.totals_published_at is not None:
        raise Refused(_l("The totals are public, so what counts cannot change any more."))
    return present


def _update(poll: Poll, watch_: Watch, group: str, which: ColumnElement[bool], **values: object) -> int:
    result = session().execute(
        update(Quarantine)
        .where(Quarantine.poll_id == poll.id, Quarantine.watch == watch_, Quarantine.group == group, which)
        .values(**values),
        execution_options={"synchronize_session": False},
    )
    _recount(poll)
    return int(result.rowcount)  # type: ignore[attr-defined]


def _told(act: str, poll: Poll, watch_: Watch, number: int, by: Account, reason: str) -> None:
    changes = {"ballots": (0, number), "watch": ("", watch_.value)}
    audit.record(act, poll, by=by.id, scope=poll.contest, changes=changes, note=reason)


def _reason(text: str) -> str:
    found = text.strip()[:2_000]
    if not found:
        raise Invalid(_l("Please give a reason."), details={"reason": str(_l("Please give a reason."))})
    return found
