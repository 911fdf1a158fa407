"""What judging answers and does when lower floors ask and announce."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.applications.signals import EntrySubmitted, JudgeAccess, MayJudge, OfficialsAmong, TeamChanged
from ecosystem.contests.signals import ContestCloned, JuryOf, PublishCheck, PublishProblem, ScoringOf
from ecosystem.core.database import transaction
from ecosystem.core.signals import announce, ask
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Conflict, RoundRubric
from ecosystem.judging.queries.rubrics import chosen_versions, from_version, rubrics_of_contest
from tests.support.factories.contests import closed_contest, draft_contest, make_board, make_round
from tests.support.factories.judging import (
    make_assignment,
    make_conflict,
    make_entry,
    make_judged_round,
    make_panelist,
    make_rubric,
    use_rubric,
)
from tests.support.factories.startups import make_person
from tests.support.statements import count_statements


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask, session: Session) -> Iterator[None]:
    with app.test_request_context():
        yield


def problems(contest_id: int) -> list[PublishProblem]:
    return ask(PublishCheck(contest_id))


def test_publishing_asks_for_a_sound_rubric_and_warns_of_an_empty_panel(session: Session) -> None:
    contest = draft_contest()
    found = problems(contest.id)
    assert [problem.blocking for problem in found] == [True, False]
    version = make_rubric(contest, total=90)
    use_rubric(version, contest.rounds[0])
    found = problems(contest.id)
    assert [problem.blocking for problem in found] == [True, False]
    assert "90" in str(found[0].sentence)
    with transaction():
        version.total = 100  # type: ignore[assignment]
    assert [problem.blocking for problem in problems(contest.id)] == [False]


def test_the_public_reads_how_scores_are_computed(session: Session) -> None:
    contest = closed_contest()
    make_board(contest, "du_an", "Bảng Dự án")
    second = make_round(contest, name="Chung kết")
    version, other = make_rubric(contest), make_rubric(contest, name="Dự án")
    use_rubric(version, contest.rounds[0])
    use_rubric(version, second, contest.boards[0])
    use_rubric(other, second, contest.boards[1])
    told = ask(ScoringOf(contest.id))
    assert [(each.round_id, each.board_id) for each in told] == [
        (contest.rounds[0].id, None),
        (second.id, contest.boards[0].id),
        (second.id, contest.boards[1].id),
    ]
    assert len(told[0].criteria) == 5
    assert all(str(sentence) for sentence in told[0].sentences)


def test_a_clone_gets_the_rubrics_and_their_choice_but_no_people(session: Session) -> None:
    source = closed_contest()
    round_, version, _, _ = make_judged_round(source)
    make_rubric(source, name="Chưa dùng")
    copy = draft_contest(source.event)
    fact = ContestCloned(
        source.id,
        copy.id,
        by=make_person().id,
        shift=timedelta(days=365),
        boards={source.boards[0].id: copy.boards[0].id},
        rounds={round_.id: copy.rounds[0].id},
    )
    announce(fact)
    chosen = chosen_versions(copy)
    (made,) = chosen.values()
    assert made.rubric.contest_id == copy.id
    assert [c.key for c in from_version(made).criteria] == [c.key for c in from_version(version).criteria]
    assert {line.rubric.name for line in rubrics_of_contest(copy)} == {"Phiếu chấm", "Chưa dùng"}
    assert len(session.scalars(select(RoundRubric)).all()) == 2


def test_the_jury_is_named_once_a_person_chair_first(session: Session) -> None:
    contest = closed_contest()
    judge, chair = make_person("Y Hân"), make_person("Nguyễn Văn Chủ")
    make_panelist(contest.rounds[0], judge)
    make_panelist(make_round(contest), judge)
    make_panelist(contest.rounds[0], chair, is_chair=True)
    make_panelist(contest.rounds[0], state=PanelistState.INVITED)
    assert [(member.name, member.is_chair) for member in ask(JuryOf(contest.id))] == [
        ("Nguyễn Văn Chủ", True),
        ("Y Hân", False),
    ]


def test_judges_are_officials(session: Session) -> None:
    contest = closed_contest()
    judge, stranger = make_person(), make_person()
    make_panelist(contest.rounds[0], judge)
    told = ask(OfficialsAmong(contest.id, frozenset({judge.id, stranger.id})))
    assert [account_id for account_id, _ in told] == [judge.id]


def test_a_judge_sees_what_the_round_lets_be_seen(session: Session) -> None:
    contest = closed_contest()
    round_, _, panel, entries = make_judged_round(contest)
    make_assignment(panel[0], entries[0])
    judge = panel[0].account_id
    assert judge is not None
    assert ask(MayJudge(judge, entries[0].id)) == [JudgeAccess(sees_team=True, sees_hidden=False)]
    with transaction():
        round_.is_blind = True
    assert ask(MayJudge(judge, entries[0].id)) == [JudgeAccess(sees_team=False, sees_hidden=False)]
    assert ask(MayJudge(judge, entries[1].id)) == []
    make_conflict(panel[0], entries[0])
    assert ask(MayJudge(judge, entries[0].id)) == []


def test_another_team_is_looked_at_and_only_that_entry(session: Session) -> None:
    contest = closed_contest()
    judge = make_person()
    make_panelist(contest.rounds[0], judge)
    entry, other = make_entry(contest, judge), make_entry(contest, judge)
    announce(TeamChanged(entry.id))
    assert [row.application_id for row in session.scalars(select(Conflict))] == [entry.id]
    announce(EntrySubmitted(other.id, 1))
    assert {row.application_id for row in session.scalars(select(Conflict))} == {entry.id, other.id}


def test_without_judges_a_submission_costs_next_to_nothing(session: Session) -> None:
    entry = make_entry(closed_contest())
    with count_statements() as counted:
        announce(EntrySubmitted(entry.id, 1))
    counted.at_most(2)
