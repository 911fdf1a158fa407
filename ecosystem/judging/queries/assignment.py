"""Reads of assignment: the problem as values, and how it stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select, union
from sqlalchemy.orm import aliased

from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.judging.domain.assignment import Entry, Judge, Pair, Problem
from ecosystem.judging.domain.assignment.language import LOOKED_AT, language_of
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.models import Assignment, Conflict, EntryBar, Panelist, ScoreSheet
from ecosystem.judging.queries.panels import judges_of
from ecosystem.judging.queries.rounds import takes_part
from ecosystem.startups.models import Startup


@dataclass(frozen=True)
class EntryLine:
    """An entry on the list of assignment. `board` and `sectors` speak for the choice of judges."""

    id: int
    public_id: str
    code: str
    title: str
    board_id: int | None
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class ChargeLine:
    """A charge that stands or stood; its sheet exists since the judge began to score."""

    id: int
    pair: Pair
    state: AssignmentState
    origin: str
    sheet_state: SheetState | None

    @property
    def has_sheet(self) -> bool:
        """Whether the judge began to score, and the sheet was not withdrawn."""
        return self.sheet_state is not None and self.sheet_state is not SheetState.WITHDRAWN


@dataclass(frozen=True)
class Known:
    """What affinity looks at beyond the standing: the language of entries, the sectors judges scored before."""

    languages: Mapping[int, str] = field(default_factory=dict)
    practised: Mapping[int, frozenset[str]] = field(default_factory=dict)


UNKNOWN = Known()


@dataclass(frozen=True)
class Standing:
    """All that assignment decides on, in four statements whatever the numbers. `barred` are pairs in conflict."""

    judges: Sequence[Panelist]
    entries: Sequence[EntryLine]
    charges: Sequence[ChargeLine]
    barred: frozenset[Pair]

    @property
    def active(self) -> list[ChargeLine]:
        """The charges that stand."""
        return [charge for charge in self.charges if charge.state is AssignmentState.ACTIVE]

    @property
    def current(self) -> frozenset[Pair]:
        """The pairs that stand."""
        return frozenset(charge.pair for charge in self.active)

    @property
    def fixed(self) -> frozenset[Pair]:
        """The pairs that stay because the judge began to score."""
        return frozenset(charge.pair for charge in self.active if charge.has_sheet)

    def problem(
        self,
        per_entry: int,
        seed: int,
        *,
        known: Known = UNKNOWN,
        lowest: int | None = None,
        highest: int | None = None,
        keeps: bool = True,
    ) -> Problem:
        """Return the problem as values; pairs a judge recused from are barred like conflicts.

        Without `keeps` charges that nobody has begun to score may move freely.
        """
        recused = {charge.pair for charge in self.charges if charge.state is AssignmentState.RECUSED}
        fixed = self.fixed - self.barred
        return Problem(
            judges=tuple(
                Judge(
                    j.id,
                    j.max_load,
                    frozenset(int(b) for b in j.board_ids),
                    frozenset(j.sectors),
                    frozenset(j.languages),
                    known.practised.get(j.id, frozenset()),
                )
                for j in sorted(self.judges, key=lambda judge: judge.id)
            ),
            entries=tuple(
                Entry(e.id, e.board_id, frozenset(e.sectors), known.languages.get(e.id, "")) for e in self.entries
            ),
            per_entry=per_entry,
            barred=self.barred | recused,
            fixed=fixed,
            current=self.current - self.barred if keeps else fixed,
            seed=seed,
            lowest=lowest,
            highest=highest,
        )


def standing_of(round_: Round) -> Standing:
    """Return judges, entries, charges and conflicts of a round."""
    entries = _entries(round_)
    ids = {entry.id for entry in entries}
    charges = [charge for charge in _charges(round_) if charge.pair.entry in ids]
    return Standing(judges_of(round_), entries, charges, barred_pairs(round_))


def known_of(round_: Round, application_ids: Sequence[int] | None = None) -> Known:
    """Read what affinity knows of the entries (of those named only) and the judges of a round; two statements."""
    wanted = takes_part(round_) if application_ids is None else Application.id.in_(application_ids)
    texts = session().execute(
        select(Application.id, Application.title, func.substr(Application.summary, 1, LOOKED_AT)).where(wanted)
    )
    seat, earlier = aliased(Panelist), aliased(Panelist)
    handed_in = session().execute(
        select(seat.id, Startup.sectors)
        .join(earlier, earlier.account_id == seat.account_id)
        .join(Assignment, Assignment.panelist_id == earlier.id)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Application, Application.id == Assignment.application_id)
        .join(Startup, Startup.id == Application.startup_id)
        .where(seat.round_id == round_.id, earlier.round_id != round_.id, ScoreSheet.state == SheetState.HANDED_IN)
    )
    practised: dict[int, frozenset[str]] = defaultdict(frozenset)
    for panelist_id, sectors in handed_in:
        practised[panelist_id] |= frozenset(sectors or ())
    return Known({row[0]: language_of(f"{row[1]}. {row[2]}") for row in texts}, practised)


def _entries(round_: Round) -> list[EntryLine]:
    rows = session().execute(
        select(
            Application.id,
            Application.public_id,
            Application.code,
            Application.title,
            Application.board_id,
            Startup.sectors,
        )
        .outerjoin(Startup, Startup.id == Application.startup_id)
        .where(takes_part(round_))
        .order_by(Application.number, Application.id)
    )
    return [EntryLine(*row[:5], tuple(row[5] or ())) for row in rows]


def _charges(round_: Round) -> list[ChargeLine]:
    rows = session().execute(
        select(
            Assignment.id,
            Assignment.panelist_id,
            Assignment.application_id,
            Assignment.state,
            Assignment.origin,
            ScoreSheet.state,
        )
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_.id)
        .order_by(Assignment.id)
    )
    return [ChargeLine(row[0], Pair(row[1], row[2]), *row[3:]) for row in rows]


def barred_pairs(round_: Round) -> frozenset[Pair]:
    """Return the pairs (panelist, entry) between which a conflict stands, in one statement."""
    conflicts = (
        select(Panelist.id, Conflict.application_id)
        .join(Conflict, Conflict.account_id == Panelist.account_id)
        .join(Application, Application.id == Conflict.application_id)
        .where(
            Panelist.round_id == round_.id,
            Panelist.state == PanelistState.ACCEPTED,
            Application.contest_id == round_.contest_id,
            Conflict.lifted_at.is_(None),
        )
    )
    bars = (
        select(Panelist.id, EntryBar.application_id)
        .join(Round, Round.id == Panelist.round_id)
        .join(Application, Application.contest_id == Round.contest_id)
        .join(EntryBar, EntryBar.application_id == Application.id)
        .where(
            Panelist.round_id == round_.id,
            Panelist.state == PanelistState.ACCEPTED,
            EntryBar.lifted_at.is_(None),
        )
    )
    rows = session().execute(union(conflicts, bars))
    return frozenset(Pair(row[0], row[1]) for row in rows)


def entry_in_round(round_: Round, public_id: str) -> Application:
    """Return an entry that takes part in the round. Raises NoSuchRecord."""
    statement = select(Application).where(takes_part(round_), Application.public_id == public_id)
    return one_or_missing(session().scalar(statement))


def charge_between(panelist_id: int, application_id: int) -> Assignment | None:
    """Return the charge between the two, in whatever state."""
    statement = select(Assignment).where(
        Assignment.panelist_id == panelist_id, Assignment.application_id == application_id
    )
    return session().scalar(statement)


def entry_by_code(round_: Round, code: str) -> Application:
    """Return the entry of the round with this code, in whatever case it is typed. Raises NoSuchRecord."""
    statement = select(Application).where(takes_part(round_), func.lower(Application.code) == code.strip().lower())
    return one_or_missing(session().scalar(statement))
