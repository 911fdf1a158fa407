"""The calibration of a round: its dossiers, who has scored them, how far off everybody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event
from ecosystem.judging.domain.calibration import AnchorSheet, CalibrationState, Deviation, deviations
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.domain.scoring import RubricRules
from ecosystem.judging.models import (
    AnchorDossier,
    AnchorMarks,
    Calibration,
    Deliberation,
    Panelist,
    RoundRubric,
    RubricVersion,
)
from ecosystem.judging.queries.bars import barred_entries, is_barred
from ecosystem.judging.queries.rubrics import from_version

MOST_FOUND = 20


@dataclass(frozen=True)
class Measured:
    """A calibration with everything scored so far. `deviations` by the panelist's id."""

    calibration: Calibration
    rules: RubricRules
    panel: Sequence[Panelist]
    marks: dict[tuple[int, int], AnchorMarks]
    deviations: dict[int, Deviation]

    def done_by(self, panelist_id: int) -> int:
        """How many dossiers a judge has scored whole."""
        return sum(row.is_complete for (_anchor, who), row in self.marks.items() if who == panelist_id)


class Beside(NamedTuple):
    """What a judge finds beside the queue of a round."""

    is_discussed: bool
    is_calibrated: bool


def beside(round_id: int) -> Beside:
    """Tell whether the round has a discussion of the jury and a calibration to take part in; one statement."""
    discussed = exists().where(Deliberation.round_id == round_id)
    calibrated = exists().where(Calibration.round_id == round_id, Calibration.state != CalibrationState.PREPARING)
    return Beside(*session().execute(select(discussed, calibrated)).one())


def calibration_of(round_: Round) -> Calibration | None:
    """Return the calibration of the round with its dossiers and rubric, None where there is none."""
    return session().scalar(
        select(Calibration)
        .where(Calibration.round_id == round_.id)
        .options(
            selectinload(Calibration.anchors).joinedload(AnchorDossier.application).joinedload(Application.contest),
            joinedload(Calibration.rubric_version).selectinload(RubricVersion.criteria),
        )
    )


def measured(calibration: Calibration) -> Measured:
    """Return who scored what and how far off everybody is; three statements."""
    ids = [anchor.id for anchor in calibration.anchors]
    rows = session().scalars(select(AnchorMarks).where(AnchorMarks.anchor_id.in_(ids))).all()
    panel = session().scalars(
        select(Panelist)
        .where(Panelist.round_id == calibration.round_id, Panelist.state == PanelistState.ACCEPTED)
        .order_by(Panelist.name, Panelist.id)
    )
    rules = from_version(calibration.rubric_version)
    seated = list(panel)
    places = {panelist.id for panelist in seated}
    sheets = [
        AnchorSheet(row.panelist_id, row.anchor_id, numbers(row.marks))
        for row in rows
        if row.is_complete and row.panelist_id in places
    ]
    references = {anchor.id: numbers(anchor.reference) for anchor in calibration.anchors if anchor.reference}
    found = deviations(rules, sheets, references)
    return Measured(calibration, rules, seated, {(row.anchor_id, row.panelist_id): row for row in rows}, found)


def marks_of(anchor: AnchorDossier, panelist: Panelist) -> AnchorMarks | None:
    """Return what the judge gave the dossier so far, None for nothing."""
    statement = select(AnchorMarks).where(AnchorMarks.anchor_id == anchor.id, AnchorMarks.panelist_id == panelist.id)
    return session().scalar(statement)


def numbers(marks: dict[str, str]) -> dict[str, Decimal]:
    """Return stored marks as numbers."""
    return {key: Decimal(value) for key, value in marks.items()}


def versions_in(round_: Round) -> Sequence[RubricVersion]:
    """Return the versions of rubrics the round scores with, without doubles."""
    statement = (
        select(RubricVersion)
        .where(RubricVersion.id.in_(select(RoundRubric.rubric_version_id).where(RoundRubric.round_id == round_.id)))
        .options(joinedload(RubricVersion.rubric), selectinload(RubricVersion.criteria))
        .order_by(RubricVersion.id)
    )
    return session().scalars(statement).all()


def anchors_to_choose(round_: Round, words: str) -> Sequence[Application]:
    """Return entries of the organiser's contests that were handed in and match `words`, this contest's last."""
    if not words.strip():
        return []
    statement = (
        select(Application)
        .join(Contest, Contest.id == Application.contest_id)
        .join(Event, Event.id == Contest.event_id)
        .where(
            Event.organiser_id == round_.contest.event.organiser_id,
            Application.number.is_not(None),
            Application.is_test.is_(False),
            matches(Application.search_text, words),
        )
        .options(
            load_only(Application.public_id, Application.code, Application.title, Application.contest_id),
            joinedload(Application.contest).load_only(Contest.title, Contest.title_en),
        )
        .order_by(Application.contest_id == round_.contest_id, Application.id.desc())
        .limit(MOST_FOUND)
    )
    return session().scalars(statement).all()


def anchor_to_add(round_: Round, public_id: str) -> Application:
    """Return an entry of the organiser that may become an anchor dossier. Raises NoSuchRecord."""
    statement = (
        select(Application)
        .join(Contest, Contest.id == Application.contest_id)
        .join(Event, Event.id == Contest.event_id)
        .where(
            Application.public_id == public_id,
            Application.number.is_not(None),
            Event.organiser_id == round_.contest.event.organiser_id,
        )
    )
    return one_or_missing(session().scalar(statement))


def own_anchors(calibration: Calibration, panelist: Panelist) -> list[AnchorDossier]:
    """Return the dossiers a judge is to score: those without a conflict of interest."""
    if panelist.account_id is None:
        return []
    barred = barred_entries(panelist.account_id, [anchor.application_id for anchor in calibration.anchors])
    return [anchor for anchor in calibration.anchors if anchor.application_id not in barred]


def reads_as_anchor(account_id: int, application_id: int) -> bool:
    """Tell whether a person may read the entry because a calibration that is open gave it to them."""
    found = session().scalar(
        select(AnchorDossier.id)
        .join(AnchorDossier.calibration)
        .join(Panelist, Panelist.round_id == Calibration.round_id)
        .where(
            AnchorDossier.application_id == application_id,
            Calibration.state == CalibrationState.OPEN,
            Panelist.account_id == account_id,
            Panelist.state == PanelistState.ACCEPTED,
        )
        .limit(1)
    )
    return found is not None and not is_barred(account_id, application_id)
