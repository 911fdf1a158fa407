"""How far the judging of a contest is prepared, round by round."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.database import session
from ecosystem.core.errors import Text
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.domain.scoring import rubric_problems
from ecosystem.judging.models import Assignment, RubricVersion
from ecosystem.judging.queries.panels import panel_sizes
from ecosystem.judging.queries.rounds import judged_rounds
from ecosystem.judging.queries.rubrics import chosen_versions, from_version


@dataclass(frozen=True)
class Lack:
    """Something a round lacks. A contest may not be published with what is `blocking`; the rest can wait."""

    text: Text
    blocking: bool = False


@dataclass(frozen=True)
class RoundLine:
    """A judged round: the version chosen for each board, the panel, the charges, what is missing."""

    round: Round
    versions: tuple[tuple[Board, RubricVersion | None], ...]
    judges: int
    invited: int
    chairs: int
    charges: int
    lacks: tuple[Lack, ...]


def round_lines(contest: Contest) -> list[RoundLine]:
    """Return the judged rounds of a contest in order, in four statements."""
    chosen = chosen_versions(contest)
    panels = panel_sizes(contest)
    charges = _charges(contest)
    return [
        _line(each, contest.boards, chosen, panels.get(each.id, (0, 0, 0)), charges.get(each.id, 0))
        for each in judged_rounds(contest)
    ]


def _charges(contest: Contest) -> dict[int, int]:
    rows = session().execute(
        select(Assignment.round_id, func.count())
        .join(Round, Round.id == Assignment.round_id)
        .where(Round.contest_id == contest.id, Assignment.state == AssignmentState.ACTIVE)
        .group_by(Assignment.round_id)
    )
    return {row[0]: row[1] for row in rows}


def _line(
    round_: Round,
    boards: list[Board],
    chosen: dict[tuple[int, int], RubricVersion],
    panel: tuple[int, int, int],
    charges: int,
) -> RoundLine:
    versions = tuple((board, chosen.get((round_.id, board.id))) for board in boards)
    lacks = (*_rubric_lacks(versions), *_panel_lacks(round_, *panel))
    return RoundLine(round_, versions, panel[0], panel[1], panel[2], charges, lacks)


def _rubric_lacks(versions: tuple[tuple[Board, RubricVersion | None], ...]) -> Iterator[Lack]:
    for board, version in versions:
        if version is None:
            yield Lack(_l("No rubric is chosen for “%(board)s”.", board=board.name), blocking=True)
            continue
        for problem in rubric_problems(from_version(version)):
            text = _l("Rubric “%(rubric)s”: %(problem)s", rubric=version.rubric.name, problem=problem.text)
            yield Lack(text, blocking=True)


def _panel_lacks(round_: Round, judges: int, invited: int, chairs: int) -> Iterator[Lack]:
    if not judges and not invited:
        yield Lack(_l("Nobody has been invited to judge yet."))
    elif judges < round_.reviews_per_entry:
        yield Lack(
            _l(
                "Every entry is to have %(wanted)s judges, but only %(judges)s have accepted.",
                wanted=round_.reviews_per_entry,
                judges=judges,
            )
        )
    if judges and not chairs:
        yield Lack(_l("No judge chairs the jury: nobody could reopen a sheet or vote among ties."))
