"""Rubrics, panels, charges and score sheets, made straight as rows."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.judging.domain.life_cycle import PanelistState, SheetState
from ecosystem.judging.domain.results.marks import pack
from ecosystem.judging.domain.scoring import sheet_total
from ecosystem.judging.models import (
    Assignment,
    Conflict,
    ConflictSource,
    Criterion,
    EntryBar,
    Panelist,
    RoundRubric,
    Rubric,
    RubricVersion,
    Score,
    ScoreSheet,
)
from ecosystem.judging.queries.rubrics import from_version
from tests.support.factories.startups import make_person

FIVE = (("innovation", 20), ("effect", 30), ("use", 20), ("team", 20), ("pitch", 10))
_numbers = count(1)


def make_rubric(
    contest: Contest | None = None,
    *,
    organiser_id: int | None = None,
    criteria: Sequence[tuple[str, int]] = FIVE,
    criterion: Mapping[str, Any] | None = None,
    **values: Any,
) -> RubricVersion:
    """Version 1 of a rubric of 100 points: five required criteria in steps of a half.

    Without a contest it is a template of the organiser `organiser_id`. `criterion` sets more on every criterion,
    `values` on the version.
    """
    owner = contest.event.organiser_id if contest is not None else organiser_id
    rubric = Rubric(
        organiser_id=owner, contest_id=contest.id if contest else None, name=values.pop("name", "Phiếu chấm")
    )
    defaults = {"number": 1, "total": Decimal(sum(maximum for _, maximum in criteria))}
    version = RubricVersion(rubric=rubric, **defaults | values)
    for position, (key, maximum) in enumerate(criteria):
        more = {"step": Decimal("0.5"), **(criterion or {})}
        version.criteria.append(
            Criterion(key=key, name=key.title(), maximum=Decimal(maximum), position=position, **more)
        )
    with transaction():
        session().add(rubric)
    return version


def use_rubric(version: RubricVersion, round_: Round, *boards: Board) -> None:
    """Score the round with this version, on `boards` or on all of the contest."""
    chosen = boards or tuple(round_.contest.boards)
    with transaction():
        session().add_all(
            RoundRubric(round_id=round_.id, board_id=board.id, rubric_version_id=version.id) for board in chosen
        )


def make_entry(
    contest: Contest, leader: Account | None = None, *, board: Board | None = None, **values: Any
) -> Application:
    """An eligible entry on the contest's first board, submitted yesterday by one leader."""
    number = next(_numbers)
    leader = leader or make_person()
    board = board or contest.boards[0]
    defaults = {
        "created_by_id": leader.id,
        "title": f"Ý tưởng {number}",
        "number": number,
        "code": f"HS-2026-{number:04d}",
        "state": ApplicationState.ELIGIBLE,
        "announced_state": ApplicationState.ELIGIBLE,
        "submitted_at": clock.now() - timedelta(days=1),
        "first_submitted_at": clock.now() - timedelta(days=1),
    }
    entry = Application(contest_id=contest.id, board_id=board.id, **defaults | values)
    entry.sort_key = sort_key(entry.title)
    entry.search_text = fold(f"{entry.code} {entry.title}")
    entry.members.append(ApplicationMember(account_id=leader.id, name=leader.name, email=leader.email, is_lead=True))
    with transaction():
        session().add(entry)
    return entry


def make_panelist(round_: Round, account: Account | None = None, **values: Any) -> Panelist:
    """A judge who accepted; `state=PanelistState.INVITED` for one who did not answer yet."""
    account = account or make_person(f"Giám khảo {next(_numbers)}")
    now = clock.now()
    state = values.get("state", PanelistState.ACCEPTED)
    defaults = {
        "account_id": account.id if state is not PanelistState.INVITED else None,
        "name": account.name,
        "email": account.email_key,
        "state": PanelistState.ACCEPTED,
        "token_hash": secrets.token_hex(32),
        "invited_by_id": account.id,
        "invited_at": now - timedelta(days=2),
        "expires_at": now + timedelta(days=12),
        "answered_at": now - timedelta(days=1) if state is not PanelistState.INVITED else None,
    }
    panelist = Panelist(round_id=round_.id, **defaults | values)
    with transaction():
        session().add(panelist)
    return panelist


def make_assignment(panelist: Panelist, entry: Application, **values: Any) -> Assignment:
    """The judge's charge to score the entry."""
    assignment = Assignment(
        round_id=panelist.round_id, panelist_id=panelist.id, application_id=entry.id, position=next(_numbers), **values
    )
    with transaction():
        session().add(assignment)
    return assignment


