"""A large contest in judging, for measuring and for trying the lists: made in bulk, row for row as the use cases would.

Every entry carries the content of one real dossier under a title of its own; every score sheet is complete, handed in
and has its chained history.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.content import hash_of
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember, Submission
from ecosystem.contests.models import Contest, Round
from ecosystem.contests.services.deadlines import code_of
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.core.search import fold, person_sort_key, sort_key
from ecosystem.demo import organising, sample
from ecosystem.demo.entries import make_entry
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.events.models import Organiser
from ecosystem.judging.domain.life_cycle import PanelistState, SheetState
from ecosystem.judging.domain.results.history import Change, chained
from ecosystem.judging.domain.results.marks import pack
from ecosystem.judging.domain.scoring import RubricRules, sheet_total
from ecosystem.judging.models import Assignment, Panelist, RoundRubric, Score, ScoreEvent, ScoreSheet
from ecosystem.judging.queries.rubrics import from_version
from ecosystem.judging.services.sheets import plain

LARGE = organising.Plan(2028, opens=-60, closes=-20, event_days=(40, 42), rounds=((1, 9), (10, 60), (65, 66), (75, 75)))
REVIEWS = 3
CHUNK = 250


@dataclass(frozen=True)
class Seat:
    """A judge of the large contest: the place on the panel and the account."""

    panelist_id: int
    account_id: int


def load_large(*, entries: int, judges: int, reviews: int = REVIEWS, on_boards: int | None = None) -> Iterator[str]:
    """Make a contest with `entries` entries, `judges` judges, `reviews` score sheets an entry; tell how far it is.

    `on_boards` deals the entries out over the first so many boards of the contest instead of all.
    """
    today = clock.now()
    organiser = session().scalars(select(Organiser).order_by(Organiser.id)).first()
    if organiser is None:
        raise RuntimeError("load the small demonstration first")
    contest = organising.make_contest(organiser, LARGE, today=today)
    pattern = _pattern(contest, today)
    boards = [board.id for board in contest.boards][:on_boards]
    round_ = organising.judged_rounds(contest)[0]
    seats = _panel(round_, judges)
    yield f"{contest.title}: {judges} judges seated"
    dice = random.Random(1)  # noqa: S311 - made-up scores
    rules = _rules_of(round_)
    for first in range(0, entries, CHUNK):
        number = min(CHUNK, entries - first)
        with transaction():
            made = _entries(contest, boards, pattern, first, number, today)
            _score(round_, rules, seats, made, reviews, dice, today - timedelta(days=2))
        yield f"{first + number:,} of {entries:,} entries, {(first + number) * reviews:,} score sheets"


def _pattern(contest: Contest, today: datetime) -> Submission:
    """Hand one real entry in, whose content the others repeat, and let it take part."""
    at = today + timedelta(days=LARGE.closes - 5)
    entry = make_entry(contest, sample.ideas()[0], at=at)
    with transaction():
        row = locked(Application, entry.id)
        row.state = row.announced_state = ApplicationState.ELIGIBLE
    return session().scalars(select(Submission).where(Submission.application_id == entry.id)).one()


def _panel(round_: Round, judges: int) -> list[Seat]:
    owner = account_at(ORGANISER.address)
    like = account_at(sample.judges()[0]["email"])
    now = clock.now()
    people = [
        {
            "public_id": public_id(),
            "email": f"giamkhao{n}@nhieu.example",
            "email_key": f"giamkhao{n}@nhieu.example",
            "name": f"Giám khảo Mẫu {n:03}",
            "sort_key": person_sort_key(f"Giám khảo Mẫu {n:03}"),
            "search_text": fold(f"Giám khảo Mẫu {n:03} giamkhao{n}@nhieu.example"),
            "password_hash": like.password_hash,
            "email_verified_at": now,
        }
        for n in range(1, judges + 1)
    ]
    with transaction() as current:
        present = set(current.scalars(select(Account.email_key).where(Account.email_key.like("giamkhao%"))))
        fresh = [person for person in people if person["email_key"] not in present]
        if fresh:
            current.execute(insert(Account), fresh)
        addresses = [person["email_key"] for person in people]
        rows = current.execute(select(Account.id, Account.email, Account.name).where(Account.email_key.in_(addresses)))
        seats = [_seat_row(round_, row, owner.id, now, is_chair=n == 0) for n, row in enumerate(rows)]
        current.execute(insert(Panelist), seats)
        made = current.execute(
            select(Panelist.id, Panelist.account_id).where(Panelist.round_id == round_.id).order_by(Panelist.id)
        )
        return [Seat(row.id, row.account_id) for row in made]


def _seat_row(round_: Round, person: Any, invited_by: int, now: datetime, *, is_chair: bool) -> dict[str, Any]:
    return {
        "public_id": public_id(),
        "round_id": round_.id,
        "account_id": person.id,
        "name": person.name,
        "email": person.email,
        "is_chair": is_chair,
        "state": PanelistState.ACCEPTED,
        "token_hash": public_id(16) + str(person.id),
        "invited_by_id": invited_by,
        "invited_at": now,
        "answered_at": now,
        "expires_at": now + timedelta(days=14),
    }


def _entries(
    contest: Contest, boards: Sequence[int], pattern: Submission, first: int, number: int, today: datetime
) -> list[tuple[int, int]]:
    """Make entries in bulk; return (id, board id) of each."""
    current = session()
    held = locked(Contest, contest.id)
    at = today + timedelta(days=LARGE.closes - 1)
    ideas = sample.ideas()
    rows = []
    for offset in range(number):
        idea = ideas[(first + offset) % len(ideas)]
        title = f"{idea['title_vi']} ({first + offset + 1})"
        code = code_of(contest, held.next_number + offset)
        rows.append(
            {
                "public_id": public_id(),
                "contest_id": contest.id,
                "board_id": boards[offset % len(boards)],
                "created_by_id": pattern.submitted_by_id,
                "title": title,
                "summary": idea["solution_vi"],
                "number": held.next_number + offset,
                "code": code,
                "state": ApplicationState.ELIGIBLE,
                "announced_state": ApplicationState.ELIGIBLE,
                "first_submitted_at": at,
                "submitted_at": at,
                "content_hash": hash_of({**pattern.content, "title": title}),
                "sort_key": sort_key(title),
                "search_text": fold(f"{code} {title}"),
            }
        )
    current.execute(insert(Application), rows)
    numbers = [row["number"] for row in rows]
    made = current.execute(
        select(Application.id, Application.board_id, Application.title, Application.content_hash)
        .where(Application.contest_id == contest.id, Application.number.in_(numbers))
        .order_by(Application.number)
    ).all()
    current.execute(insert(ApplicationMember), [_lead(row.id, first + n) for n, row in enumerate(made)])
    current.execute(insert(Submission), [_submission(row, pattern, at) for row in made])
    held.next_number += number
    current.flush()
    return [(row.id, row.board_id) for row in made]


def _lead(application_id: int, number: int) -> dict[str, Any]:
    return {"application_id": application_id, "name": f"Tác giả Mẫu {number}", "is_lead": True, "may_edit": True}


def _submission(row: Any, pattern: Submission, at: datetime) -> dict[str, Any]:
    return {
        "public_id": public_id(),
        "application_id": row.id,
        "number": 1,
        "submitted_at": at,
        "submitted_by_id": pattern.submitted_by_id,
        "content": {**pattern.content, "title": row.title},
        "content_hash": row.content_hash,
    }


def _rules_of(round_: Round) -> dict[int, tuple[int, RubricRules]]:
    """Return, by board, the id of the rubric's version and its rules."""
    chosen = session().scalars(select(RoundRubric).where(RoundRubric.round_id == round_.id))
    return {each.board_id: (each.rubric_version_id, from_version(each.rubric_version)) for each in chosen}


