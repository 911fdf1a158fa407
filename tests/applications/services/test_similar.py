"""Entries that resemble each other: what is compared, what is kept, who may look."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Answer, Application, GalleryState, Resemblance, SimilarPair
from ecosystem.applications.queries.similar import (
    comparison_of,
    contests_to_compare,
    pairs_of,
    passages_of,
    similar_pairs,
)
from ecosystem.applications.services.similar import compare_entries, judge_pair
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session as current
from ecosystem.core.database import transaction
from tests.core.likeness.test_likeness import COFFEE, COFFEE_AGAIN, FISH, SCHOOL
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application, submit_again
from tests.support.factories.contests import make_contest


def handed_in(contest: Contest, text: str, **values: object) -> Application:
    answers = {"problem": text}
    texts = {"title": text[:12], "summary": ""} | values
    return make_application(contest, state=ApplicationState.SUBMITTED, answers=answers, **texts)


def found_in(contest: Contest) -> list[SimilarPair]:
    compare_entries(contest=contest, at=clock.now())
    return list(current().scalars(similar_pairs(contest)))


def test_the_later_of_two_alike_entries_resembles_the_earlier(session: Session) -> None:
    contest = make_contest()
    earlier, later = handed_in(contest, COFFEE), handed_in(contest, COFFEE_AGAIN)
    handed_in(contest, SCHOOL)
    (pair,) = found_in(contest)
    assert (pair.entry, pair.other, pair.state) == (later, earlier, Resemblance.OPEN)
    assert pairs_of(earlier) == pairs_of(later) == 1
    comparison = comparison_of(contest.id)
    assert comparison is not None
    assert (comparison.entries, comparison.others) == (3, 0)


def test_an_earlier_contest_of_the_organiser_is_compared_too(session: Session) -> None:
    last_year = make_contest()
    contest = make_contest(last_year.event)
    old = handed_in(last_year, COFFEE)
    new = handed_in(contest, COFFEE)
    (pair,) = found_in(contest)
    assert (pair.entry, pair.other) == (new, old)
    assert passages_of(pair).words > 30
    assert found_in(last_year) == []  # the earlier one resembles nothing that was there before


def test_of_another_organiser_only_the_public_gallery_is_read(session: Session) -> None:
    other, contest = make_contest(has_gallery=True), make_contest()
    hidden = handed_in(other, COFFEE)
    shown = handed_in(other, SCHOOL, summary=COFFEE, gallery=GalleryState.SHOWN)
    handed_in(contest, COFFEE, summary=COFFEE)
    (pair,) = found_in(contest)
    assert pair.other == shown
    with transaction():
        shown.gallery = GalleryState.HIDDEN
    assert found_in(contest) == []
    with transaction():
        hidden.gallery = GalleryState.SHOWN
    assert found_in(contest) == []  # its answer is not public, its summary is empty
    with transaction():
        shown.gallery = GalleryState.SHOWN
    (pair,) = found_in(contest)
    assert all(SCHOOL not in "".join(piece.text for piece in part.pieces) for part in passages_of(pair).second)


def test_drafts_and_fictional_entries_are_nobodys_business(session: Session) -> None:
    contest = make_contest()
    handed_in(contest, COFFEE)
    make_application(contest, answers={"problem": COFFEE}, title="Nháp", summary="")
    handed_in(contest, COFFEE, is_test=True)
    assert found_in(contest) == []


def test_what_was_judged_stays_until_a_text_changes(session: Session) -> None:
    contest = make_contest()
    handed_in(contest, COFFEE)
    later = handed_in(contest, COFFEE_AGAIN)
    (pair,) = found_in(contest)
    judge_pair(pair=pair, state=Resemblance.DIFFERENT, note=" Hai xã khác nhau ", by=account(), at=clock.now())
    assert pairs_of(later) == 0
    (again,) = found_in(contest)
    assert (again.id, again.state, again.note) == (pair.id, Resemblance.DIFFERENT, "Hai xã khác nhau")
    with transaction():
        later.title = "Cà phê Măng Đen"
    submit_again(later)
    (changed,) = found_in(contest)
    assert (changed.id, changed.state, changed.note) == (pair.id, Resemblance.OPEN, "Hai xã khác nhau")


def test_a_pair_no_longer_alike_goes_unless_somebody_judged_it(session: Session) -> None:
    contest = make_contest()
    handed_in(contest, COFFEE)
    later = handed_in(contest, COFFEE_AGAIN)
    (pair,) = found_in(contest)
    rewrite(later, FISH)
    assert found_in(contest) == []
    rewrite(later, COFFEE_AGAIN)
    (pair,) = found_in(contest)
    judge_pair(pair=pair, state=Resemblance.SAME_IDEA, note="", by=account(), at=clock.now())
    rewrite(later, FISH)
    (kept,) = found_in(contest)
    assert kept.state is Resemblance.SAME_IDEA


def test_a_judgement_can_be_taken_back_and_is_on_record(session: Session) -> None:
    contest, person = make_contest(), account()
    handed_in(contest, COFFEE)
    handed_in(contest, COFFEE)
    (pair,) = found_in(contest)
    judge_pair(pair=pair, state=Resemblance.SAME_IDEA, note="Cùng nhóm", by=person, at=clock.now())
    judge_pair(pair=pair, state=Resemblance.OPEN, note="Cùng nhóm", by=person, at=clock.now())
    assert (pair.state, pair.judged_by_id, pair.judged_at) == (Resemblance.OPEN, None, None)
    assert pair.entry.state is ApplicationState.SUBMITTED


def test_only_contests_with_something_new_wait(session: Session) -> None:
    contest, other = make_contest(), make_contest()
    handed_in(contest, COFFEE)
    assert list(contests_to_compare()) == [contest.id]
    found_in(contest)
    assert list(contests_to_compare()) == []
    handed_in(other, COFFEE)
    assert list(contests_to_compare()) == [other.id]


@pytest.mark.both_databases
def test_two_comparisons_at_once_store_every_pair_once(committed_app: Flask) -> None:
    with committed_app.test_request_context():
        contest = make_contest()
        ident = contest.id
        for text in (COFFEE, COFFEE_AGAIN, COFFEE, SCHOOL, SCHOOL):
            handed_in(contest, text)

    def compare(_number: int) -> int:
        with committed_app.test_request_context():
            return compare_entries(contest=current().get_one(Contest, ident), at=clock.now())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(compare, range(4))) == [4] * 4
    with committed_app.test_request_context():
        assert current().scalar(select(func.count()).select_from(SimilarPair)) == 4


def rewrite(entry: Application, text: str) -> None:
    with transaction():
        answer = current().scalars(select(Answer).where(Answer.application_id == entry.id)).one()
        answer.value = text
    submit_again(entry)
