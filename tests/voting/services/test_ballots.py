"""A vote counts once confirmed, once a mailbox, in its time only."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.services.throttling import Origin
from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused, TooMany
from ecosystem.core.invariants import violations
from ecosystem.notifications.models import Mail
from ecosystem.voting.domain.bursts import Watch
from ecosystem.voting.invariants import INVARIANTS
from ecosystem.voting.models import BallotRequest, Poll, Quarantine, Vote, Voter
from ecosystem.voting.queries.polls import request_by_token
from ecosystem.voting.queries.tally import tally
from ecosystem.voting.services import ballots
from tests.support.factories.contests import make_board
from tests.support.factories.voting import HERE, make_candidate, make_poll, over


def ask(poll: Poll, email: str, *entries: object, origin: Origin = HERE) -> None:
    chosen = [entry.public_id for entry in entries]  # type: ignore[attr-defined]
    ballots.ask_for_ballot(poll, ballots.Choice(email, chosen), origin=origin)


def links(session: Session) -> list[str]:
    mails = session.scalars(select(Mail).where(Mail.kind == "vote_confirm").order_by(Mail.id))
    return [found[1] for mail in mails if (found := re.search(r"/vote/confirm/([\w-]+)", mail.body))]


def confirm(token: str) -> int:
    return ballots.confirm(request_by_token(token), origin=HERE)


def counted(poll: Poll) -> list[int]:
    return [row.counted for row in tally(poll)]


def test_only_what_is_confirmed_counts(session: Session) -> None:
    poll, (one, two, _) = make_poll()
    ask(poll, "lan@gmail.com", one, two)
    assert counted(poll) == [0, 0, 0]
    (token,) = links(session)
    assert confirm(token) == 2
    assert counted(poll) == [1, 1, 0]
    assert confirm(token) == 2, "a second click changes nothing"
    assert counted(poll) == [1, 1, 0]
    assert [str(each) for each in violations(INVARIANTS)] == []


def test_nothing_of_the_network_is_stored_as_it_is(session: Session) -> None:
    poll, (one, *_) = make_poll()
    ask(poll, "lan@gmail.com", one)
    confirm(links(session)[0])
    voter = session.scalars(select(Voter)).one()
    assert HERE.address not in f"{voter.address_hash} {voter.network_hash}"
    assert len(voter.address_hash) == len(voter.network_hash) == 64
    assert links(session)[0] not in str(session.scalars(select(BallotRequest)).one().token_hash)


@pytest.mark.parametrize("again", ["lan@gmail.com", "L.A.N+2@googlemail.com"])
def test_one_mailbox_votes_once(session: Session, again: str) -> None:
    poll, (one, two, _) = make_poll()
    ask(poll, "lan@gmail.com", one)
    confirm(links(session)[0])
    ask(poll, again, two)
    assert len(links(session)) == 1, "no second link"
    assert session.scalars(select(Mail.kind).order_by(Mail.id.desc())).first() == "vote_counted_before"
    assert sum(counted(poll)) == 1


def test_only_the_newest_link_counts(session: Session) -> None:
    poll, (one, two, _) = make_poll()
    ask(poll, "lan@gmail.com", one)
    ask(poll, "lan@gmail.com", two)
    first, second = links(session)
    with pytest.raises(Refused):
        confirm(first)
    confirm(second)
    with pytest.raises(Refused):
        confirm(first)
    assert session.scalars(select(Vote.application_id)).all() == [two.id]


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "../etc", "' OR 1=1 --", "ế"])
def test_forged_links_lead_nowhere(session: Session, token: str) -> None:
    make_poll()
    with pytest.raises(NoSuchRecord):
        request_by_token(token)


def test_caps_hold_on_each_board(session: Session) -> None:
    poll, entries = make_poll(entries=4, votes_per_board=2)
    with pytest.raises(Invalid, match="2"):
        ask(poll, "lan@gmail.com", *entries[:3])
    with pytest.raises(Invalid):
        ask(poll, "lan@gmail.com")
    other = make_board(poll.contest, key="khac")
    elsewhere = make_candidate(poll.contest, board=other)
    ask(poll, "lan@gmail.com", *entries[:2], elsewhere)
    assert confirm(links(session)[0]) == 3


def test_only_candidates_can_be_chosen(session: Session) -> None:
    poll, (one, *_) = make_poll()
    _, (foreign, *_) = make_poll()
    for wrong in (foreign.public_id, "nothing", "", "x" * 10_000):
        with pytest.raises(Invalid):
            ballots.ask_for_ballot(poll, ballots.Choice("a@b.vn", [one.public_id, wrong]), origin=HERE)


@pytest.mark.parametrize("hours", [-3, 3])
def test_out_of_time_there_is_no_ballot(session: Session, hours: int) -> None:
    now = clock.now()
    begin = now + timedelta(hours=hours - 1)
    poll, (one, *_) = make_poll(opens_at=begin, closes_at=begin + timedelta(hours=1))
    with pytest.raises(Refused):
        ask(poll, "lan@gmail.com", one)


def test_a_vote_confirmed_too_late_is_refused(session: Session) -> None:
    poll, (one, *_) = make_poll()
    ask(poll, "lan@gmail.com", one)
    over(poll)
    with pytest.raises(Refused):
        confirm(links(session)[0])
    assert counted(poll) == [0, 0, 0]


def test_throw_away_addresses_are_held_with_the_reason(session: Session) -> None:
    poll, (one, *_) = make_poll()
    ask(poll, "x@mailinator.com", one)
    confirm(links(session)[0])
    assert next((row.confirmed, row.counted) for row in tally(poll)) == (1, 0)
    held = session.scalars(select(Quarantine)).one()
    assert (held.watch, held.group) == (Watch.DISPOSABLE, "mailinator.com")


def test_asking_over_and_over_is_slowed_down(session: Session) -> None:
    poll, (one, *_) = make_poll()
    for _ in range(3):
        ask(poll, "lan@gmail.com", one)
    with pytest.raises(TooMany):
        ask(poll, "lan@gmail.com", one)


@pytest.mark.both_databases
def test_a_race_counts_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        poll, (one, *_) = make_poll()
        with committed_app.test_request_context():
            ask(poll, "lan@gmail.com", one)
        (token,) = links(db.session())
        poll_id = poll.id
    outcomes: list[int] = []

    def click() -> None:
        with committed_app.app_context():
            outcomes.append(confirm(token))

    clicks = [Thread(target=click) for _ in range(6)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert outcomes == [1] * 6
    with committed_app.app_context():
        assert db.session.query(Vote).filter_by(poll_id=poll_id).count() == 1


@pytest.mark.both_databases
def test_the_same_address_asked_at_the_same_time(committed_app: Flask) -> None:
    with committed_app.app_context():
        poll, (one, *_) = make_poll()
        poll_id, entry_id = poll.id, one.public_id
    failures: list[BaseException] = []

    def vote(number: int) -> None:
        with committed_app.app_context(), committed_app.test_request_context():
            found = db.session.get(Poll, poll_id)
            assert found is not None
            try:
                ballots.ask_for_ballot(found, ballots.Choice("lan@gmail.com", [entry_id]), origin=HERE)
            except TooMany:
                return
            except BaseException as error:
                failures.append(error)

    voters = [Thread(target=vote, args=(n,)) for n in range(4)]
    for each in voters:
        each.start()
    for each in voters:
        each.join()
    assert failures == []
    with committed_app.app_context():
        assert db.session.query(Voter).count() == 1
        now = clock.now()
        standing = db.session.scalars(select(BallotRequest).where(BallotRequest.expires_at > now)).all()
        assert len(standing) == 1


def test_an_entry_that_left_is_not_counted_any_more(session: Session) -> None:
    poll, (one, two, _) = make_poll()
    ask(poll, "lan@gmail.com", one, two)
    with transaction():
        one.gallery = type(one.gallery).HIDDEN
    assert confirm(links(session)[0]) == 1
