"""A round ranked by adjusted scores: decided, published, checked by them; refused while judges are not linked."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.contests.domain.kinds import RankingMethod
from ecosystem.core.database import session as current
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.domain.verification import Problem, verify
from ecosystem.judging.models import RoundEntry
from ecosystem.judging.services import awards, decisions, publication, sheet_steps
from ecosystem.judging.services.rankings import ranked_board
from tests.judging.judged import Judged, judged_round
from tests.judging.published import file_of, opened, resealed
from tests.support.factories.accounts import sign_in
from tests.support.factories.contests import make_prize
from tests.support.factories.judging import make_conflict

LINKED = ((0, 0, 8), (1, 0, 4), (1, 1, 5), (0, 2, 7))  # means 30, 25, 35; adjusted 30, 35, 25
APART = ((0, 0, 8), (1, 1, 5), (0, 2, 7))


@pytest.fixture
def judged(session: Session) -> Judged:
    """The second judge is 20 points stricter; the best entry was read by that judge alone."""
    made = judged_round(entries=3, judges=2, places=1)
    rank_by(made, RankingMethod.ADJUSTED)
    return made


def rank_by(judged: Judged, method: RankingMethod) -> None:
    with transaction():
        judged.contest.rounds[0].ranking_method = method


def score(judged: Judged, *given: tuple[int, int, int]) -> None:
    """Hand in sheets: (judge, entry, points of every criterion)."""
    for judge, entry, points in given:
        sheet_steps.hand_in([judged.scored(judge, entry, points)], by=judged.judge(judge))


def test_ranking_decisions_and_prizes_follow_the_adjusted_score(judged: Judged) -> None:
    make_prize(judged.contest, rank=1, board_id=judged.board.id)
    score(judged, *LINKED)
    best, middle, last = judged.entries[1].id, judged.entries[0].id, judged.entries[2].id
    rows = [(row.figures.id, row.figures.score) for row in ranked_board(judged.round, judged.board).rows]
    assert rows == [(best, 3500), (middle, 3000), (last, 2500)]
    assert decisions.apply_rule(judged.round, judged.board, by=judged.owner).going_on == 1
    (proposed,) = awards.proposals_for(judged.round)
    assert [entry for _, entry in proposed.proposal.given] == [best]


def test_back_to_the_means_the_kept_ranking_is_another(judged: Judged) -> None:
    score(judged, *LINKED)
    assert ranked_board(judged.round, judged.board).rows[0].figures.id == judged.entries[1].id
    rank_by(judged, RankingMethod.RAW)
    assert ranked_board(judged.round, judged.board).rows[0].figures.id == judged.entries[2].id


def test_the_published_file_is_recomputed_to_the_last_digit(judged: Judged) -> None:
    score(judged, *LINKED)
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    content = file_of(publication.publish(judged.round, by=judged.owner))
    report = verify(content)
    assert list(report.findings) == []
    assert [board.method for board in report.boards] == ["additive"]
    row = current().query(RoundEntry).filter_by(application_id=judged.entries[1].id).one()
    assert (row.final_rank, row.final_score) == (1, 35)
    document = opened(content)
    document["boards"][0]["method"]["name"] = "raw"
    assert Problem.FIGURE in {finding.problem for finding in verify(resealed(document)).findings}


def test_judges_without_a_common_entry_are_refused_by_the_name_of_the_missing_reading(judged: Judged) -> None:
    score(judged, *APART)
    assert [row.figures.rank for row in ranked_board(judged.round, judged.board).rows] == [None] * 3
    link = f"{judged.panel[0].name}.*{judged.entries[1].code}"
    with pytest.raises(Refused, match=link):
        decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    assert any(judged.entries[1].code in str(each) for each in publication.announcement_of(judged.round).obstacles)
    score(judged, (0, 1, 9))
    assert decisions.apply_rule(judged.round, judged.board, by=judged.owner).going_on == 1


def test_decided_by_hand_it_is_not_published_while_judges_are_not_linked(judged: Judged) -> None:
    score(judged, *APART)
    decisions.decide(judged.round, [e.id for e in judged.entries], decisions.Decision.STOP, by=judged.owner)
    with pytest.raises(Refused, match=f"{judged.panel[0].name}.*{judged.entries[1].code}"):
        publication.publish(judged.round, by=judged.owner)


def test_the_pages_name_the_missing_reading(client: FlaskClient, judged: Judged) -> None:
    score(judged, *APART)
    sign_in(client, judged.owner)
    for page in ("ranking", "results"):
        text = client.get(f"/organise/contests/{judged.contest.slug}/judging/{page}/{judged.round.public_id}").text
        assert f"Lượt chấm nối được hai nhóm: {judged.panel[0].name} chấm thêm" in text


def test_a_barred_reading_is_not_asked_for(judged: Judged) -> None:
    score(judged, *APART)
    make_conflict(judged.panel[0], judged.entries[1])
    with pytest.raises(Refused, match=f"{judged.panel[1].name}.*{judged.entries[0].code}"):
        decisions.apply_rule(judged.round, judged.board, by=judged.owner)
