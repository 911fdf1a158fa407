"""A round with a panel, entries and charges, for tests of what follows from scores."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.database import session
from ecosystem.judging.models import Assignment, Panelist, RubricVersion
from ecosystem.judging.queries.charges import Charge, charge_by_public_id
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.services.sheets import FieldChange, Part, save
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_board, make_contest, make_round
from tests.support.factories.judging import make_assignment, make_panelist, make_rubric, make_sheet, use_rubric

KEYS = ("innovation", "effect", "use", "team", "pitch")


@dataclass
class Judged:
    """Everything is on the contest's first board; every judge is charged with every entry."""

    contest: Contest
    version: RubricVersion
    panel: list[Panelist]
    entries: list[Application]
    charges: dict[tuple[int, int], Assignment] = field(default_factory=dict)

    @property
    def round(self) -> Round:
        """The first round, loaded as the pages load it."""
        return round_in_contest(self.contest.slug, self.contest.rounds[0].public_id)

    @property
    def board(self) -> Board:
        """The board of all entries."""
        return self.contest.boards[0]

    @property
    def owner(self) -> Account:
        """Who runs the contest."""
        return self.contest.event.organiser.staff[0].account

    def judge(self, number: int) -> Account:
        """The account of a judge."""
        account = session().get(Account, self.panel[number].account_id)
        assert account is not None
        return account

    def charge(self, judge: int, entry: int) -> Charge:
        """The charge as it stands now."""
        return charge_by_public_id(self.charges[judge, entry].public_id)

    def scored(self, judge: int, entry: int, points: int, *, without: str = "") -> Charge:
        """Let a judge give the same points for every criterion but one."""
        given = [FieldChange(Part.SCORE, Decimal(points), key) for key in KEYS if key != without]
        save(self.charge(judge, entry), given, by=self.judge(judge))
        return self.charge(judge, entry)

    def handed_in(self, *totals: Sequence[int | None]) -> None:
        """Store handed-in sheets: for each entry, for each judge, the points of every criterion (None: no sheet)."""
        for entry, row in enumerate(totals):
            for judge, points in enumerate(row):
                if points is not None:
                    make_sheet(self.charges[judge, entry], self.version, *[points] * len(KEYS))


def judged_round(
    *, entries: int = 3, judges: int = 3, chaired: bool = False, rounds: int = 1, places: int | None = None
) -> Judged:
    """Make a contest whose first round is judged; `rounds` of them in all, `places` go on from each."""
    contest = make_contest(bare=True)
    make_board(contest)
    for _ in range(rounds):
        make_round(contest, places=places)
    round_ = contest.rounds[0]
    version = make_rubric(contest)
    for each in contest.rounds:
        use_rubric(version, each)
    panel = [make_panelist(round_, is_chair=chaired and number == 0) for number in range(judges)]
    made = [make_application(contest, state=ApplicationState.ELIGIBLE) for _ in range(entries)]
    judged = Judged(contest, version, panel, made)
    for judge, panelist in enumerate(panel):
        for number, entry in enumerate(made):
            judged.charges[judge, number] = make_assignment(panelist, entry)
    return judged
