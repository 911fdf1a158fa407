from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.contests.domain.details import ContestDetails, EntryTime
from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.domain.starters import starter_named
from ecosystem.contests.models import Amendment, Contest, ContestQuery, Extension
from ecosystem.contests.services import extensions, inquiries, publication, test_mode
from ecosystem.contests.services.basics import create_contest
from ecosystem.contests.services.cloning import clone_contest
from ecosystem.contests.services.deadlines import deadline_for
from ecosystem.contests.signals import CountEntries, EntryCount
from ecosystem.core import clock, signals
from ecosystem.core.errors import Invalid, InvalidTransition, Refused, TooMany
from ecosystem.notifications.models import Mail
from tests.support.factories.contests import draft_contest, make_contest, make_extension, make_prize, make_rule
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.startups import make_person


def by(contest: Contest) -> int:
    return contest.event.organiser.staff[0].account_id


@pytest.fixture
def entries() -> Iterator[list[int]]:
    """How many entries the feature above would tell of."""
    counts: list[int] = []

    def tell(_asked: CountEntries) -> list[EntryCount]:
        return [EntryCount(number, number) for number in counts]

    signals._handlers[CountEntries].append(tell)
    yield counts
    signals._handlers[CountEntries].remove(tell)


def furnished(session: Session) -> Contest:
    organiser = make_organiser()
    opens = clock.now() + timedelta(days=10)
    return create_contest(
        make_event(organiser),
        details=ContestDetails("Ý tưởng", summary="Ý tưởng cho Cao nguyên", contact_email="btc@example.vn"),
        time=EntryTime(opens, opens + timedelta(days=60)),
        starter=starter_named("ideas_and_projects"),
        by=organiser.staff[0].account_id,
    )


def own_blocking(contest: Contest) -> list[str]:
    return [str(problem.sentence) for problem in publication.own_shortcomings(contest) if problem.blocking]


def test_an_empty_contest_is_told_what_it_lacks(session: Session) -> None:
    contest = make_contest(bare=True, state=ContestState.DRAFT, contact_email="", opens_at=None, closes_at=None)
    assert len(own_blocking(contest)) == 6
    with pytest.raises(Refused) as refused:
        publication.publish(contest, by=by(contest))
    assert len(refused.value.details["problems"]) >= 6


def test_a_furnished_contest_lacks_nothing_of_its_own(session: Session) -> None:
    assert own_blocking(furnished(session)) == []


def test_entries_that_would_be_closed_block(session: Session) -> None:
    contest = draft_contest(
        summary="S", opens_at=clock.now() - timedelta(days=9), closes_at=clock.now() - timedelta(days=1)
    )
    assert any("already be closed" in sentence for sentence in own_blocking(contest))


def test_going_back_to_draft_only_without_entries(session: Session, entries: list[int]) -> None:
    contest = make_contest()
    entries.append(1)
    with pytest.raises(Refused):
        publication.unpublish(contest, by=by(contest))
    entries.clear()
    publication.unpublish(contest, by=by(contest))
    assert (contest.state, contest.published_at) == (ContestState.DRAFT, None)


def test_the_steps_of_an_ended_contest(session: Session) -> None:
    contest = make_contest()
    with pytest.raises(Invalid):
        publication.cancel(contest, reason="  ", by=by(contest))
    publication.cancel(contest, reason="Bão lũ", by=by(contest))
    publication.archive(contest, by=by(contest))
    with pytest.raises(InvalidTransition):
        publication.publish(contest, by=by(contest))


def test_deciding_and_reopening(session: Session) -> None:
    contest = make_contest()
    publication.close_with_results(contest, by=by(contest))
    assert contest.results_published_at is not None
    publication.reopen(contest, by=by(contest))
    assert (contest.state, contest.results_published_at) == (ContestState.PUBLISHED, None)


def test_an_extension_for_all_is_an_amendment(session: Session) -> None:
    contest = make_contest()
    later = contest.closes_at + timedelta(days=3)
    with pytest.raises(Invalid):
        extensions.extend_for_all(contest, closes_at=contest.closes_at, reason="Bão", by=by(contest))
    with pytest.raises(Invalid):
        extensions.extend_for_all(contest, closes_at=later, reason=" ", by=by(contest))
    extensions.extend_for_all(contest, closes_at=later, reason="Bão số 9", by=by(contest))
    session.expire_all()
    assert contest.closes_at == later
    amendment = session.scalars(select(Amendment).where(Amendment.contest_id == contest.id)).one()
    assert amendment.summary == "Bão số 9"
    assert len(amendment.changes) == 1


