"""Decisions are held, follow the rule as far as it goes, and can be taken back."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.contests.domain.kinds import AdvanceRule
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import Award, RoundEntry
from ecosystem.judging.queries.decisions import awards_in, decided_in
from ecosystem.judging.queries.rounds import entries_in, judged_rounds, round_in_contest
from ecosystem.judging.services import awards, components, decisions, publication
from ecosystem.notifications.models import Mail, MailState
from tests.judging.judged import Judged, judged_round
from tests.support.factories.contests import make_board, make_prize
from tests.support.factories.judging import make_assignment, make_panelist

pytestmark = pytest.mark.usefixtures("session")


def held(judged: Judged) -> list[Decision]:
    return [each.decision for each in decided_in(judged.round)]


def second_round_entries(judged: Judged) -> list[int]:
    second = judged_rounds(judged.contest)[1]
    return [entry.id for entry in entries_in(round_in_contest(judged.contest.slug, second.public_id))]


@pytest.fixture
def judged(session: Session) -> Judged:
    made = judged_round(entries=4, judges=2, rounds=2, places=2, chaired=True)
    made.handed_in([10, 10], [9, 9], [8, 8], [4, 5])
    return made


def test_the_quota_decides(judged: Judged) -> None:
    applied = decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    assert (applied.going_on, applied.stopping, applied.left_open) == (2, 2, 0)
    assert held(judged) == [Decision.ADVANCE, Decision.ADVANCE, Decision.STOP, Decision.STOP]
    assert second_round_entries(judged) == [judged.entries[0].id, judged.entries[1].id]


def test_a_tie_at_the_cut_is_left_open(session: Session) -> None:
    judged = judged_round(entries=3, judges=1, rounds=2, places=2)
    judged.handed_in([10], [8], [8])
    applied = decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    assert (applied.going_on, applied.left_open) == (1, 2)
    assert held(judged) == [Decision.ADVANCE, Decision.PENDING, Decision.PENDING]


def test_a_decision_by_hand_is_not_overwritten_by_the_rule(judged: Judged) -> None:
    decisions.decide(judged.round, [judged.entries[3].id], Decision.ADVANCE, by=judged.owner, note="Ban tổ chức đề cử")
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    assert held(judged)[3] is Decision.ADVANCE
    assert judged.entries[3].id in second_round_entries(judged)


def test_a_rule_that_decides_nothing_says_so(judged: Judged) -> None:
    with transaction():
        judged.round.advance_rule = AdvanceRule.MANUAL
    with pytest.raises(Refused):
        decisions.apply_rule(judged.round, judged.board, by=judged.owner)


def test_taking_back_leaves_the_next_round_and_withdraws_the_mail(judged: Judged, session: Session) -> None:
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    assert publication.write_mails(judged.round) == 4
    decisions.decide(judged.round, [judged.entries[0].id], Decision.PENDING, by=judged.owner)
    assert second_round_entries(judged) == [judged.entries[1].id]
    states = [mail.state for mail in session.scalars(select(Mail).order_by(Mail.id))]
    assert states.count(MailState.WITHDRAWN) == 1
    assert states.count(MailState.HELD) == 3


def test_nobody_is_taken_out_from_under_the_next_judges(judged: Judged) -> None:
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    second = judged_rounds(judged.contest)[1]
    make_assignment(make_panelist(second), judged.entries[0])
    with pytest.raises(Refused):
        decisions.decide(judged.round, [judged.entries[0].id], Decision.STOP, by=judged.owner)
    assert held(judged)[0] is Decision.ADVANCE


def test_entries_of_another_contest_are_left_alone(judged: Judged, session: Session) -> None:
    other = judged_round(entries=1, judges=1)
    assert decisions.decide(judged.round, [other.entries[0].id], Decision.STOP, by=judged.owner) == 0
    assert session.scalars(select(RoundEntry).where(RoundEntry.application_id == other.entries[0].id)).all() == []


def test_the_chair_breaks_a_tie(session: Session) -> None:
    judged = judged_round(entries=2, judges=1, rounds=2, places=1, chaired=True)
    with transaction():
        judged.version.tie_break = [{"by": "chair"}]
    judged.handed_in([8], [8])
    components.vote_among_ties(judged.round, {judged.entries[0].id: 2, judged.entries[1].id: 1}, by=judged.judge(0))
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    assert held(judged) == [Decision.STOP, Decision.ADVANCE]


def test_component_codes_are_checked(judged: Judged) -> None:
    code = judged.entries[0].code
    with pytest.raises(Invalid, match="HS-9"):
        components.enter_component(judged.round, "votes", {code: Decimal(3), "HS-9": Decimal(1)}, by=judged.owner)
    assert components.enter_component(judged.round, "votes", {code: Decimal(3)}, by=judged.owner) == 1
    assert components.enter_component(judged.round, "votes", {code: Decimal(3)}, by=judged.owner) == 0


class TestPrizes:
    @pytest.fixture
    def prized(self, session: Session) -> Judged:
        made = judged_round(entries=3, judges=1)
        made.handed_in([10], [9], [8])
        make_prize(made.contest, "Giải Nhất", rank=1, board_id=made.board.id)
        make_prize(made.contest, "Giải Nhì", rank=2, quantity=2, board_id=made.board.id)
        return made

    def test_the_ranking_proposes_and_numbers_run(self, prized: Judged) -> None:
        assert awards.give_proposed(prized.round, by=prized.owner) == 3
        assert awards.give_proposed(prized.round, by=prized.owner) == 0, "given once"
        given = {award.prize.name: [] for award in awards_in(prized.contest)}
        for award in awards_in(prized.contest):
            given[award.prize.name].append(award.application_id)
        assert given == {"Giải Nhất": [prized.entries[0].id], "Giải Nhì": [prized.entries[1].id, prized.entries[2].id]}
        assert sorted(award.number for award in awards_in(prized.contest)) == [1, 2, 3]

    def test_who_stops_is_proposed_for_no_prize(self, prized: Judged) -> None:
        decisions.decide(prized.round, [prized.entries[1].id], Decision.STOP, by=prized.owner)
        assert awards.give_proposed(prized.round, by=prized.owner) == 2
        assert {each.application_id for each in awards_in(prized.contest)} == {
            prized.entries[0].id,
            prized.entries[2].id,
        }

    def test_no_more_than_there_are_and_none_twice(self, prized: Judged) -> None:
        first, second = prized.contest.prizes
        awards.give(first, prized.entries[0], by=prized.owner)
        with pytest.raises(AlreadyTaken):
            awards.give(first, prized.entries[1], by=prized.owner)
        awards.give(second, prized.entries[1], by=prized.owner)
        with pytest.raises(AlreadyTaken):
            awards.give(second, prized.entries[1], by=prized.owner)
        assert len(awards_in(prized.contest)) == 2

    def test_a_prize_of_another_board_is_refused(self, prized: Judged) -> None:
        other = make_board(prized.contest, "du_an", "Bảng Dự án")
        prize = make_prize(prized.contest, "Giải riêng", board_id=other.id)
        with pytest.raises(Refused):
            awards.give(prize, prized.entries[0], by=prized.owner)

    def test_a_prize_can_be_taken_back(self, prized: Judged, session: Session) -> None:
        award = awards.give(prized.contest.prizes[0], prized.entries[0], by=prized.owner)
        awards.take_back(award, by=prized.owner)
        assert session.scalars(select(Award)).all() == []