def make_conflict(panelist: Panelist, entry: Application, **values: Any) -> Conflict:
    """A conflict of interest the judge declared."""
    assert panelist.account_id is not None
    defaults = {"source": ConflictSource.DECLARED, "reason": "Cùng cơ quan"}
    conflict = Conflict(account_id=panelist.account_id, application_id=entry.id, **defaults | values)
    with transaction():
        session().add(conflict)
    return conflict


def make_bar(_panelist: Panelist, entry: Application) -> EntryBar:
    """A bar of the whole entry: an official is on its team, so that no judge at all may touch it."""
    bar = EntryBar(application_id=entry.id)
    with transaction():
        session().add(bar)
    return bar


def make_sheet(
    assignment: Assignment,
    version: RubricVersion,
    *points: Any,
    state: SheetState = SheetState.HANDED_IN,
    **values: Any,
) -> ScoreSheet:
    """A sheet with `points` in the order of the criteria, None where not scored; handed in unless `state` says else."""
    given = [None if p is None else Decimal(str(p)) for p in points]
    given += [None] * (len(version.criteria) - len(given))
    scores = {c.key: value for c, value in zip(version.criteria, given, strict=True)}
    total = sheet_total(from_version(version), scores)
    sheet = ScoreSheet(
        assignment_id=assignment.id,
        rubric_version_id=version.id,
        state=state,
        total=total,
        is_complete=total is not None,
        marks=pack(given),
        handed_in_at=clock.now() if state is SheetState.HANDED_IN else None,
        **values,
    )
    sheet.scores = [Score(criterion_id=c.id, value=v) for c, v in zip(version.criteria, given, strict=True)]
    with transaction():
        session().add(sheet)
    return sheet


def make_judged_round(
    contest: Contest, *, entries: int = 3, judges: int = 3, **values: Any
) -> tuple[Round, RubricVersion, list[Panelist], list[Application]]:
    """The contest's first round with a rubric, a panel (its first judge chairs) and entries; nothing assigned yet."""
    round_ = contest.rounds[0]
    version = make_rubric(contest, **values)
    use_rubric(version, round_)
    panel = [make_panelist(round_, is_chair=number == 0) for number in range(judges)]
    return round_, version, panel, [make_entry(contest) for _ in range(entries)]


def fill_with_scores(
    round_: Round, version: RubricVersion, panel: Sequence[Panelist], entries: Sequence[Application], *, each: int = 3
) -> int:
    """Give every entry `each` handed-in sheets in a few bulk statements; return how many sheets.

    Points are made up but always the same. For thousands of sheets; `make_sheet` is for single ones.
    """
    now = clock.now()
    pairs = [(e, panel[(n + k) % len(panel)]) for n, e in enumerate(entries) for k in range(each)]
    with transaction() as current:
        current.execute(
            insert(Assignment),
            [
                {"round_id": round_.id, "application_id": e.id, "panelist_id": p.id, "position": n}
                for n, (e, p) in enumerate(pairs)
            ],
        )
        charges = current.execute(
            select(Assignment.id).where(Assignment.round_id == round_.id).order_by(Assignment.id)
        ).scalars()
        rules = from_version(version)
        sheets, points = [], []
        for number, assignment_id in enumerate(charges):
            values = [
                min(c.maximum, (c.maximum * ((number * 7 + k * 3) % 11) / 10).quantize(Decimal(1)))
                for k, c in enumerate(rules.criteria)
            ]
            points.append(values)
            sheets.append(
                {
                    "assignment_id": assignment_id,
                    "rubric_version_id": version.id,
                    "state": SheetState.HANDED_IN,
                    "total": sheet_total(rules, dict(zip((c.key for c in rules.criteria), values, strict=True))),
                    "is_complete": True,
                    "marks": pack(values),
                    "handed_in_at": now,
                }
            )
        current.execute(insert(ScoreSheet), sheets)
        made = current.execute(
            select(ScoreSheet.id).where(ScoreSheet.rubric_version_id == version.id).order_by(ScoreSheet.assignment_id)
        ).scalars()
        current.execute(
            insert(Score),
            [
                {"sheet_id": sheet_id, "criterion_id": c.id, "value": value}
                for sheet_id, values in zip(made, points, strict=True)
                for c, value in zip(rules.criteria, values, strict=True)
            ],
        )
    return len(sheets)