def test_an_extension_for_one_is_told_and_can_be_taken_back(session: Session) -> None:
    contest, person = make_contest(), make_person()
    later = contest.closes_at + timedelta(days=3)
    granted = extensions.extend_for_one(contest, account=person, closes_at=later, reason="Mất điện", by=by(contest))
    assert deadline_for(contest, [person.id]).closes_at == later
    mail = session.scalars(select(Mail).where(Mail.account_id == person.id)).one()
    assert "Mất điện" in mail.body
    extensions.revoke(granted, by=by(contest))
    extensions.revoke(granted, by=by(contest))
    assert deadline_for(contest, [person.id]).closes_at == contest.closes_at


def test_questions_are_asked_answered_and_limited(session: Session) -> None:
    contest, person = make_contest(), make_person()
    with pytest.raises(Invalid):
        inquiries.ask_question(contest, text=" \n", by=person)
    with pytest.raises(Invalid):
        inquiries.ask_question(contest, text="x" * 2001, by=person)
    asked = [inquiries.ask_question(contest, text=f"Câu {n}?", by=person) for n in range(5)]
    with pytest.raises(TooMany):
        inquiries.ask_question(contest, text="Câu nữa?", by=person)
    inquiries.answer_question(asked[0], question="Câu 0?", answer="Được.", is_public=True, by=by(contest))
    assert [q.question for q in inquiries.questions_of(contest, public_only=True)] == ["Câu 0?"]
    assert inquiries.unanswered(contest) == 4
    answers = session.scalars(select(Mail).where(Mail.kind == "contest_question_answered")).all()
    assert [mail.account_id for mail in answers] == [person.id]
    inquiries.answer_question(asked[0], question="Câu 0?", answer="Được ạ.", is_public=True, by=by(contest))
    assert len(session.scalars(select(Mail).where(Mail.kind == "contest_question_answered")).all()) == 1


def test_fictional_entries_are_for_drafts(session: Session) -> None:
    with pytest.raises(Refused):
        test_mode.fill_with_examples(make_contest(), number=3, by=make_person().id)
    draft = draft_contest(next_number=4)
    with pytest.raises(Invalid):
        test_mode.fill_with_examples(draft, number=0, by=by(draft))
    test_mode.fill_with_examples(draft, number=3, by=by(draft))
    assert draft.is_test
    test_mode.wipe_examples(draft, by=by(draft))
    assert (draft.is_test, draft.next_number) == (False, 1)


def test_a_clone_has_the_structure_and_nobody_s_data(session: Session) -> None:
    source = make_contest(next_number=40, decision_number="72/QĐ-BTC")
    make_prize(source, board_id=source.boards[0].id)
    make_rule(source, EligibilityKind.TEAM_SIZE, max=5)
    make_extension(source, make_person(), source.closes_at + timedelta(days=1))
    inquiries.ask_question(source, text="Riêng?", by=make_person())
    inquiries.add_answered(source, question="Chung?", answer="Có.", by=by(source))
    shift = timedelta(days=364)
    copy = clone_contest(source, event=source.event, title="Năm sau", shift=shift, by=by(source))
    session.expire_all()
    assert (copy.state, copy.next_number, copy.cloned_from_id) == (ContestState.DRAFT, 1, source.id)
    assert copy.closes_at == source.closes_at + shift
    assert copy.rounds[0].opens_at == source.rounds[0].opens_at + shift
    assert [board.key for board in copy.boards] == ["y_tuong"]
    assert copy.prizes[0].board_id == copy.boards[0].id
    assert [q.key for q in copy.sections[0].questions] == ["problem", "website"]
    kept = session.scalars(select(ContestQuery).where(ContestQuery.contest_id == copy.id)).all()
    assert [(query.question, query.asked_by_id) for query in kept] == [("Chung?", None)]
    assert session.scalars(select(Extension).where(Extension.contest_id == copy.id)).all() == []
