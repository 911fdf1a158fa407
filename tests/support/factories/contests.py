"""Contests with boards, rounds, forms and prizes."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.contests.domain.kinds import EligibilityKind, QuestionKind, RoundKind
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import (
    Board,
    Contest,
    EligibilityRule,
    Extension,
    FormSection,
    Prize,
    Question,
    Round,
    RoundQuota,
)
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.events.models import Event
from tests.support.factories.events import make_event

_numbers = count(1)


def make_contest(event: Event | None = None, *, bare: bool = False, **values: Any) -> Contest:
    """A published contest, open since a week and for a week more.

    It has one board ("y_tuong"), one section with two questions ("problem", a required long text, and
    "website") and one review round; `bare=True` leaves all three out.
    """
    number = next(_numbers)
    event = event or make_event()
    now = clock.now()
    defaults = {
        "slug": f"contest-{number}",
        "title": f"Contest {number}",
        "year": now.year,
        "state": ContestState.PUBLISHED,
        "published_at": now - timedelta(days=8),
        "opens_at": now - timedelta(days=7),
        "closes_at": now + timedelta(days=7),
        "contact_email": "contest@example.vn",
    }
    contest = Contest(event_id=event.id, **defaults | values)
    if contest.state is ContestState.DRAFT and "published_at" not in values:
        contest.published_at = None
    contest.sort_key = sort_key(contest.title)
    contest.search_text = fold(contest.title)
    with transaction():
        session().add(contest)
    if not bare:
        make_board(contest)
        section = make_section(contest)
        make_question(section, key="problem", kind=QuestionKind.LONG_TEXT, label="Problem", is_required=True)
        make_question(section, key="website", kind=QuestionKind.WEB_ADDRESS, label="Website")
        make_round(contest)
    return contest


def draft_contest(event: Event | None = None, **values: Any) -> Contest:
    """The same contest, not published yet and opening in a week."""
    now = clock.now()
    times = {"opens_at": now + timedelta(days=7), "closes_at": now + timedelta(days=21)}
    return make_contest(event, **{"state": ContestState.DRAFT} | times | values)


def closed_contest(event: Event | None = None, **values: Any) -> Contest:
    """The same contest, closed for entries since yesterday."""
    return make_contest(event, **{"closes_at": clock.now() - timedelta(days=1)} | values)


def make_board(contest: Contest, key: str = "y_tuong", name: str = "Bảng Ý tưởng", **values: Any) -> Board:
    """A board of the contest."""
    values.setdefault("position", next(_numbers))
    return _added(Board(contest_id=contest.id, key=key, name=name, **values), contest, "boards")


def make_round(
    contest: Contest, kind: RoundKind = RoundKind.REVIEW, *, places: int | None = None, **values: Any
) -> Round:
    """A round, open since yesterday for two weeks; `places` go on from each board."""
    now = clock.now()
    defaults = {
        "name": "Vòng sơ khảo",
        "position": next(_numbers),
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=14),
    }
    made = _added(Round(contest_id=contest.id, kind=kind, **defaults | values), contest, "rounds")
    if places is not None:
        with transaction():
            made.quotas.extend(RoundQuota(board_id=board.id, places=places) for board in contest.boards)
    return made


def make_section(contest: Contest, title: str = "Ý tưởng", **values: Any) -> FormSection:
    """A section of the form."""
    values.setdefault("position", next(_numbers))
    return _added(FormSection(contest_id=contest.id, title=title, **values), contest, "sections")


def make_question(section: FormSection, **values: Any) -> Question:
    """A question of the section: a short text that may stay unanswered."""
    number = next(_numbers)
    defaults = {"key": f"q{number}", "kind": QuestionKind.SHORT_TEXT, "label": f"Question {number}", "position": number}
    question = Question(contest_id=section.contest_id, section_id=section.id, **defaults | values)
    return _added(question, section, "questions")


def make_prize(contest: Contest, name: str = "Giải Nhất", **values: Any) -> Prize:
    """One prize of 30 million đồng for the best."""
    defaults = {"rank": 1, "amount": 30_000_000, "position": next(_numbers)}
    return _added(Prize(contest_id=contest.id, name=name, **defaults | values), contest, "prizes")


def make_rule(contest: Contest, kind: EligibilityKind, **parameters: Any) -> EligibilityRule:
    """An eligibility rule; parameters as in `contests.domain.eligibility`."""
    rule = EligibilityRule(contest_id=contest.id, kind=kind, parameters=parameters, position=next(_numbers))
    return _added(rule, None, "")


def make_extension(contest: Contest, account: Account, closes_at: datetime, **values: Any) -> Extension:
    """A later deadline for one person, granted by that person (nobody checks)."""
    defaults = {"reason": "Mất điện diện rộng", "granted_by_id": account.id}
    return _added(
        Extension(contest_id=contest.id, account_id=account.id, closes_at=closes_at, **defaults | values), None, ""
    )


def _added(row: Any, parent: Any, collection: str) -> Any:
    with transaction():
        session().add(row)
    if parent is not None:
        session().expire(parent, [collection])
    return row
