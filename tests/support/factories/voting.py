"""Public votes, with entries of the gallery to vote for."""

from datetime import timedelta
from typing import Any

from ecosystem.accounts.services.throttling import Origin
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, GalleryState
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.voting.domain.addresses import domain_of, voter_key
from ecosystem.voting.models import Poll, Vote, Voter
from ecosystem.voting.services.ballots import hashed, network_of
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_board, make_contest, make_round

SALT = "salt of the test"
HERE = Origin("203.0.113.7", "")


def make_poll(contest: Contest | None = None, *, entries: int = 3, **values: Any) -> tuple[Poll, list[Application]]:
    """An announced poll that is open now, and entries of one board that stand in it."""
    if contest is None:
        contest = make_contest(bare=True)
        make_board(contest)
        make_round(contest)
    now = clock.now()
    made = [make_candidate(contest) for _ in range(entries)]
    given = {
        "title": "Giải bình chọn",
        "opens_at": now - timedelta(hours=2),
        "closes_at": now + timedelta(hours=2),
        "seed": "0" * 32,
        "announced_at": now - timedelta(hours=3),
    }
    with transaction() as current:
        poll = Poll(contest_id=contest.id, **{**given, **values})
        current.add(poll)
    return poll, made


def make_candidate(contest: Contest, **values: Any) -> Application:
    """An entry that the gallery shows."""
    wanted = {"announced_state": ApplicationState.ELIGIBLE, "gallery": GalleryState.SHOWN, **values}
    return make_application(contest, state=ApplicationState.ELIGIBLE, **wanted)


def make_ballot(poll: Poll, email: str, *entries: Application, address: str = "198.51.100.1", at: Any = None) -> Voter:
    """A confirmed ballot, straight as rows."""
    moment, key = at or clock.now(), voter_key(email)
    with transaction() as current:
        voter = Voter(
            poll_id=poll.id,
            email=email,
            email_key=key,
            domain=domain_of(key),
            asked_at=moment,
            consented_at=moment,
            confirmed_at=moment,
            counts=True,
            address_hash=hashed(SALT, address),
            network_hash=hashed(SALT, network_of(address)),
        )
        current.add(voter)
        current.flush()
        current.add_all(Vote(poll_id=poll.id, voter_id=voter.id, application_id=entry.id) for entry in entries)
    return voter


def over(poll: Poll) -> None:
    """Let the poll have ended an hour ago."""
    with transaction():
        poll.closes_at = clock.now() - timedelta(hours=1)
    session().refresh(poll)
