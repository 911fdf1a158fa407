"""Rows of the ranking as text, made quickly: only what is shown, without a template call per cell."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from flask_babel import get_locale
from flask_babel import gettext as _

from ecosystem.core.pagination import Page
from ecosystem.core.search import fold
from ecosystem.core.web.formatting import format_score, in_language
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.domain.results.compact import Figures
from ecosystem.judging.domain.results.numbers import shown
from ecosystem.judging.domain.scoring import GateKind, Missing, RubricRules, TieBreakBy
from ecosystem.judging.queries.ranking import BoardRanking
from ecosystem.judging.queries.standings import BoardStandings

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ranking, ready to print."""

    index: int
    public_id: str
    rank: str
    is_tied: bool
    code: str
    title: str
    criteria: Sequence[str]
    components: Sequence[str]
    score: str
    judges: int
    spread: str
    notes: Sequence[str]
    disagrees: bool
    goes_on: bool
    is_open: bool
    decision: Decision
    chair_rank: int | None
    is_announced: bool


def rows_of(standings: BoardStandings, chosen: Iterable[tuple[int, Figures]]) -> list[Row]:
    """Return the lines for `chosen`, pairs of the index in the ranking and the figures."""
    ranking = standings.ranking
    if ranking is None:
        return []
    writer = _Writer(ranking, standings)
    return [writer.row(index, figures) for index, figures in chosen]


def row_page(
    standings: BoardStandings, chosen: Sequence[tuple[int, Figures]], *, number: int = 1, whole: bool = False
) -> Page[Row]:
    """Return one page of lines, or all of them as one."""
    per_page = max(1, len(chosen)) if whole else PER_PAGE
    number = min(max(number, 1), max(1, -(-len(chosen) // per_page)))
    part = chosen[(number - 1) * per_page : number * per_page]
    return Page(rows_of(standings, part), number, per_page, len(chosen))


def chosen_rows(standings: BoardStandings, *, show: str, text: str) -> list[tuple[int, Figures]]:
    """Return (index, figures) of the entries to show: ties, disagreement, pending, failed …; else all."""
    ranking = standings.ranking
    if ranking is None:
        return []
    pairs = list(enumerate(ranking.rows))
    if text:
        words = fold(text).split()
        heads = ranking.heads
        found = {i for i, head in heads.items() if all(w in fold(f"{head.code} {head.title}") for w in words)}
        pairs = [pair for pair in pairs if pair[1].id in found]
    if show == "ties":
        return [pair for pair in pairs if pair[1].is_tied]
    if show == "chair":
        return [pair for pair in pairs if _is_for_the_chair(pair[1])]
    if show == "disagreement":
        far = standings.disagreeing
        return [pair for pair in pairs if pair[1].id in far]
    if show == "pending":
        heads = ranking.heads
        return [pair for pair in pairs if heads[pair[1].id].decision is Decision.PENDING]
    if show == "failed":
        return [pair for pair in pairs if pair[1].rank is not None and not pair[1].passes]
    return [pair for pair in pairs if pair[1].rank is None] if show == "unranked" else pairs


def _is_for_the_chair(figures: Figures) -> bool:
    """Tied now, or parted by the chair's vote, which may be changed."""
    return figures.is_tied or (figures.broken_by is not None and figures.broken_by.by is TieBreakBy.CHAIR)


class _Writer:
    """Holds what is the same for every row."""

    def __init__(self, ranking: BoardRanking, standings: BoardStandings) -> None:
        self.ranking = ranking
        self.places = ranking.rules.places
        self.mark = "," if str(get_locale()) == "vi" else "."
        self.names = {rule.key: in_language(rule, "name") for rule in ranking.rules.criteria}
        self.going_on = set(standings.selection.going_on)
        self.open = set(standings.selection.open_ties)
        self.disagreeing = standings.disagreeing
        self.said: dict[object, str] = {}  # each sentence is looked up in the catalogue once, not once a row

    def row(self, index: int, figures: Figures) -> Row:
        head = self.ranking.heads[figures.id]
        return Row(
            index=index,
            public_id=head.public_id,
            rank="–" if figures.rank is None else str(figures.rank),
            is_tied=figures.is_tied,
            code=head.code,
            title=head.title,
            criteria=[shown(mean, self.places, self.mark) for mean in figures.criteria],
            components=[
                format_score(value, part.places)
                for value, part in zip(figures.components, self.ranking.rules.components, strict=True)
            ],
            score=shown(figures.score, self.places, self.mark),
            judges=figures.judges,
            spread=self._spread(figures),
            notes=self._notes(figures),
            disagrees=figures.id in self.disagreeing,
            goes_on=figures.id in self.going_on,
            is_open=figures.id in self.open,
            decision=head.decision,
            chair_rank=head.chair_rank,
            is_announced=head.is_announced,
        )

    def _spread(self, figures: Figures) -> str:
        if figures.judges < 2 or figures.lowest is None or figures.highest is None:
            return "–"
        return shown(figures.highest - figures.lowest, self.places, self.mark)

    def _notes(self, figures: Figures) -> list[str]:
        notes = []
        if figures.missing is not None:
            notes.append(self._once(figures.missing, partial(why_unranked, figures.missing)))
        elif figures.failed:
            notes += [
                self._once(gate, partial(gate_text, gate[0], self.names.get(gate[1], ""))) for gate in figures.failed
            ]
        step = figures.broken_by
        if step is not None:
            notes.append(self._once(step, lambda: tie_break_text(step.by, self.names.get(step.key, ""))))
        return notes

    def _once(self, key: object, text: Callable[[], str]) -> str:
        if key not in self.said:
            self.said[key] = text()
        return self.said[key]


def why_unranked(missing: Missing) -> str:
    """Say why an entry has no result."""
    texts: dict[Missing, str] = {
        Missing.NO_SHEETS: _("no sheet handed in"),
        Missing.NO_COMPLETE_SHEET: _("no complete sheet"),
        Missing.COMPONENT: _("a part outside the jury is not entered"),
    }
    return texts[missing]


def gate_text(kind: GateKind, criterion: str) -> str:
    """Say which gate an entry fails."""
    texts: dict[GateKind, str] = {
        GateKind.MIN_JUDGES: _("too few judges"),
        GateKind.PASS_MARK: _("below the pass mark"),
        GateKind.NO_ZERO: _("0 for “%(name)s”", name=criterion),
        GateKind.MINIMUM: _("too low in “%(name)s”", name=criterion),
    }
    return texts[kind]


def tie_break_text(by: TieBreakBy, criterion: str) -> str:
    """Say what parted an entry from another of the same score."""
    texts: dict[TieBreakBy, str] = {
        TieBreakBy.CRITERION: _("same score, parted by “%(name)s”", name=criterion),
        TieBreakBy.CHAIR: _("same score, parted by the chair’s vote"),
        TieBreakBy.EARLIER_SUBMISSION: _("same score, parted by the earlier submission"),
    }
    return texts[by]


def maxima_of(rules: RubricRules) -> list[str]:
    """Return the criteria's maxima as text, for the head of the table."""
    return [format_score(rule.maximum.normalize(), 0) for rule in rules.criteria]
