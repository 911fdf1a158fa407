"""Announcing: all at once, frozen, one mail a person, and back again with a reason."""

import json
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.applications.signals import FeedbackOf, ProgressOf
from ecosystem.contests.domain.kinds import FeedbackPolicy
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.signals import ContestLinks
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.core.invariants import violations
from ecosystem.core.signals import ask
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.domain.results.snapshot import fingerprint
from ecosystem.judging.invariants import INVARIANTS
from ecosystem.judging.models import Award, Publication, RoundEntry
from ecosystem.judging.queries.decisions import publication_of
from ecosystem.judging.services import awards, decisions, publication
from ecosystem.judging.services.sheets import FieldChange, Part, save
from ecosystem.notifications.models import Mail, MailState
from tests.judging.judged import Judged, judged_round
from tests.support.factories.applications import make_team_member
from tests.support.factories.contests import make_prize


@pytest.fixture
def judged(session: Session) -> Judged:
    made = judged_round(entries=3, judges=2, rounds=2, places=2)
    made.handed_in([10, 9], [8, 8], [4, 5])
    return made


def decided(judged: Judged) -> Judged:
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    return judged


def published(judged: Judged) -> Publication:
    return publication.publish(decided(judged).round, by=judged.owner)


def places(session: Session) -> list[RoundEntry]:
    return list(session.scalars(select(RoundEntry).where(RoundEntry.announced_at.is_not(None)).order_by(RoundEntry.id)))


def test_nothing_is_announced_before_everything_is_decided(judged: Judged) -> None:
    decisions.decide(judged.round, [judged.entries[0].id], Decision.ADVANCE, by=judged.owner)
    plan = publication.announcement_of(judged.round)
    assert len(plan.obstacles) == 1
    with pytest.raises(Refused, match=judged.entries[1].code):
        publication.publish(judged.round, by=judged.owner)
    assert publication_of(judged.round) is None


def test_scores_and_ranks_are_frozen(judged: Judged, session: Session) -> None:
    published(judged)
    assert [(row.final_rank, row.final_score) for row in places(session)] == [
        (1, Decimal("47.5")),
        (2, Decimal(40)),
        (3, Decimal("22.5")),
    ]


def test_the_snapshot_names_no_judge_and_can_be_checked(judged: Judged) -> None:
    made = published(judged)
    text = json.dumps(made.snapshot, ensure_ascii=False)
    assert not any(judge.name in text or judge.email in text for judge in judged.panel)
    assert made.snapshot_hash == fingerprint(made.snapshot)
    (board,) = made.snapshot["boards"]
    best, _, last = board["entries"]
    assert [sheet["judge"] for sheet in best["sheets"]] == ["J01", "J02"]
    assert (best["score"], best["rank"], best["decision"]) == ("47.5", 1, "advance")
    assert (best["title"], last["title"]) == (judged.entries[0].title, "")


def test_one_mail_a_person_about_all_entries(judged: Judged, session: Session) -> None:
    both = judged.judge(0)
    make_team_member(judged.entries[0], both)
    make_team_member(judged.entries[2], both)
    decided(judged)
    written = publication.write_mails(judged.round)
    assert publication.write_mails(judged.round) == 0
    assert {mail.state for mail in session.scalars(select(Mail))} == {MailState.HELD}
    publication.publish(judged.round, by=judged.owner)
    mails = session.scalars(select(Mail).where(Mail.kind == "results_announced")).all()
    assert len(mails) == written == 4
    assert {mail.state for mail in mails} == {MailState.QUEUED}
    (mine,) = [mail for mail in mails if mail.account_id == both.id]
    assert judged.entries[0].code in mine.body
    assert judged.entries[2].code in mine.body
    assert judged.entries[1].code not in mine.body


def test_the_last_round_announces_prizes_and_closes_the_contest(session: Session) -> None:
    judged = judged_round(entries=2, judges=1, places=1)
    judged.handed_in([10], [8])
    make_prize(judged.contest, rank=1, board_id=judged.board.id)
    awards.give_proposed(judged.round, by=judged.owner)
    published(judged)
    assert judged.contest.state is ContestState.DECIDED
    assert all(award.announced_at for award in session.scalars(select(Award)))
    mail = session.scalars(select(Mail).where(Mail.account_id == judged.entries[0].created_by_id)).one()
    assert "Giải Nhất" in mail.body
    with pytest.raises(Refused):
        awards.take_back(session.scalars(select(Award)).one(), by=judged.owner)


