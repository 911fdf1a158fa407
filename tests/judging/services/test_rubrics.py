"""Rubrics: versions, use, and what is never rewritten."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.errors import Invalid, Refused, StaleEdit
from ecosystem.judging.domain.scoring import Anchor, RubricRules
from ecosystem.judging.models import Criterion, RoundRubric
from ecosystem.judging.queries.rubrics import from_version, is_frozen, latest_version, rubrics_of_contest
from ecosystem.judging.services.rubrics import (
    RubricDraft,
    archive_rubric,
    copy_rubric,
    create_rubric,
    save_rubric,
    use_rubric,
)
from tests.judging.domain.scoring.rubrics import LAM_DONG, QUANG_NGAI, THAI_NGUYEN
from tests.support.factories.contests import closed_contest, draft_contest
from tests.support.factories.judging import make_assignment, make_judged_round, make_rubric, make_sheet
from tests.support.factories.startups import make_person

D = Decimal


def without_ids(rules: RubricRules) -> RubricRules:
    return replace(rules, criteria=tuple(replace(rule, id=None) for rule in rules.criteria))


@pytest.mark.parametrize("rules", [THAI_NGUYEN, QUANG_NGAI, LAM_DONG])
def test_what_is_stored_is_what_was_built(session: Session, rules: RubricRules) -> None:
    anchored = replace(rules.criteria[0], anchors=(Anchor(D(0), D(5), "Chưa rõ"),), comment_below=D("2.5"))
    rules = replace(rules, criteria=(anchored, *rules.criteria[1:]))
    contest = draft_contest()
    made = create_rubric(contest.event.organiser_id, RubricDraft("Phiếu", rules), contest=contest, by=make_person())
    session.expire_all()
    assert without_ids(from_version(latest_version(made.rubric_id))) == rules


def test_a_version_nobody_was_scored_with_is_rewritten(session: Session) -> None:
    contest = draft_contest()
    by = make_person()
    made = create_rubric(contest.event.organiser_id, RubricDraft("A", THAI_NGUYEN), contest=contest, by=by)
    ids = {c.key: c.id for c in made.criteria}
    shorter = replace(THAI_NGUYEN, criteria=THAI_NGUYEN.criteria[1:], total=D(60))
    saved = save_rubric(made.rubric, RubricDraft("B", shorter), shown_version=made.version, by=by)
    assert (saved.id, saved.number, saved.rubric.name) == (made.id, 1, "B")
    assert {c.key: c.id for c in saved.criteria} == {key: ids[key] for key in ("effect", "use")}
    assert len(session.scalars(select(Criterion)).all()) == 2


def test_a_used_version_stays_and_the_next_one_is_made(session: Session) -> None:
    _, version, panel, entries = make_judged_round(closed_contest())
    make_sheet(make_assignment(panel[0], entries[0]), version, 20, 30, 20, 20, 10)
    before = from_version(version)
    changed = replace(before, criteria=tuple(replace(c, name="Tên khác") for c in before.criteria))
    saved = save_rubric(version.rubric, RubricDraft("C", changed), shown_version=version.version, by=make_person())
    assert (saved.number, saved.id != version.id) == (2, True)
    assert from_version(version) == before
    assert is_frozen(version)
    assert not is_frozen(saved)
    assert session.scalars(select(RoundRubric.rubric_version_id)).one() == version.id


def test_a_stale_save_is_refused(session: Session) -> None:
    contest = draft_contest()
    by = make_person()
    made = create_rubric(contest.event.organiser_id, RubricDraft("A", THAI_NGUYEN), contest=contest, by=by)
    shown = made.version
    save_rubric(made.rubric, RubricDraft("B", replace(THAI_NGUYEN, places=1)), shown_version=shown, by=by)
    with pytest.raises(StaleEdit):
        save_rubric(made.rubric, RubricDraft("C", THAI_NGUYEN), shown_version=shown, by=by)


def test_an_unsound_rubric_may_be_kept_but_not_used(session: Session) -> None:
    contest = draft_contest()
    by = make_person()
    unsound = RubricDraft("A", replace(THAI_NGUYEN, total=D(90)))
    made = create_rubric(contest.event.organiser_id, unsound, contest=contest, by=by)
    with pytest.raises(Invalid):
        use_rubric(contest.rounds[0], contest.boards, made, by=by)
    sound = save_rubric(made.rubric, RubricDraft("A", THAI_NGUYEN), shown_version=made.version, by=by)
    use_rubric(contest.rounds[0], contest.boards, sound, by=by)
    with pytest.raises(Invalid):
        save_rubric(made.rubric, unsound, shown_version=sound.version, by=by)


def test_the_rubric_of_a_board_stays_once_it_is_scored(session: Session) -> None:
    contest = closed_contest()
    round_, version, panel, entries = make_judged_round(contest)
    other = make_rubric(contest)
    use_rubric(round_, contest.boards, other, amendment="Sửa tiêu chí", by=make_person())
    make_sheet(make_assignment(panel[0], entries[0]), other, 1)
    with pytest.raises(Refused):
        use_rubric(round_, contest.boards, version, amendment="Sửa lại", by=make_person())
    use_rubric(round_, contest.boards, other, by=make_person())  # no change


def test_a_template_is_copied_into_the_contest_first(session: Session) -> None:
    contest = draft_contest()
    by = make_person()
    template = create_rubric(contest.event.organiser_id, RubricDraft("Mẫu", QUANG_NGAI), by=by)
    with pytest.raises(Refused):
        use_rubric(contest.rounds[0], contest.boards, template, by=by)
    copy = copy_rubric(template, contest.event.organiser_id, contest=contest, by=by)
    assert without_ids(from_version(copy)) == QUANG_NGAI
    use_rubric(contest.rounds[0], contest.boards, copy, by=by)
    (line,) = rubrics_of_contest(contest)
    assert [(r.id, b.id) for r, b in line.uses] == [(contest.rounds[0].id, contest.boards[0].id)]
    with pytest.raises(Refused):
        archive_rubric(copy.rubric, by=by)
    archive_rubric(template.rubric, by=by)
