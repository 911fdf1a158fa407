from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.audit.models import AuditEntry
from ecosystem.contests.domain.details import BoardDetails, ContestDetails, EntryTime, PrizeDetails, RoundDetails
from ecosystem.contests.domain.kinds import EligibilityKind, RankingMethod, RoundKind
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.domain.starters import STARTERS, starter_named
from ecosystem.contests.models import Amendment, Contest, EligibilityRule, Prize
from ecosystem.contests.services.basics import create_contest, edit_basics, edit_time
from ecosystem.contests.services.boards import add_board, add_prize, edit_prize, move, remove_board
from ecosystem.contests.services.changes import AmendmentNeeded
from ecosystem.contests.services.eligibility import add_rule, edit_rule
from ecosystem.contests.services.rounds import add_round, edit_round, remove_round
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, Refused, StaleEdit
from tests.support.factories.contests import draft_contest, make_board, make_contest, make_prize, make_question
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.startups import make_person


def by(contest: Contest) -> int:
    return contest.event.organiser.staff[0].account_id


def details_of(contest: Contest, **changes: object) -> ContestDetails:
    names = ContestDetails.__dataclass_fields__
    return ContestDetails(**{name: getattr(contest, name) for name in names} | changes)


def amendments(session: Session, contest: Contest) -> list[Amendment]:
    return list(session.scalars(select(Amendment).where(Amendment.contest_id == contest.id).order_by(Amendment.number)))


def test_a_draft_changes_freely_and_on_record(session: Session) -> None:
    contest = draft_contest()
    prize = add_prize(contest, details=PrizeDetails("Giải Nhất", amount=30_000_000), by=by(contest))
    edit_prize(prize, details=PrizeDetails("Giải Nhất", amount=50_000_000), by=by(contest))
    assert amendments(session, contest) == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "prize.edited")).one()
    assert entry.changes == {"amount": [30_000_000, 50_000_000]}
    assert entry.scope_id == contest.id


def test_an_open_contest_changes_its_rules_by_amendment_only(session: Session) -> None:
    contest = make_contest()
    prize = make_prize(contest)
    richer = PrizeDetails("Giải Nhất", rank=1, amount=50_000_000)
    with pytest.raises(AmendmentNeeded) as refused:
        edit_prize(prize, details=richer, by=by(contest))
    assert "50.000.000" in refused.value.changes[0].after
    session.expire_all()
    assert prize.amount == 30_000_000
    edit_prize(prize, details=richer, by=by(contest), amendment="Nhà tài trợ mới")
    add_board(contest, details=BoardDetails("Bảng Dự án"), by=by(contest), amendment="Thêm bảng")
    first, second = amendments(session, contest)
    assert (first.number, second.number, first.summary) == (1, 2, "Nhà tài trợ mới")
    assert "30.000.000 đồng (Ba mươi triệu đồng)" in first.changes[0]["before"]
    assert "30,000,000 VND" in first.changes[0]["before_en"]
    assert second.changes[0]["before"] == ""


def test_what_is_no_rule_changes_without_an_amendment(session: Session) -> None:
    contest = make_contest()
    edit_basics(contest, details=details_of(contest, description="Mới"), by=by(contest))
    assert contest.description == "Mới"
    assert amendments(session, contest) == []


def test_a_stale_edit_is_refused_and_children_do_not_make_it_stale(session: Session) -> None:
    contest = draft_contest()
    shown = contest.version
    add_board(contest, details=BoardDetails("Bảng Dự án"), by=by(contest))
    with pytest.raises(StaleEdit):
        edit_basics(contest, details=details_of(contest, summary="B"), by=by(contest), version=shown - 1)
    edit_basics(contest, details=details_of(contest, summary="A"), by=by(contest), version=shown)


def test_an_ended_contest_cannot_be_changed(session: Session) -> None:
    contest = make_contest(state=ContestState.CANCELLED)
    with pytest.raises(Refused):
        add_board(contest, details=BoardDetails("Bảng Dự án"), by=by(contest))


def test_codes_stay_once_an_entry_bears_one(session: Session) -> None:
    contest = draft_contest(next_number=2)
    with pytest.raises(Refused, match="codes"):
        edit_basics(contest, details=details_of(contest, code_prefix="XX"), by=by(contest))


def test_an_announced_deadline_never_comes_earlier(session: Session) -> None:
    contest = make_contest()
    earlier = EntryTime(contest.opens_at, contest.closes_at - timedelta(days=1))
    with pytest.raises(Refused):
        edit_time(contest, time=earlier, by=by(contest), amendment="Gấp")
    with pytest.raises(Invalid):
        edit_time(contest, time=EntryTime(contest.closes_at, contest.opens_at), by=by(contest))
    with pytest.raises(Invalid):
        edit_time(contest, time=EntryTime(None, None, "Mars/Olympus"), by=by(contest))