def test_after_the_last_round_the_prizes_decide(session: Session) -> None:
    judged = judged_round(entries=2, judges=1)
    judged.handed_in([10], [8])
    with pytest.raises(Refused):
        publication.publish(judged.round, by=judged.owner)
    make_prize(judged.contest, rank=1, board_id=judged.board.id)
    awards.give_proposed(judged.round, by=judged.owner)
    publication.publish(judged.round, by=judged.owner)
    assert [row.decision for row in places(session)] == [Decision.ADVANCE, Decision.STOP]


def test_an_earlier_round_leaves_the_contest_open(judged: Judged) -> None:
    published(judged)
    assert judged.contest.state is ContestState.PUBLISHED


def test_after_the_announcement_everything_is_locked(judged: Judged) -> None:
    published(judged)
    with pytest.raises(Refused):
        publication.publish(judged.round, by=judged.owner)
    with pytest.raises(Refused):
        decisions.decide(judged.round, [judged.entries[0].id], Decision.STOP, by=judged.owner)
    with pytest.raises(Refused):
        save(judged.charge(0, 0), [FieldChange(Part.SCORE, Decimal(1), "pitch")], by=judged.judge(0))


def test_withdrawing_holds_everything_again(judged: Judged, session: Session) -> None:
    made = published(judged)
    with pytest.raises(Refused):
        publication.withdraw_publication(made, reason=" ", by=judged.owner)
    publication.withdraw_publication(made, reason="Sai sót khi nhập điểm", by=judged.owner)
    assert places(session) == []
    assert {mail.state for mail in session.scalars(select(Mail).where(Mail.kind == "results_announced"))} == {
        MailState.WITHDRAWN
    }
    assert ask(ProgressOf(judged.entries[0].id)) == []
    again = publication.publish(judged.round, by=judged.owner)
    assert again.number == made.number + 1
    assert made.snapshot_hash == fingerprint(made.snapshot), "what was published stays on record"


def test_withdrawing_the_last_round_reopens_the_contest(session: Session) -> None:
    judged = judged_round(entries=1, judges=1, places=1)
    judged.handed_in([10])
    made = published(judged)
    publication.withdraw_publication(made, reason="Khiếu nại", by=judged.owner)
    assert judged.contest.state is ContestState.PUBLISHED


@pytest.mark.parametrize(
    ("policy", "criteria", "comments"),
    [
        (FeedbackPolicy.TOTAL, 0, 0),
        (FeedbackPolicy.CRITERIA, 5, 0),
        (FeedbackPolicy.CRITERIA_AND_COMMENTS, 5, 1),
    ],
)
def test_teams_read_what_the_policy_allows(
    judged: Judged, session: Session, policy: FeedbackPolicy, criteria: int, comments: int
) -> None:
    sheet = judged.charge(0, 0).sheet
    assert sheet is not None
    with transaction():
        judged.contest.feedback = policy
        sheet.comment, sheet.private_note = "Rất tốt", "Chỉ mình tôi"
    assert ask(FeedbackOf(judged.entries[0].id)) == [], "nothing before the announcement"
    published(judged)
    (feedback,) = ask(FeedbackOf(judged.entries[0].id))
    (round_,) = feedback.values["rounds"]
    assert (round_.score, round_.rank) == ("47.5", 1)
    assert (len(round_.criteria), len(round_.comments)) == (criteria, comments)
    assert "Chỉ mình tôi" not in str(feedback)


def test_no_feedback_where_the_contest_gives_none(judged: Judged) -> None:
    with transaction():
        judged.contest.feedback = FeedbackPolicy.NONE
    published(judged)
    assert ask(FeedbackOf(judged.entries[0].id)) == []
    (outcome,) = ask(ProgressOf(judged.entries[0].id))
    assert outcome.advanced is True


def test_the_public_page_links_to_results_once_there_are_some(app: Flask, judged: Judged) -> None:
    def keys() -> list[str]:
        with app.test_request_context():
            return [link.key for link in ask(ContestLinks(judged.contest.id))]

    assert "winners" not in keys()
    published(judged)
    assert "winners" in keys()


def test_the_invariants_hold_afterwards(judged: Judged) -> None:
    published(judged)
    assert [str(each) for each in violations(INVARIANTS)] == []


@pytest.mark.both_databases
def test_announcing_on_both_databases(session: Session) -> None:
    judged = judged_round(entries=3, judges=2, rounds=2, places=2)
    judged.handed_in([10, 9], [8, 8], [4, 5])
    made = published(judged)
    assert made.snapshot_hash == fingerprint(made.snapshot)
    assert [str(each) for each in violations(INVARIANTS)] == []
