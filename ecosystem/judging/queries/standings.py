"""A ranking together with what the round's rule makes of it: who goes on, where the cut is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.database import one_or_missing
from ecosystem.judging.domain.results.compact import Figures
from ecosystem.judging.domain.results.figures import Bin, disagree, distribution
from ecosystem.judging.domain.results.kept import Placed, Summary
from ecosystem.judging.domain.results.selection import Selection, Standing, select
from ecosystem.judging.models import RubricVersion
from ecosystem.judging.queries.ranking import BoardRanking, ranking_of


@dataclass(frozen=True)
class BoardStandings:
    """A board of a round as its page needs it. `ranking` None: the board has no rubric in this round."""

    board: Board
    ranking: BoardRanking | None
    selection: Selection
    quota: int | None

    @cached_property
    def placed(self) -> list[Placed]:
        """Every entry in order, with what the rule makes of it."""
        if self.ranking is None:
            return []
        going_on, is_open, apart = set(self.selection.going_on), set(self.selection.open_ties), self.disagreeing
        return [
            Placed(index, row, row.id in going_on, row.id in is_open, row.id in apart)
            for index, row in enumerate(self.ranking.rows)
        ]

    @cached_property
    def summary(self) -> Summary:
        """What is said of the board as a whole."""
        if self.ranking is None:
            return Summary()
        return Summary(
            entries=len(self.ranking.rows),
            ranked=len(self.ranking.ranked),
            going_on=len(self.selection.going_on),
            open_ties=len(self.selection.open_ties),
            places_left=self.selection.places_left,
            disagreeing=len(self.disagreeing),
            cut=self.cut,
            bins=tuple(self.bins),
        )

    @property
    def cut(self) -> int | None:
        """Index in the ranking after which the places run out, None without a cut."""
        if self.ranking is None or not self.selection.going_on or not self.selection.stopping:
            return None
        inside = set(self.selection.going_on) | set(self.selection.open_ties)
        indexes = [index for index, row in enumerate(self.ranking.rows) if row.id in inside]
        return max(indexes)

    @property
    def bins(self) -> list[Bin]:
        """How the scores are distributed."""
        if self.ranking is None:
            return []
        scores = [Decimal(row.score) / self.ranking.unit for row in self.ranking.rows if row.score is not None]
        return distribution(scores, self.ranking.rules.full_marks, bins=10)

    @cached_property
    def disagreeing(self) -> set[int]:
        """The entries whose judges lie far apart."""
        if self.ranking is None:
            return set()
        maximum = self.ranking.rules.total * self.ranking.unit
        return {
            row.id
            for row in self.ranking.rows
            if row.lowest is not None and row.highest is not None and disagree(row.lowest, row.highest, maximum)
        }


def board_in(contest: Contest, key: str | None) -> Board:
    """Return the board named `key`, the first without one. Raises NoSuchRecord."""
    boards: Sequence[Board] = contest.boards
    if not key:
        return one_or_missing(next(iter(boards), None))
    return one_or_missing(next((board for board in boards if board.key == key), None))


def quota_of(round_: Round, board: Board) -> int | None:
    """Return how many entries of the board go on, None where that is not set."""
    return next((quota.places for quota in round_.quotas if quota.board_id == board.id), None)


def standings_of(round_: Round, board: Board, *, version: RubricVersion | None = None) -> BoardStandings:
    """Rank a board and apply the round's rule to it. `version` is its rubric's, if that was asked before."""
    ranking = ranking_of(round_, board.id, version=version)
    quota = quota_of(round_, board)
    if ranking is None:
        return BoardStandings(board, None, Selection(), quota)
    places = [standing(ranking, row) for row in ranking.rows]
    chosen = select(round_.advance_rule, places, quota=quota, pass_mark=round_.pass_mark)
    return BoardStandings(board, ranking, chosen, quota)


def standing(ranking: BoardRanking, row: Figures) -> Standing:
    """Return a row of the ranking as the rules of selection and awards take it."""
    return Standing(row.id, row.rank, ranking.score(row), row.passes)


def ranking_cells(ranking: BoardRanking, row: Figures) -> list[object]:
    """Return a row of the ranking as the cells of a table; what is missing stays empty, never 0."""
    head = ranking.heads[row.id]

    def point(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value) / ranking.unit

    figures = [point(row.score), point(row.jury), row.judges, point(row.lowest), point(row.highest)]
    criteria = [point(mean) for mean in row.criteria]
    decision = head.decision.value
    return [row.rank, head.code, head.title, *figures, *criteria, *row.components, int(row.passes), decision]
