"""Whether the adjusted scores of a round can be compared, and which reading is missing where they cannot."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.applications.models import Application
from ecosystem.contests.domain.kinds import RankingMethod
from ecosystem.contests.models import Board, Round
from ecosystem.core.database import session
from ecosystem.core.errors import Text
from ecosystem.judging.domain.scoring.adjusted import Part, Reading, missing_link, parts_of
from ecosystem.judging.domain.scoring.sheets import total_of_units
from ecosystem.judging.models import Panelist
from ecosystem.judging.queries.assignment import barred_pairs
from ecosystem.judging.queries.ranking import heads_of, marks_of, rubric_of
from ecosystem.judging.queries.rubrics import from_version


def obstacles_to_comparing(round_: Round, boards: Sequence[Board]) -> list[Text]:
    """Return a sentence for each of the boards whose judges are not linked, naming a reading that would link them.

    Nothing for a round that is ranked by the plain means.
    """
    if round_.ranking_method is RankingMethod.RAW:
        return []
    parts = {board: parts_of(_readings(round_, board)) for board in boards}
    return [_told(round_, board, found) for board, found in parts.items() if len(found) > 1]


def _readings(round_: Round, board: Board) -> list[Reading]:
    version = rubric_of(round_, board.id)
    if version is None:
        return []
    rules, marks = from_version(version), marks_of(round_, board.id, version)
    found = []
    for head in heads_of(round_, board.id, with_times=False):
        totals = ((judge, total_of_units(rules, list(sheet))) for judge, sheet in marks.get(head.id, ()))
        found += [Reading(head.id, judge, total) for judge, total in totals if total is not None]
    return found


def _told(round_: Round, board: Board, parts: Sequence[Part]) -> Text:
    link = missing_link(parts, frozenset((pair.judge, pair.entry) for pair in barred_pairs(round_)))
    values = {"board": board.name, "number": len(parts)}
    if link is None:
        return _l(
            "%(board)s: the judges fall into %(number)s groups that share no entry, so adjusted scores cannot be "
            "compared, and conflicts of interest bar every reading that would link them.",
            **values,
        )
    judge = session().scalar(select(Panelist.name).where(Panelist.id == link[0]))
    code = session().scalar(select(Application.code).where(Application.id == link[1]))
    return _l(
        "%(board)s: the judges fall into %(number)s groups that share no entry, so adjusted scores cannot be "
        "compared. A reading that would link two of them: %(judge)s also scores %(code)s.",
        judge=judge,
        code=code,
        **values,
    )