def _score(
    round_: Round,
    rules: dict[int, tuple[int, RubricRules]],
    seats: Sequence[Seat],
    made: Sequence[tuple[int, int]],
    reviews: int,
    dice: random.Random,
    at: datetime,
) -> None:
    """Give each entry to `reviews` judges in turn and store their complete sheets."""
    current = session()
    charges, levels = [], {}
    for number, (application_id, board_id) in enumerate(made):
        levels[application_id] = (board_id, dice.uniform(0.4, 0.92))
        for turn in range(min(reviews, len(seats))):
            seat = seats[(number * reviews + turn) % len(seats)]
            charges.append({"public_id": public_id(), "round_id": round_.id, "application_id": application_id})
            charges[-1] |= {"panelist_id": seat.panelist_id, "origin": "balanced", "position": number}
    current.execute(insert(Assignment), charges)
    judge_of = {seat.panelist_id: seat.account_id for seat in seats}
    rows = current.execute(
        select(Assignment.id, Assignment.application_id, Assignment.panelist_id)
        .where(Assignment.application_id.in_(levels), Assignment.round_id == round_.id)
        .order_by(Assignment.id)
    ).all()
    sheets = []
    for row in rows:
        board_id, level = levels[row.application_id]
        version_id, own = rules[board_id]
        values = [_points(rule.maximum, rule.step, level + dice.gauss(0, 0.08)) for rule in own.criteria]
        sheets.append((row, version_id, own, values))
    current.execute(insert(ScoreSheet), [_sheet(*each, at=at) for each in sheets])
    ids = current.execute(
        select(ScoreSheet.assignment_id, ScoreSheet.id).where(ScoreSheet.assignment_id.in_([row.id for row in rows]))
    )
    sheet_of = {row.assignment_id: row.id for row in ids}
    _scores_and_history(sheets, sheet_of, judge_of, at)


