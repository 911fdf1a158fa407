"""What goes into a publication: every sheet that counts, under names that tell nobody who judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.applications.models import Application
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.events.models import Event
from ecosystem.judging.domain.results.marks import points
from ecosystem.judging.domain.scoring import EntryInput, RankedEntry, RubricRules, rank
from ecosystem.judging.models import Award, Panelist, Publication
from ecosystem.judging.queries.ranking import components_of, heads_of, marks_of, rubric_of
from ecosystem.judging.queries.rubrics import from_version


@dataclass(frozen=True)
class BoardResult:
    """A board computed by the reference rules, with the neutral names of the judges of each entry's sheets."""

    board: Board
    rules: RubricRules
    inputs: Sequence[EntryInput]
    judges: dict[int, list[str]]
    ranking: Sequence[RankedEntry]
    rubric_name: str
    rubric_number: int


def results_of(round_: Round) -> list[BoardResult]:
    """Compute every board of the round that has a rubric, exactly as it is published."""
    labels = judge_labels(round_)
    return [result for board in round_.contest.boards if (result := _board_result(round_, board, labels)) is not None]


def _board_result(round_: Round, board: Board, labels: Mapping[int, str]) -> BoardResult | None:
    version = rubric_of(round_, board.id)
    if version is None:
        return None
    rules = from_version(version, round_=round_)
    sheets = marks_of(round_, board.id, version)
    entered = components_of(round_) if rules.components else {}
    keys = [rule.key for rule in rules.criteria]
    inputs, judges = [], {}
    for head in heads_of(round_, board.id):
        own = sorted((labels[panelist], marks) for panelist, marks in sheets.get(head.id, ()))
        judges[head.id] = [label for label, _ in own]
        scores = [dict(zip(keys, map(points, marks), strict=True)) for _, marks in own]
        parts = entered.get(head.id, {})
        inputs.append(EntryInput(head.id, scores, parts, head.chair_rank, head.submitted_at, judges[head.id]))
    return BoardResult(board, rules, inputs, judges, rank(rules, inputs), version.rubric.name, version.number)


def judge_labels(round_: Round) -> dict[int, str]:
    """Name the judges of the round, by place in its panels: J01, J02 …

    The order is one that only who knows the secret ids of the places can find. The same judge has the same name on
    every board.
    """
    places = session().execute(select(Panelist.id, Panelist.public_id).where(Panelist.round_id == round_.id))
    order = sorted(places, key=lambda place: sha256(f"{round_.public_id}:{place[1]}".encode()).hexdigest())
    return {ident: f"J{number:02d}" for number, (ident, _) in enumerate(order, 1)}


def publication_in(slug: str, number: int) -> Publication:
    """Return a publication of the contest that stands. Raises NoSuchRecord, also for a withdrawn one."""
    statement = (
        select(Publication)
        .join(Publication.contest)
        .where(Contest.slug == slug, Publication.number == number, Publication.withdrawn_at.is_(None))
        .options(
            contains_eager(Publication.contest).joinedload(Contest.event).joinedload(Event.organiser),
            joinedload(Publication.round),
        )
    )
    return one_or_missing(session().scalars(statement).unique().one_or_none())


def own_award(code: str) -> Award:
    """Return an announced award by the code on its certificate. Raises NoSuchRecord."""
    return one_or_missing(award_by_code(code))


def award_by_code(code: str) -> Award | None:
    """Return an announced award by the code on its certificate, with all that is printed; None when there is none."""
    statement = (
        select(Award)
        .where(Award.public_id == code, Award.announced_at.is_not(None))
        .options(
            joinedload(Award.prize),
            joinedload(Award.application).joinedload(Application.board),
            joinedload(Award.application).joinedload(Application.startup),
            joinedload(Award.application).selectinload(Application.members),
            joinedload(Award.application)
            .joinedload(Application.contest)
            .joinedload(Contest.event)
            .joinedload(Event.organiser),
        )
    )
    return session().scalars(statement).unique().one_or_none()