@pytest.mark.parametrize("starter", [starter.key for starter in STARTERS])
def test_every_starter_makes_a_whole_contest(session: Session, starter: str) -> None:
    organiser = make_organiser()
    opens = clock.now() + timedelta(days=10)
    contest = create_contest(
        make_event(organiser),
        details=ContestDetails("Cuộc thi Cao nguyên xanh"),
        time=EntryTime(opens, opens + timedelta(days=60)),
        starter=starter_named(starter),
        by=organiser.staff[0].account_id,
    )
    session.expire_all()
    assert contest.slug == "cuoc-thi-cao-nguyen-xanh"
    assert contest.year == opens.year
    assert len(contest.boards) == len(starter_named(starter).boards)
    assert len(contest.rounds) == len(starter_named(starter).rounds)
    assert all(each.opens_at and each.opens_at > contest.closes_at for each in contest.rounds)


def test_two_contests_of_one_name_have_two_slugs(session: Session) -> None:
    organiser = make_organiser()
    event, person = make_event(organiser), make_person()
    slugs = [
        create_contest(event, details=ContestDetails("Ý tưởng"), time=EntryTime(None, None), by=person.id).slug
        for _ in range(3)
    ]
    assert slugs == ["y-tuong", "y-tuong-2", "y-tuong-3"]
    nameless = create_contest(event, details=ContestDetails("创新"), time=EntryTime(None, None), by=person.id)
    assert nameless.slug == "contest"


def test_rounds_keep_their_order_places_and_windows(session: Session) -> None:
    contest = draft_contest()
    (board,) = contest.boards
    start = contest.closes_at + timedelta(days=3)
    details = RoundDetails(
        RoundKind.PITCH, "Chung kết", opens_at=start, closes_at=start + timedelta(1), places={board.id: 5}
    )
    final = add_round(contest, details=details, by=by(contest))
    assert [(quota.board_id, quota.places) for quota in final.quotas] == [(board.id, 5)]
    edit_round(final, details=RoundDetails(RoundKind.PITCH, "Chung kết"), by=by(contest))
    assert final.quotas == []
    move(final, up=True, by=by(contest))
    session.expire_all()
    assert [each.name for each in contest.rounds] == ["Chung kết", "Vòng sơ khảo"]
    with pytest.raises(Invalid):
        edit_round(final, details=RoundDetails(RoundKind.PITCH, "X", opens_at=start, closes_at=start), by=by(contest))
    with pytest.raises(Invalid):
        add_round(contest, details=RoundDetails(RoundKind.PITCH, "X", places={999_999: 1}), by=by(contest))
    remove_round(final, by=by(contest))
    session.expire_all()
    assert [each.name for each in contest.rounds] == ["Vòng sơ khảo"]


def test_how_a_round_is_ranked_changes_by_amendment_once_the_contest_is_open(session: Session) -> None:
    contest = make_contest()
    (round_,) = contest.rounds
    adjusted = RoundDetails(round_.kind, round_.name, opens_at=round_.opens_at, closes_at=round_.closes_at)
    adjusted = replace(adjusted, ranking_method=RankingMethod.ADJUSTED)
    with pytest.raises(AmendmentNeeded) as needed:
        edit_round(round_, details=adjusted, by=by(contest))
    assert len(needed.value.changes) == 1
    edit_round(round_, details=adjusted, by=by(contest), amendment="Mỗi giám khảo chấm một phần hồ sơ")
    session.expire_all()
    assert round_.ranking_method is RankingMethod.ADJUSTED


def test_a_board_leaves_with_its_prizes_and_questions_forget_it(session: Session) -> None:
    contest = draft_contest()
    board = make_board(contest, "du_an", "Bảng Dự án")
    make_prize(contest, board_id=board.id)
    question = make_question(contest.sections[0], board_keys=["du_an"])
    with pytest.raises(Refused, match=question.label):
        remove_board(board, by=by(contest))
    session.expire_all()
    other = make_question(contest.sections[0], key="both", board_keys=["du_an", "y_tuong"])
    with transaction():
        question.board_keys = []
    remove_board(board, by=by(contest))
    session.expire_all()
    assert other.board_keys == ["y_tuong"]
    assert session.scalars(select(Prize).where(Prize.contest_id == contest.id)).all() == []


def test_eligibility_rules_are_checked_and_said_once(session: Session) -> None:
    contest = draft_contest()
    rule = add_rule(contest, kind=EligibilityKind.TEAM_SIZE, parameters={"max": 5}, by=by(contest))
    with pytest.raises(Refused):
        add_rule(contest, kind=EligibilityKind.TEAM_SIZE, parameters={"max": 4}, by=by(contest))
    with pytest.raises(Invalid):
        edit_rule(rule, parameters={"min": 6, "max": 5}, by=by(contest))
    with pytest.raises(Invalid):
        add_rule(contest, kind=EligibilityKind.STARTUP_AGE, parameters={}, by=by(contest))
    with pytest.raises(Invalid):
        add_rule(contest, kind=EligibilityKind.BOARD, parameters={"board": "du_an"}, by=by(contest))
    edit_rule(rule, parameters={"min": 1, "max": 5}, by=by(contest))
    stored = session.scalars(select(EligibilityRule).where(EligibilityRule.contest_id == contest.id)).one()
    assert stored.parameters == {"min": 1, "max": 5}
