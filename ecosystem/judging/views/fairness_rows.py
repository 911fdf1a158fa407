"""A stored analysis as the text its pages show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecosystem.core.errors import Text
from ecosystem.core.pagination import Page
from ecosystem.judging.domain.analysis.answer import Answer, FairRow, Reading, refusal_in
from ecosystem.judging.domain.analysis.words import TRAITS, refusal_text
from ecosystem.judging.models import Panelist
from ecosystem.judging.queries.analysis import BoardAnalysis
from ecosystem.judging.queries.ranking import EntryHead
from ecosystem.judging.views.figures import percent, score, signed

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the fair ranking, ready to print. `left` and `width` place its interval on an axis of 100."""

    row: FairRow
    head: EntryHead
    adjusted: str
    moved: int
    chance: str
    interval: str
    left: float
    width: float
    point: float
    is_close: bool
    is_cut: bool


class Fairness:
    """A board's analysis with names."""

    def __init__(self, found: BoardAnalysis) -> None:
        self.found = found
        self.answer: Answer = found.answer
        self.result = found.answer.result
        self.rows = [row for row in self.answer.rows() if row.entry in found.heads]

    @property
    def refusal(self) -> Text | None:
        """Why there is nothing to show."""
        refusal = self.answer.refusal
        return None if refusal is None else refusal_text(refusal)

    @property
    def no_intervals(self) -> Text | None:
        """Why ranks have no intervals."""
        refusal = self.answer.no_intervals
        return None if refusal is None else refusal_text(refusal)

    @property
    def places(self) -> int | None:
        """How many entries go on."""
        number: int | None = self.result.get("places")
        return number

    @property
    def moved(self) -> int:
        """How many entries have another rank than by the plain means."""
        return sum(1 for row in self.rows if row.moved)

    @property
    def has_intervals(self) -> bool:
        """Whether every rank has its interval."""
        return bool(self.rows) and self.rows[0].low is not None

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The parts that cannot be compared, with the judges' names."""
        found: Sequence[Mapping[str, Any]] = self.result.get("parts", ())
        return [
            {"entries": part["entries"], "judges": [j.name for j in self._judges(part["judges"])]} for part in found
        ]

    @property
    def links(self) -> list[tuple[Panelist, EntryHead]]:
        """The reviews that would join the parts."""
        judges, heads = self.found.judges, self.found.heads
        return [(judges[j], heads[e]) for j, e in self.answer.links if j in judges and e in heads]

    @property
    def readings(self) -> list[tuple[Reading, Panelist, EntryHead]]:
        """The proposed second readings."""
        judges, heads = self.found.judges, self.found.heads
        return [
            (r, judges[r.judge], heads[r.entry]) for r in self.answer.readings if r.judge in judges and r.entry in heads
        ]

    @property
    def close(self) -> list[EntryHead]:
        """The entries too close to call, nearest to the cut first."""
        return [self.found.heads[entry] for entry in self.answer.too_close if entry in self.found.heads]

    @property
    def sigma(self) -> str:
        """How far chance goes in one review, in points."""
        sigma = self.result.get("sigma")
        return "–" if sigma is None else f"± {score(sigma, 1)}"

    @property
    def no_order(self) -> Text | None:
        """Why nothing can be said of the order."""
        refusal = refusal_in(self.result.get("order"))
        return None if refusal is None else refusal_text(refusal)

    @property
    def order(self) -> dict[str, Any] | None:
        """The order effect, None where nothing can be said of it."""
        found: Mapping[str, Any] = self.result.get("order", {})
        if "slope" not in found:
            return None
        return {"points": signed(found["slope"]), "p": score(found["p"], 3), "stands_out": found["p"] < 0.05}

    def _judges(self, ids: Sequence[int]) -> Iterator[Panelist]:
        return (self.found.judges[each] for each in ids if each in self.found.judges)


def fair_page(shown: Fairness, *, show: str, number: int, whole: bool) -> Page[Line]:
    """Return one page of lines: all, those that moved, or those too close to call."""
    close = set(shown.answer.too_close)
    chosen = [
        row
        for row in shown.rows
        if show not in ("moved", "close") or (show == "moved" and row.moved) or (show == "close" and row.entry in close)
    ]
    per_page = max(1, len(chosen)) if whole else PER_PAGE
    number = min(max(number, 1), max(1, -(-len(chosen) // per_page)))
    part = chosen[(number - 1) * per_page : number * per_page]
    last = max((row.rank for row in shown.rows if row.rank is not None and row.rank <= (shown.places or 0)), default=0)
    cut = next((row.entry for row in reversed(shown.rows) if row.rank == last), None) if last else None
    size = max(len(shown.rows), 2)
    return Page([_line(row, shown, close, cut, size) for row in part], number, per_page, len(chosen))


def _line(row: FairRow, shown: Fairness, close: set[int], cut: int | None, size: int) -> Line:
    low, high, rank = row.low or 1, row.high or size, row.rank or 1
    return Line(
        row=row,
        head=shown.found.heads[row.entry],
        adjusted=score(row.adjusted),
        moved=row.moved or 0,
        chance="" if row.chance is None else percent(row.chance),
        interval="" if row.low is None else f"{row.low}–{row.high}" if row.low != row.high else str(row.low),
        left=round(100 * (low - 1) / size, 2),
        width=round(max(100 * (high - low + 1) / size, 0.8), 2),
        point=round(100 * (rank - 0.5) / size, 2),
        is_close=row.entry in close,
        is_cut=row.entry == cut and len(shown.rows) > rank,
    )


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """One judge's profile, ready to print."""

    judge: Panelist
    reviews: int
    severity: str
    spread: str
    middle: str
    halo: str
    agreement: str
    traits: Sequence[tuple[Text, Text]]
    left: float
    width: float
    point: float


def judge_rows(shown: Fairness) -> list[JudgeRow]:
    """Return the judges, the strictest first."""
    found: list[Mapping[str, Any]] = [
        each for each in shown.result.get("judges", ()) if each["judge"] in shown.found.judges
    ]
    widest = max((abs(each["severity"] or 0) + 2 * (each["error"] or 0) for each in found), default=0) or 1
    ordered = sorted(found, key=lambda each: (each["severity"] is None, each["severity"] or 0, each["judge"]))
    return [_judge_row(each, shown.found.judges[each["judge"]], widest) for each in ordered]


def _judge_row(each: Mapping[str, Any], judge: Panelist, widest: float) -> JudgeRow:
    severity, error = each["severity"], each["error"] or 0.0
    middle = severity or 0.0
    return JudgeRow(
        judge=judge,
        reviews=each["reviews"],
        severity=signed(severity) + (f" ± {score(2 * error, 1)}" if severity is not None and error else ""),
        spread=score(each["spread"]),
        middle=percent(each["middle"]) if 0 < each["middle"] < 1 else f"{each['middle'] * 100:.0f} %",
        halo=score(each["halo"]),
        agreement=score(each["agreement"]),
        traits=[TRAITS[trait] for trait in each["traits"] if trait in TRAITS],
        left=round(50 + 50 * (middle - 2 * error) / widest, 2),
        width=round(max(100 * 2 * error / widest, 0.8), 2),
        point=round(50 + 50 * middle / widest, 2),
    )
