"""Rows of the ranking as text, made quickly: only what is shown, without a template call per cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask_babel import get_locale
from flask_babel import gettext as _

from ecosystem.contests.models import Board, Round
from ecosystem.core.pagination import Page
from ecosystem.core.search import fold
from ecosystem.core.web.formatting import format_score, in_language
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.domain.results.compact import Figures
from ecosystem.judging.domain.results.kept import PART, Placed
from ecosystem.judging.domain.results.numbers import shown
from ecosystem.judging.domain.scoring import GateKind, Missing, RubricRules, TieBreakBy
from ecosystem.judging.queries.ranking import EntryHead, heads_of
from ecosystem.judging.queries.standings import BoardStandings
from ecosystem.judging.services.rankings import RankedBoard, ranked_board


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


def ranked_rows(round_: Round, ranked: RankedBoard, chosen: Sequence[Placed]) -> list[Row]:
    """Return the lines for `chosen`, as the entries are called and decided about now."""
    if ranked.rules is None:
        return []
    heads = ranked.heads
    if heads is None:
        named = [row.figures.id for row in chosen] if len(chosen) <= PART else None
        heads = {head.id: head for head in heads_of(round_, ranked.board.id, with_times=False, only=named)}
    return rows_of(ranked.rules, heads, chosen)


def rows_of(rules: RubricRules, heads: Mapping[int, EntryHead], chosen: Iterable[Placed]) -> list[Row]:
    """Return the lines for `chosen`."""
    writer = _Writer(rules, heads)
    return [writer.row(placed) for placed in chosen if placed.figures.id in heads]


def ranked_page(
    round_: Round, board: Board, *, show: str, text: str, number: int, whole: bool = False
) -> tuple[RankedBoard, Page[Row]]:
    """Return a board with one page of its lines, or all of them as one; all entries or those to `show`."""
    is_plain = show == "all" and not text and not whole
    ranked = ranked_board(round_, board, part=number if is_plain else None)
    if is_plain:
        number = ranked.rows[0].index // PART + 1 if ranked.rows else 1
        return ranked, Page(ranked_rows(round_, ranked, ranked.rows), number, PART, ranked.summary.entries)
    heads = heads_of(round_, board.id, with_times=False) if text or show == "pending" else []
    chosen = chosen_rows(ranked.rows, {head.id: head for head in heads}, show=show, text=text)
    part = _part(chosen, number, len(chosen) if whole else PART)
    return ranked, Page(ranked_rows(round_, ranked, part.items), part.number, part.per_page, part.total)


def standings_page(standings: BoardStandings, *, show: str, text: str, number: int = 1) -> Page[Row]:
    """Return one page of the lines of standings that were computed for this page."""
    ranking = standings.ranking
    if ranking is None:
        return Page([], 1, PART, 0)
    part = _part(chosen_rows(standings.placed, ranking.heads, show=show, text=text), number, PART)
    return Page(rows_of(ranking.rules, ranking.heads, part.items), part.number, part.per_page, part.total)


def _part(chosen: Sequence[Placed], number: int, per_page: int) -> Page[Placed]:
    per_page = max(1, per_page)
    number = min(max(number, 1), max(1, -(-len(chosen) // per_page)))
    return Page(chosen[(number - 1) * per_page : number * per_page], number, per_page, len(chosen))


def chosen_rows(rows: Sequence[Placed], heads: Mapping[int, EntryHead], *, show: str, text: str) -> Sequence[Placed]:
    """Return the entries to show: ties, disagreement, pending, failed …; else all. `heads` for text and pending."""
    if text:
        words = fold(text).split()
        found = {i for i, head in heads.items() if all(w in fold(f"{head.code} {head.title}") for w in words)}
        rows = [row for row in rows if row.figures.id in found]
    if show == "pending":
        pending = {i for i, head in heads.items() if head.decision is Decision.PENDING}
        return [row for row in rows if row.figures.id in pending]
    wanted = _SHOWN.get(show)
    return rows if wanted is None else [row for row in rows if wanted(row)]


def _is_for_the_chair(row: Placed) -> bool:
    """Tied now, or parted by the chair's vote, which may be changed."""
    step = row.figures.broken_by
    return row.figures.is_tied or (step is not None and step.by is TieBreakBy.CHAIR)


_SHOWN: dict[str, Callable[[Placed], bool]] = {
    "ties": lambda row: row.figures.is_tied,
    "chair": _is_for_the_chair,
    "disagreement": lambda row: row.disagrees,
    "failed": lambda row: row.figures.rank is not None and not row.figures.passes,
    "unranked": lambda row: row.figures.rank is None,
}


class _Writer:
    """Holds what is the same for every row."""

    def __init__(self, rules: RubricRules, heads: Mapping[int, EntryHead]) -> None:
        self.rules = rules
        self.heads = heads
        self.places = rules.places
        self.mark = "," if str(get_locale()) == "vi" else "."
        self.names = {rule.key: in_language(rule, "name") for rule in rules.criteria}
        self.said: dict[object, str] = {}  # each sentence is looked up in the catalogue once, not once a row

    def row(self, placed: Placed) -> Row:
        figures = placed.figures
        head = self.heads[figures.id]
        return Row(
            index=placed.index,
            public_id=head.public_id,
            rank="–" if figures.rank is None else str(figures.rank),
            is_tied=figures.is_tied,
            code=head.code,
            title=head.title,
            criteria=[shown(mean, self.places, self.mark) for mean in figures.criteria],
            components=[
                format_score(value, part.places)
                for value, part in zip(figures.components, self.rules.components, strict=True)
            ],
            score=shown(figures.score, self.places, self.mark),
            judges=figures.judges,
            spread=self._spread(figures),
            notes=self._notes(figures),
            disagrees=placed.disagrees,
            goes_on=placed.goes_on,
            is_open=placed.is_open,
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
        Missing.NOT_CONNECTED: _("cannot be compared: groups of judges share no entry"),
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