def _sheet(row: Any, version_id: int, rules: RubricRules, values: Sequence[Decimal], *, at: datetime) -> dict[str, Any]:
    return {
        "public_id": public_id(),
        "assignment_id": row.id,
        "rubric_version_id": version_id,
        "state": SheetState.HANDED_IN,
        "comment": "Hồ sơ rõ ràng, nhóm hiểu khách hàng.",
        "total": sheet_total(rules, dict(zip((rule.key for rule in rules.criteria), values, strict=True))),
        "marks": pack(values),
        "is_complete": True,
        "handed_in_at": at,
    }


def _scores_and_history(
    sheets: Sequence[Any], sheet_of: dict[int, int], judge_of: dict[int, int], at: datetime
) -> None:
    scores, events, heads = [], [], []
    for row, _version_id, rules, values in sheets:
        sheet_id, head = sheet_of[row.id], ""
        steps = [(rule.id, "score", plain(value)) for rule, value in zip(rules.criteria, values, strict=True)]
        for criterion_id, kind, after in [*steps, (None, "hand_in", "")]:
            change = Change(sheet_id, at, judge_of[row.panelist_id], kind, criterion_id, "", after)
            head = chained(head, change)
            events.append(vars(change) | {"hash": head, "key": None})
        for rule, value in zip(rules.criteria, values, strict=True):
            scores.append({"sheet_id": sheet_id, "criterion_id": rule.id, "value": value, "comment": ""})
        heads.append({"of": sheet_id, "head": head})
    current = session()
    current.execute(insert(Score), scores)
    current.execute(insert(ScoreEvent), events)
    table = cast(Table, ScoreSheet.__table__)
    newest = update(table).where(table.c.id == bindparam("of")).values(history_hash=bindparam("head"))
    current.connection().execute(newest, heads)


def _points(maximum: Decimal, step: Decimal, level: float) -> Decimal:
    share = Decimal(str(round(min(max(level, 0.05), 1.0), 4)))
    return min((maximum * share / step).to_integral_value() * step, maximum)
