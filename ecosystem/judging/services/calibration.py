"""Use cases of calibration: choosing dossiers, scoring them, and nothing of it in any ranking."""

from collections.abc import Mapping
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.calibration import CALIBRATION, CalibrationState
from ecosystem.judging.domain.scoring import RubricRules, check_score
from ecosystem.judging.models import AnchorDossier, AnchorMarks, Calibration, Panelist, RubricVersion
from ecosystem.judging.queries.calibration import calibration_of, own_anchors
from ecosystem.judging.queries.rubrics import from_version

MOST_ANCHORS = 5


def prepare(round_: Round, version: RubricVersion, *, by: Account) -> Calibration:
    """Begin to prepare the calibration of a round, or return the one there is."""
    with transaction():
        locked(Round, round_.id)
        present = calibration_of(round_)
        if present is not None:
            return present
        made = Calibration(
            round_id=round_.id, rubric_version_id=version.id, state=CalibrationState.PREPARING, message=""
        )
        session().add(made)
        session().flush()
        audit.record("judging.calibration_prepared", round_, by=by.id, scope=round_.contest)
        return made


def add_anchor(calibration: Calibration, application: Application, *, by: Account) -> AnchorDossier:
    """Give the judges one more dossier. Raises Refused once judges score or for more than five, AlreadyTaken twice."""
    with transaction():
        row = _in_preparation(calibration)
        if len(row.anchors) >= MOST_ANCHORS:
            raise Refused(_l("A calibration has at most %(most)s dossiers.", most=MOST_ANCHORS))
        anchor = AnchorDossier(application_id=application.id, position=len(row.anchors), reference={}, comment="")
        with unique_or(_l("This dossier is chosen already.")):
            row.anchors.append(anchor)
            session().flush()
        audit.record("judging.calibration_changed", row.round, by=by.id, scope=row.round.contest, note=application.code)
        return anchor


def remove_anchor(anchor: AnchorDossier, *, by: Account) -> None:
    """Take a dossier out again. Raises Refused once judges score."""
    with transaction():
        row = _in_preparation(anchor.calibration)
        row.anchors.remove(anchor)
        audit.record("judging.calibration_changed", row.round, by=by.id, scope=row.round.contest)


def set_reference(anchor: AnchorDossier, marks: Mapping[str, Decimal | None], comment: str, *, by: Account) -> None:
    """Store the marks agreed for a dossier, all of them or none, and why. Raises Invalid naming what is wrong."""
    with transaction():
        row = locked(Calibration, anchor.calibration_id)
        if row.state is CalibrationState.OPEN:
            raise Refused(_l("Judges are scoring: close the calibration first."))
        given = _checked(from_version(row.rubric_version), marks)
        if given and len(given) < len(row.rubric_version.criteria):
            raise Invalid(_l("Give a reference for every criterion, or for none."))
        anchor.reference, anchor.comment = given, comment.strip()
        audit.record("judging.calibration_changed", row.round, by=by.id, scope=row.round.contest)


def step(calibration: Calibration, name: str, *, message: str = "", by: Account) -> Calibration:
    """Open the calibration for the judges ("open"), or close it ("close"). Raises Refused without two dossiers."""
    with transaction():
        row = locked(Calibration, calibration.id)
        if name == "open" and len(row.anchors) < 2:
            raise Refused(_l("Choose at least two dossiers first."))
        before = row.state
        row.state = CALIBRATION.after(row.state, name)
        if message.strip():
            row.message = message.strip()
        changes = {"state": (before, row.state)}
        audit.record("judging.calibration_changed", row.round, by=by.id, scope=row.round.contest, changes=changes)
        return row


def mark(anchor: AnchorDossier, panelist: Panelist, marks: Mapping[str, Decimal | None]) -> AnchorMarks:
    """Store a judge's marks for a dossier; unfinished ones too, which are not compared.

    Raises Refused while it is not open or with a conflict of interest, Invalid for a mark that cannot stand.
    """
    with transaction() as current:
        row = locked(Calibration, anchor.calibration_id)
        if row.state is not CalibrationState.OPEN:
            raise Refused(_l("The calibration is not open."))
        if anchor not in own_anchors(row, panelist):
            raise Refused(_l("You have a conflict of interest with this entry."))
        given = _checked(from_version(row.rubric_version), marks)
        stored = current.scalar(
            select(AnchorMarks).where(AnchorMarks.anchor_id == anchor.id, AnchorMarks.panelist_id == panelist.id)
        )
        if stored is None:
            stored = AnchorMarks(anchor_id=anchor.id, panelist_id=panelist.id)
            current.add(stored)
        stored.marks, stored.saved_at = given, clock.now()
        stored.is_complete = all(criterion.key in given for criterion in row.rubric_version.criteria)
        return stored


def _in_preparation(calibration: Calibration) -> Calibration:
    row = locked(Calibration, calibration.id)
    scored = select(AnchorMarks.id).join(AnchorDossier, AnchorDossier.id == AnchorMarks.anchor_id)
    begun = session().scalar(scored.where(AnchorDossier.calibration_id == row.id).limit(1)) is not None
    if row.state is CalibrationState.OPEN or begun:
        raise Refused(_l("Judges have begun to score these dossiers; they stay as they are."))
    return row


def _checked(rules: RubricRules, marks: Mapping[str, Decimal | None]) -> dict[str, str]:
    """The marks that were given, as text. Raises Invalid with a message by field."""
    problems: dict[str, str] = {}
    given: dict[str, str] = {}
    for criterion in rules.criteria:
        value = marks.get(criterion.key)
        if value is None:
            continue
        problem = check_score(criterion, value)
        if problem is not None:
            problems[f"score-{criterion.key}"] = str(problem.text)
        given[criterion.key] = str(value)
    if problems:
        raise Invalid(_l("Some of it cannot be saved."), details=problems)
    return given
