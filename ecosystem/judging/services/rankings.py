"""The ranking of a board as a page shows it: kept, and computed anew only when something it rests on has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import OperationalError

from ecosystem.contests.models import Board, Round
from ecosystem.core import clock
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.judging.domain.results.kept import PART, Placed, Summary, in_parts, input_hash, plain_summary
from ecosystem.judging.domain.scoring import RubricRules
from ecosystem.judging.models import KeptRanking, RankingChange, RankingEpoch, RubricVersion
from ecosystem.judging.queries.kept_rankings import RAW, Kept, changes_of, kept_ranking
from ecosystem.judging.queries.ranking import EntryHead, rubric_of
from ecosystem.judging.queries.rounds import is_first
from ecosystem.judging.queries.rubrics import from_version
from ecosystem.judging.queries.standings import BoardStandings, quota_of, standings_of

log = structlog.get_logger("ecosystem")
AT_ONCE = 500


@dataclass(frozen=True)
class RankedBoard:
    """A board with the rows asked for. `rules` None: it has no rubric in this round.

    `heads` are what its entries are called, where they were read for computing it.
    """

    board: Board
    quota: int | None
    rules: RubricRules | None
    summary: Summary
    rows: Sequence[Placed]
    heads: Mapping[int, EntryHead] | None = None


def ranked_board(round_: Round, board: Board, *, part: int | None = None) -> RankedBoard:
    """Return a board's ranking as it stands now: the rows of one part (of `PART`, from 1; the nearest there is) or all.

    What was kept is read when nothing it was made from has changed; otherwise the ranking is computed and kept.
    """
    version, quota = rubric_of(round_, board.id), quota_of(round_, board)
    if version is None:
        return RankedBoard(board, quota, None, Summary(), ())
    rules = from_version(version, round_=round_)
    settings = (version.id, rules, round_.advance_rule.value, quota, round_.pass_mark, is_first(round_))
    found = _nearest(round_, board, part)
    if not found.holds(*settings) or found.rows is None:
        return _computed(round_, board, version, found, settings, part)
    return RankedBoard(board, quota, rules, found.summary, found.rows)


def _nearest(round_: Round, board: Board, part: int | None) -> Kept:
    found = kept_ranking(round_, board, part=part)
    if part in (None, 1) or found.rows is not None:
        return found
    first = kept_ranking(round_, board, part=1)
    return kept_ranking(round_, board, part=_clamped(part, first.summary.entries)) if first.rows is not None else first


def _clamped(part: int, entries: int) -> int:
    return min(max(part, 1), max(1, -(-entries // PART)))


def _computed(
    round_: Round, board: Board, version: RubricVersion, found: Kept, settings: tuple[object, ...], part: int | None
) -> RankedBoard:
    changes = changes_of(round_) if found.has_changes else ()
    standings = standings_of(round_, board, version=version)
    ranking = standings.ranking
    assert ranking is not None
    _keep(round_, standings, found, changes, settings)
    rows = standings.placed
    if part is not None:
        first = (_clamped(part, len(rows)) - 1) * PART
        rows = rows[first : first + PART]
    return RankedBoard(board, standings.quota, ranking.rules, standings.summary, rows, ranking.heads)


def _keep(
    round_: Round, standings: BoardStandings, found: Kept, changes: Sequence[int], settings: tuple[object, ...]
) -> None:
    """Keep what was computed for the next reader; who cannot keep it has computed it all the same."""
    try:
        with transaction(), unique_or(_l("Somebody else computed this ranking meanwhile.")):
            epoch = _count_in(round_, found.epoch, changes)
            if epoch is not None:
                _store(round_, standings, input_hash(epoch, *settings), in_place_of=found)
    except AlreadyTaken:
        return
    except OperationalError as error:
        log.warning("ranking_not_kept", reason=str(error.orig))


def _count_in(round_: Round, seen: int | None, changes: Sequence[int]) -> int | None:
    """Take the changes away and return the epoch that begins; None when somebody counted in others meanwhile."""
    current = session()
    own = RankingEpoch.round_id == round_.id
    if not changes:
        present = current.scalar(select(RankingEpoch.number).where(own).with_for_update())
        return (seen or 0) if present == seen else None
    if seen is None:
        current.execute(insert(RankingEpoch).values(round_id=round_.id, number=1))
    else:
        raised = current.execute(update(RankingEpoch).where(own, RankingEpoch.number == seen).values(number=seen + 1))
        if not raised.rowcount:  # type: ignore[attr-defined]
            return None
    for start in range(0, len(changes), AT_ONCE):
        current.execute(delete(RankingChange).where(RankingChange.id.in_(changes[start : start + AT_ONCE])))
    return (seen or 0) + 1


def _store(round_: Round, standings: BoardStandings, made_from: str, *, in_place_of: Kept) -> None:
    own = {"round_id": round_.id, "board_id": standings.board.id, "method": RAW}
    if in_place_of.rows is not None:  # else none is there, or the constraint tells that one came meanwhile
        session().execute(delete(KeptRanking).filter_by(**own))
    same = {"input_hash": made_from, "computed_at": clock.now(), "summary": plain_summary(standings.summary)}
    parts = enumerate(in_parts(standings.placed), 1)
    session().execute(insert(KeptRanking), [{**own, **same, "part": number, "rows": rows} for number, rows in parts])
