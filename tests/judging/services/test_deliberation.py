"""The jury discusses, the committee approves, and without its approval nothing is published."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.core.database import session as current
from ecosystem.core.errors import AlreadyTaken, Invalid, InvalidTransition, Refused
from ecosystem.judging.domain.committee import Answer, DeliberationState, Share, Voice
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import CommitteeMember, Deliberation
from ecosystem.judging.queries.deliberation import deliberation_of, obstacles_to_publishing, own_place, remarks_on
from ecosystem.judging.services import decisions, deliberation, publication
from ecosystem.judging.services.deliberation import Seat
from ecosystem.notifications.models import Mail
from tests.judging.judged import Judged, judged_round
from tests.support.factories.accounts import account
from tests.support.factories.judging import make_bar, make_conflict

THREE = (Seat("Nguyễn Mẫu Bình", "Trưởng ban"), Seat("Trần Mẫu Chi"), Seat("Lê Mẫu Dũng", email="dung@example.vn"))


@pytest.fixture
def judged(session: Session) -> Judged:
    made = judged_round(entries=3, judges=2, rounds=2, places=2)
    made.handed_in([10, 9], [8, 8], [4, 5])
    return made


def opened(judged: Judged, *seats: Seat) -> Deliberation:
    found = deliberation.open_deliberation(judged.round, by=judged.owner)
    return set_committee(judged, found, *(seats or THREE))


def set_committee(judged: Judged, found: Deliberation, *seats: Seat) -> Deliberation:
    return deliberation.set_committee(
        found,
        seats,
        quorum=Share.TWO_THIRDS,
        approval=Share.TWO_THIRDS,
        counts_all=True,
        meeting="14 giờ, phòng 2",
        by=judged.owner,
    )


def proposed(judged: Judged) -> Deliberation:
    found = opened(judged)
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    return deliberation.propose(found, by=judged.owner)


def voted(judged: Judged, *voices: Voice) -> Deliberation:
    found = proposed(judged)
    for member, voice in zip(found.members, voices, strict=False):
        deliberation.vote(member, voice, reason="Chưa đủ hồ sơ", by=judged.owner)
    return found


def test_results_wait_for_the_committee(judged: Judged) -> None:
    found = proposed(judged)
    with pytest.raises(Refused, match="chưa thông qua"):
        publication.publish(judged.round, by=judged.owner)
    for member in found.members[:2]:
        deliberation.vote(member, Voice.IN_FAVOUR, by=judged.owner)
    assert deliberation.close_vote(found, by=judged.owner) is Answer.APPROVED
    assert publication.publish(judged.round, by=judged.owner).number == 1


def test_a_round_without_a_deliberation_needs_no_committee(judged: Judged) -> None:
    assert obstacles_to_publishing(judged.round) == []


def test_a_decision_changed_after_the_approval_is_voted_on_again(judged: Judged) -> None:
    found = voted(judged, Voice.IN_FAVOUR, Voice.IN_FAVOUR)
    deliberation.close_vote(found, by=judged.owner)
    assert obstacles_to_publishing(judged.round) == []
    decisions.decide(judged.round, [judged.entries[2].id], Decision.ADVANCE, by=judged.owner)
    assert "đã thay đổi" in str(obstacles_to_publishing(judged.round)[0])
    deliberation.resume(found, by=judged.owner)
    again = deliberation.propose(found, by=judged.owner)
    assert [member.voice for member in again.members] == [None] * 3


def test_two_of_three_against_refuse_and_a_new_proposal_is_possible(judged: Judged) -> None:
    found = voted(judged, Voice.AGAINST, Voice.AGAINST, Voice.IN_FAVOUR)
    assert deliberation.close_vote(found, by=judged.owner) is Answer.REFUSED
    assert found.state is DeliberationState.REFUSED
    assert deliberation.propose(found, by=judged.owner).state is DeliberationState.VOTE


def test_without_a_quorum_nothing_is_counted(judged: Judged) -> None:
    found = voted(judged, Voice.IN_FAVOUR)
    with pytest.raises(Refused, match="Chưa đủ"):
        deliberation.close_vote(found, by=judged.owner)
    assert found.state is DeliberationState.VOTE


def test_nothing_is_put_to_the_vote_before_every_entry_is_decided(judged: Judged) -> None:
    found = opened(judged)
    with pytest.raises(Refused, match=judged.entries[0].code):
        deliberation.propose(found, by=judged.owner)


def test_against_needs_a_reason(judged: Judged) -> None:
    found = proposed(judged)
    with pytest.raises(Invalid, match="lý do"):
        deliberation.vote(found.members[0], Voice.AGAINST, by=judged.owner)
    assert found.members[0].voice is None


def test_no_voice_counts_outside_a_vote(judged: Judged) -> None:
    found = opened(judged)
    with pytest.raises(Refused, match="không có cuộc biểu quyết"):
        deliberation.vote(found.members[0], Voice.IN_FAVOUR, by=judged.owner)


def test_the_committee_is_not_changed_while_it_votes(judged: Judged) -> None:
    found = proposed(judged)
    with pytest.raises(Refused, match="quay lại thảo luận"):
        set_committee(judged, found, Seat("Một mình tôi"))


@pytest.mark.parametrize("seats", [(), tuple(Seat(f"Người {n}") for n in range(61))])
def test_a_committee_has_members_but_not_a_crowd(judged: Judged, seats: tuple[Seat, ...]) -> None:
    found = deliberation.open_deliberation(judged.round, by=judged.owner)
    with pytest.raises(Invalid, match="60"):
        set_committee(judged, found, *seats)


def test_an_address_has_one_voice(judged: Judged) -> None:
    found = deliberation.open_deliberation(judged.round, by=judged.owner)
    with pytest.raises(AlreadyTaken, match="hai lần"):
        set_committee(judged, found, Seat("A", email="x@example.vn"), Seat("B", email="X@example.vn"))


def test_members_with_an_address_are_asked_by_mail_and_known_by_it(judged: Judged, session: Session) -> None:
    found = proposed(judged)
    mails = session.scalars(select(Mail).where(Mail.kind == "committee_vote")).all()
    assert [mail.to_address for mail in mails] == ["dung@example.vn"]
    dung = account("Lê Mẫu Dũng", email="dung@example.vn")
    place = own_place(found, dung)
    assert place is not None
    assert deliberation.vote(place, Voice.IN_FAVOUR, by=dung).recorded_by_id is None
    assert deliberation.vote(found.members[0], Voice.IN_FAVOUR, by=judged.owner).recorded_by_id == judged.owner.id
    assert own_place(found, account("Người lạ")) is None


@pytest.mark.parametrize("bar", [make_conflict, make_bar])
def test_a_barred_judge_says_nothing_about_the_entry(judged: Judged, bar: Callable[..., object]) -> None:
    found = opened(judged)
    bar(judged.panel[0], judged.entries[0])
    with pytest.raises(Refused, match="xung đột"):
        deliberation.say(found, judged.entries[0], "Nên chọn", by=judged.judge(0))
    deliberation.say(found, judged.entries[1], " Khả thi ", by=judged.judge(0))
    assert [remark.text for remark in remarks_on(found, judged.entries[1].id)] == ["Khả thi"]


def test_only_ones_own_remark_is_taken_back(judged: Judged) -> None:
    found = opened(judged)
    remark = deliberation.say(found, judged.entries[0], "Khả thi", by=judged.judge(0))
    with pytest.raises(Refused, match="Chỉ người"):
        deliberation.take_back(remark, by=judged.judge(1))
    assert deliberation.take_back(remark, by=judged.judge(0)).taken_back_at is not None


def test_a_deliberation_in_which_something_was_said_stays(judged: Judged) -> None:
    found = opened(judged)
    deliberation.say(found, judged.entries[0], "Khả thi", by=judged.judge(0))
    with pytest.raises(Refused, match="giữ lại"):
        deliberation.give_up(found, by=judged.owner)


def test_an_empty_deliberation_can_be_given_up(judged: Judged) -> None:
    deliberation.give_up(opened(judged), by=judged.owner)
    assert deliberation_of(judged.round) is None


def test_after_the_announcement_nothing_is_discussed(judged: Judged) -> None:
    found = voted(judged, Voice.IN_FAVOUR, Voice.IN_FAVOUR)
    deliberation.close_vote(found, by=judged.owner)
    publication.publish(judged.round, by=judged.owner)
    with pytest.raises(Refused, match="công bố"):
        deliberation.say(found, judged.entries[0], "Muộn", by=judged.judge(0))
    with pytest.raises(Refused, match="công bố"):
        deliberation.resume(found, by=judged.owner)


@pytest.mark.both_databases
def test_voices_given_at_once_all_count_and_the_vote_ends_once(committed_app: Flask) -> None:
    with committed_app.test_request_context():
        judged = judged_round(entries=2, judges=2, rounds=2, places=2)
        judged.handed_in([10, 9], [8, 8])
        found = opened(judged, *(Seat(f"Thành viên {number}") for number in range(6)))
        decisions.decide(judged.round, [entry.id for entry in judged.entries], Decision.ADVANCE, by=judged.owner)
        deliberation.propose(found, by=judged.owner)
        ident, owner = found.id, judged.owner.id
        members = [member.id for member in found.members]

    def say(member_id: int) -> None:
        with committed_app.test_request_context():
            by = current().get_one(Account, owner)
            deliberation.vote(current().get_one(CommitteeMember, member_id), Voice.IN_FAVOUR, by=by)

    def close(_number: int) -> object:
        with committed_app.test_request_context():
            try:
                return deliberation.close_vote(
                    current().get_one(Deliberation, ident), by=current().get_one(Account, owner)
                )
            except InvalidTransition:
                return "too late"

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(say, members))
        answers = list(pool.map(close, range(3)))
    assert sorted(map(str, answers)) == ["approved", "too late", "too late"]
