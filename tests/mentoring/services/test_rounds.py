"""A matching round: ranking, runs side by side, a draft changed by hand, published once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.audit.models import AuditEntry
from ecosystem.core.background import BackgroundTask, TaskState
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.core.invariants import violations
from ecosystem.core.signals import ask
from ecosystem.mentoring.domain.draft import FlawKind
from ecosystem.mentoring.domain.life_cycle import Mode, Origin, RequestState, Side
from ecosystem.mentoring.invariants import INVARIANTS
from ecosystem.mentoring.models import (
    DraftPair,
    MatchingRun,
    MentoringRequest,
    MentoringVeto,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.mentoring.queries.rounds import draft_with_flaws, inputs_of
from ecosystem.mentoring.services import publishing, rounds, taking_part
from ecosystem.notifications.models import Mail, MailState
from ecosystem.startups.signals import TieKind, TiesAmong
from tests.support.background import run_tasks
from tests.support.factories.mentoring import make_mentor, make_mentorship, make_participant, make_programme
from tests.support.statements import count_statements


class Round:
    """Two mentors of one place each, three startups; everybody would like the first mentor best."""

    def __init__(self) -> None:
        self.programme: Programme = make_programme(mode=Mode.ROUND)
        self.owner: Account = self.programme.organiser.staff[0].account
        self.mentors = [make_mentor(self.programme, capacity=1) for _ in range(2)]
        self.startups = [make_participant(self.programme) for _ in range(3)]

    def rank(self) -> None:
        one, two = self.mentors
        for startup in self.startups[:2]:
            rounds.rank_mentors(startup, [one, two], by=startup.contact)
        rounds.rank_startups(one, self.startups[:2], by=one.profile.account)

    def run(self) -> MatchingRun:
        return rounds.work_out(self.programme, seed=7, by=self.owner.id)


@pytest.fixture
def made(session: Session) -> Round:
    return Round()


def draft(made: Round) -> set[tuple[int, int]]:
    found = draft_with_flaws(inputs_of(made.programme))
    return {(row.mentor.id, row.participant.id) for row in found.rows}


def test_both_ways_are_kept_with_figures_and_the_hash_of_their_input(made: Round) -> None:
    made.rank()
    run = made.run()
    assert set(run.outcomes) == {"flow", "stable"}
    assert run.outcomes["stable"]["figures"]["blocking"] == 0
    assert run.outcomes["flow"]["figures"]["placed"] == 2
    again = made.run()
    assert (again.inputs_hash, again.outcomes) == (run.inputs_hash, run.outcomes), "the same seed, the same answer"
    rounds.rank_startups(made.mentors[1], [made.startups[2]], by=made.mentors[1].profile.account)
    assert inputs_of(made.programme).digest != run.inputs_hash


def test_a_worker_does_the_matching(made: Round, session: Session) -> None:
    made.rank()
    task = rounds.ask_for_run(made.programme, seed=3, by=made.owner)
    assert rounds.ask_for_run(made.programme, seed=4, by=made.owner).id == task.id, "a double click asks once"
    assert run_tasks() == 1
    assert session.scalars(select(MatchingRun.seed)).all() == [3]


def test_locked_pairs_stay_in_the_draft_whatever_is_run_again(made: Round) -> None:
    made.rank()
    one, _two = made.mentors
    third = made.startups[2]
    rounds.choose(made.run(), "stable", by=made.owner)
    before = draft(made)
    rounds.set_pair(one, made.startups[0], "remove", by=made.owner)
    rounds.set_pair(one, third, "add", by=made.owner)
    rounds.set_pair(one, third, "lock", by=made.owner)
    rounds.choose(made.run(), "flow", by=made.owner)
    assert (one.id, third.id) in draft(made)
    assert {pair.is_locked for pair in inputs_of(made.programme).draft} == {True, False}
    assert draft(made) != before
    rounds.set_pair(one, third, "unlock", by=made.owner)
    rounds.choose(made.run(), "stable", by=made.owner)
    assert (one.id, third.id) not in draft(made)


def test_flaws_are_shown_and_the_grave_ones_stop_publishing(made: Round, session: Session) -> None:
    made.rank()
    one, _ = made.mentors
    for startup in made.startups[:2]:
        rounds.set_pair(one, startup, "add", by=made.owner)
    found = draft_with_flaws(inputs_of(made.programme))
    assert {flaw.kind for row in found.rows for flaw in row.flaws} >= {FlawKind.MENTOR_FULL}
    with pytest.raises(Refused):
        publishing.publish(made.programme, by=made.owner)
    assert session.scalar(select(func.count()).select_from(Mentorship)) == 0
    with transaction() as current:
        current.add(MentoringVeto(profile_id=one.profile_id, startup_id=made.startups[0].startup_id, side=Side.STARTUP))
    rounds.set_pair(one, made.startups[1], "remove", by=made.owner)
    with pytest.raises(Refused):
        publishing.publish(made.programme, by=made.owner)


def test_publishing_makes_all_matches_once_and_holds_the_mails(made: Round, session: Session) -> None:
    made.rank()
    rounds.choose(made.run(), "flow", by=made.owner)
    assert publishing.ask_to_publish(made.programme, by=made.owner) == 2
    assert publishing.ask_to_publish(made.programme, by=made.owner) == 0
    matches = session.scalars(select(Mentorship)).all()
    assert {match.origin for match in matches} == {Origin.ROUND}
    assert session.scalar(select(func.count()).select_from(DraftPair)) == 0
    mails = session.scalars(select(Mail).where(Mail.kind == "mentoring_matched")).all()
    assert [mail.state for mail in mails] == [MailState.HELD] * 4
    assert publishing.release_mails(made.programme, by=made.owner) == 4
    assert publishing.release_mails(made.programme, by=made.owner) == 0
    with pytest.raises(Refused):
        rounds.ask_for_run(made.programme, seed=1, by=made.owner)
    assert [str(each) for each in violations(INVARIANTS)] == []
    first = matches[0]
    [tie] = ask(TiesAmong(frozenset([first.startup_id]), frozenset([first.profile.account_id, made.owner.id])))
    assert (tie.account_id, tie.kind, tie.what) == (first.profile.account_id, TieKind.MENTOR, made.programme.title)


def test_publishing_many_pairs_takes_no_more_statements_than_one(session: Session) -> None:
    def published(pairs: int) -> int:
        made = Round()
        for mentor, startup in zip([*made.mentors, *made.mentors], made.startups[:pairs], strict=False):
            taking_part.set_capacity(mentor, 3, by=made.owner)
            rounds.set_pair(mentor, startup, "add", by=made.owner)
        session.expunge_all()
        programme, owner = session.get_one(Programme, made.programme.id), session.get_one(Account, made.owner.id)
        with count_statements() as counted:
            assert publishing.publish(programme, by=owner) == pairs
        return len(counted)

    assert published(3) == published(1) <= 25
    assert [str(each) for each in violations(INVARIANTS)] == []
    began = select(AuditEntry.subject_id, AuditEntry.note).where(AuditEntry.action == "mentorship.began")
    assert sorted(tuple(row) for row in session.execute(began)) == [
        (each, "round") for each in sorted(session.scalars(select(Mentorship.id)))
    ]


def test_publishing_drops_what_a_startup_still_asked_for_and_takes_free_seats_only(
    made: Round, session: Session
) -> None:
    one, two = made.mentors
    first, second, _third = made.startups
    taking_part.set_capacity(one, 2, by=made.owner)
    make_mentorship(one, second, mentor_seat=1)
    wish = MentoringRequest(
        programme_id=made.programme.id,
        programme_mentor_id=two.id,
        programme_startup_id=first.id,
        asked_by_id=first.contact_id,
        state=RequestState.QUEUED,
    )
    with transaction() as current:
        current.add(wish)
    rounds.set_pair(one, first, "add", by=made.owner)
    assert publishing.publish(made.programme, by=made.owner) == 1
    match = session.scalars(select(Mentorship).where(Mentorship.programme_startup_id == first.id)).one()
    assert (match.mentor_seat, match.startup_seat) == (2, 1)
    session.refresh(wish)
    assert (wish.state, wish.live) == (RequestState.DROPPED, None)
    assert [str(each) for each in violations(INVARIANTS)] == []


def held_mails(session: Session) -> list[str | None]:
    return list(session.scalars(select(Mail.dedup_key).where(Mail.kind == "mentoring_matched")))


def test_a_large_round_is_published_by_a_worker_once(
    made: Round, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "AT_ONCE", 1)
    made.rank()
    rounds.choose(made.run(), "flow", by=made.owner)
    assert publishing.ask_to_publish(made.programme, by=made.owner) is None
    assert publishing.ask_to_publish(made.programme, by=made.owner) is None
    assert session.scalar(select(func.count()).select_from(Mentorship)) == 0
    assert run_tasks() == 1
    assert session.scalar(select(func.count()).select_from(Mentorship)) == 2
    assert len(held_mails(session)) == 4
    assert publishing.write_mails(made.programme) == 2, "a worker that begins again"
    assert len(held_mails(session)) == 4
    task = session.scalars(select(BackgroundTask)).one()
    assert (task.state, task.result["url"]) == (TaskState.DONE, f"/organise/mentoring/{made.programme.slug}/round")


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(
    made: Round, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "AT_ONCE", 1)
    made.rank()
    rounds.choose(made.run(), "flow", by=made.owner)
    publishing.ask_to_publish(made.programme, by=made.owner)
    pair = session.scalars(select(DraftPair)).first()
    assert pair is not None
    mentor = session.get_one(ProgrammeMentor, pair.programme_mentor_id)
    rounds.set_pair(mentor, session.get_one(ProgrammeStartup, pair.programme_startup_id), "remove", by=made.owner)
    run_tasks()
    assert session.scalar(select(func.count()).select_from(Mentorship)) == 0
    task = session.scalars(select(BackgroundTask)).one()
    assert task.state is TaskState.FAILED
    assert task.error


def test_who_must_not_meet_is_not_proposed(made: Round) -> None:
    made.rank()
    one, _ = made.mentors
    with transaction() as current:
        for startup in made.startups:
            current.add(MentoringVeto(profile_id=one.profile_id, startup_id=startup.startup_id, side=Side.MENTOR))
    run = made.run()
    assert all(pair[0] != one.id for way in run.outcomes.values() for pair in way["pairs"])


def test_a_capacity_lowered_after_the_draft_stops_publishing(made: Round) -> None:
    made.rank()
    rounds.choose(made.run(), "flow", by=made.owner)
    taking_part.set_capacity(made.mentors[0], 0, by=made.owner)
    with pytest.raises(Refused):
        publishing.publish(made.programme, by=made.owner)


def test_limits_and_time_of_ranking(made: Round) -> None:
    startup = made.startups[0]
    with transaction():
        made.programme.wishes = 1
    with pytest.raises(Refused):
        rounds.rank_mentors(startup, made.mentors, by=startup.contact)
    rounds.rank_mentors(startup, made.mentors[:1], by=startup.contact)
    assert rounds.remind_unranked(made.programme, by=made.owner) == 4
    assert rounds.remind_unranked(made.programme, by=made.owner) == 0, "not twice within hours"
    with transaction():
        made.programme.closes_at = made.programme.opens_at.replace(microsecond=999_999)
    with pytest.raises(Refused):
        rounds.rank_mentors(startup, made.mentors[1:], by=startup.contact)
