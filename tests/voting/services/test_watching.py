"""Bursts are held with a reason, released with another, and never deleted; counts follow."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.invariants import violations
from ecosystem.judging.domain.verification import Problem, verify
from ecosystem.judging.models import ComponentValue
from ecosystem.notifications.models import Mail, MailState
from ecosystem.voting.domain.bursts import Watch
from ecosystem.voting.invariants import INVARIANTS
from ecosystem.voting.models import Poll, PollSalt, Purpose, Quarantine, Vote, Voter
from ecosystem.voting.queries.tally import by_hour, groups_of, tally, turnout
from ecosystem.voting.services import polls, watching
from ecosystem.voting.services.ballots import Choice, ask_for_ballot
from tests.judging.published import file_of, opened, published, resealed, scored_round
from tests.support.factories.accounts import account
from tests.support.factories.voting import HERE, make_ballot, make_candidate, make_poll, over


def burst(poll: Poll, entry: object, number: int = 200) -> None:
    now = clock.now()
    for n in range(number):
        at = now - timedelta(seconds=number - n)
        make_ballot(poll, f"nguoi{n}@gmail.com", entry, address=f"198.51.100.{n % 250}", at=at)  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_two_hundred_from_one_range_are_held_and_released(session: Session) -> None:
    poll, (pushed, honest, _) = make_poll()
    make_ballot(poll, "lan@hust.edu.vn", honest, address="203.0.113.1")
    burst(poll, pushed)
    assert [(row.confirmed, row.counted) for row in tally(poll)][:2] == [(200, 200), (1, 1)]
    assert watching.watch(poll) >= 200
    assert [(row.entry.id, row.confirmed, row.counted) for row in tally(poll)][:2] == [
        (honest.id, 1, 1),
        (pushed.id, 200, 0),
    ]
    assert watching.watch(poll) == 0, "what was looked at is not held twice"
    assert {group.watch for group in groups_of(poll)} == {Watch.NETWORK, Watch.ENTRY}
    assert all(group.ballots == group.held == 200 for group in groups_of(poll))
    owner = account()
    with pytest.raises(Invalid):
        watching.release(poll, Watch.NETWORK, groups_of(poll)[0].group, reason=" ", by=owner)
    for group in groups_of(poll):
        watching.release(poll, group.watch, group.group, reason="Hội trường dùng chung mạng", by=owner)
    assert [(row.confirmed, row.counted) for row in tally(poll)][:2] == [(200, 200), (1, 1)]
    assert watching.watch(poll) == 0, "a release stands"
    assert {row.reason for row in session.scalars(select(Quarantine))} == {"Hội trường dùng chung mạng"}
    group = groups_of(poll)[0]
    watching.hold_again(poll, group.watch, group.group, reason="Thư phản ánh", by=owner)
    assert turnout(poll).held == 200
    assert session.query(Vote).count() == 201
    assert [str(each) for each in violations(INVARIANTS)] == []


def test_one_reason_left_keeps_a_ballot_held(session: Session) -> None:
    poll, (pushed, *_) = make_poll()
    burst(poll, pushed, 130)
    watching.watch(poll)
    network = next(group for group in groups_of(poll) if group.watch is Watch.NETWORK)
    watching.release(poll, Watch.NETWORK, network.group, reason="Đã xác minh", by=account())
    assert turnout(poll).counted == 0, "they came too fast for one entry as well"


def test_scattered_votes_are_left_alone(session: Session) -> None:
    poll, entries = make_poll()
    for n in range(30):
        at = clock.now() - timedelta(minutes=5 * n)
        make_ballot(poll, f"n{n}@gmail.com", entries[n % 3], address=f"10.{n}.0.1", at=at)
    assert watching.watch(poll) == 0
    assert sum(total for _, total, _ in by_hour(poll)) == 30
    assert watching.watch_all() == 0


def test_totals_are_public_after_the_end_only_and_freeze_the_watch(session: Session) -> None:
    poll, (one, *_) = make_poll()
    burst(poll, one, 70)
    with pytest.raises(Refused):
        polls.publish_totals(poll, by=account())
    over(poll)
    polls.publish_totals(poll, by=account())
    group = groups_of(poll)[0]
    with pytest.raises(Refused):
        watching.release(poll, group.watch, group.group, reason="Muộn", by=account())


def test_a_prize_of_its_own_does_not_touch_the_ranking(session: Session) -> None:
    poll, _ = make_poll()
    over(poll)
    with pytest.raises(Refused):
        polls.hand_over(poll, by=account())
    assert session.query(ComponentValue).count() == 0


def test_the_component_is_computed_from_counted_votes_and_can_be_checked(session: Session) -> None:
    judged = scored_round()
    contest = judged.contest
    settings = {"purpose": Purpose.COMPONENT, "component_round_id": judged.round.id, "component_key": "votes"}
    poll, _ = make_poll(contest, entries=0, **settings)
    with transaction():
        session.query(ComponentValue).delete()
        for entry in judged.entries:
            entry.gallery, entry.announced_state = type(entry.gallery).SHOWN, entry.state
    one, two, _three = judged.entries
    for n in range(4):
        make_ballot(poll, f"a{n}@gmail.com", one, address=f"10.{n}.0.1")
    make_ballot(poll, "b@gmail.com", two, address="10.99.0.1")
    with pytest.raises(Refused):
        polls.hand_over(poll, by=judged.owner)
    over(poll)
    assert polls.hand_over(poll, by=judged.owner) == 3
    values = session.scalars(select(ComponentValue.value).order_by(ComponentValue.application_id)).all()
    assert list(values) == [Decimal(4), Decimal(1), Decimal(0)]
    content = file_of(published(judged))
    assert verify(content).is_sound
    document = opened(content)
    points = {e["code"]: e["components"]["votes"]["points"] for e in document["boards"][0]["entries"]}
    assert points == {one.code: "20", two.code: "5", _three.code: "0"}
    document["votes"][0]["entries"][0]["counted"] = 9
    assert {finding.problem for finding in verify(resealed(document)).findings} == {Problem.VOTES}


def test_no_votes_at_all_give_everybody_nothing(session: Session) -> None:
    judged = scored_round()
    settings = {"purpose": Purpose.COMPONENT, "component_round_id": judged.round.id, "component_key": "votes"}
    poll, _ = make_poll(judged.contest, entries=0, **settings)
    over(poll)
    polls.hand_over(poll, by=judged.owner)
    content = file_of(published(judged))
    assert verify(content).is_sound
    entries = opened(content)["boards"][0]["entries"]
    assert {entry["components"]["votes"]["points"] for entry in entries} == {"0"}


def test_voters_are_forgotten_and_their_votes_stay(session: Session) -> None:
    poll, (one, *_) = make_poll(keep_days=1)
    voter = make_ballot(poll, "lan@gmail.com", one)
    with transaction():
        session.add(PollSalt(poll_id=poll.id, day="2026-11-22", secret="x" * 64))
    over(poll)
    assert polls.forget_voters() == 0
    with transaction():
        poll.closes_at = clock.now() - timedelta(days=2)
        poll.opens_at = poll.closes_at - timedelta(days=2)
    assert polls.forget_voters() == 1
    session.refresh(voter)
    assert (voter.email, voter.domain, voter.network_hash) == ("", "", "")
    assert session.query(PollSalt).count() == 0
    assert tally(poll)[0].counted == 1
    assert polls.forget_voters() == 0


@pytest.mark.both_databases
def test_the_mails_to_voters_are_forgotten_with_them(session: Session) -> None:
    poll, (one, *_) = make_poll(keep_days=1)
    other, (its, *_) = make_poll(keep_days=90)
    for each, entry, email in ((poll, one, "lan@gmail.com"), (poll, one, "la.n+2@gmail.com"), (other, its, "b@c.vn")):
        ask_for_ballot(each, Choice(email, [entry.public_id]), origin=HERE)
    ask_for_ballot(poll, Choice("mai@gmail.com", [one.public_id]), origin=HERE)
    with transaction():
        session.scalars(select(Mail).where(Mail.to_address == "mai@gmail.com")).one().state = MailState.SENT
        for each in (poll, other):
            each.closes_at = clock.now() - timedelta(days=2)
            each.opens_at = each.closes_at - timedelta(days=2)
    assert polls.forget_voters() == 2
    session.expire_all()
    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    assert [mail.to_address for mail in mails] == ["", "", "b@c.vn", ""]
    assert [mail.state for mail in mails] == [
        MailState.WITHDRAWN,
        MailState.WITHDRAWN,
        MailState.QUEUED,
        MailState.SENT,
    ]
    assert all(not (mail.body or mail.url or mail.subject) for mail in mails if not mail.to_address)


def test_once_announced_the_rules_stand(session: Session) -> None:
    poll, _ = make_poll()
    values = {name: getattr(poll, name) for name in (
        "title", "title_en", "opens_at", "closes_at", "votes_per_board", "board_ids", "purpose",
        "component_round_id", "component_key", "keep_days", "thresholds",
    )}  # fmt: skip
    owner = account()
    polls.change(
        poll, values | {"title": "Tên mới", "closes_at": poll.closes_at + timedelta(hours=1)}, by=owner, shown=None
    )
    for wrong in ({"votes_per_board": 5}, {"closes_at": clock.now()}, {"opens_at": clock.now()}):
        with pytest.raises(Refused):
            polls.change(poll, {**values, "closes_at": poll.closes_at, **wrong}, by=owner, shown=None)


def test_nothing_to_vote_for_is_not_announced(session: Session) -> None:
    poll, _ = make_poll(entries=0, announced_at=None)
    with pytest.raises(Refused):
        polls.announce_poll(poll, by=account())
    make_candidate(poll.contest)
    polls.announce_poll(poll, by=account())
    assert poll.announced_at is not None
    assert session.query(Voter).count() == 0
