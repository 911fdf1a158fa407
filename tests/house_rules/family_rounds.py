"""What hangs on one judged round of a family, by the end of the address that names each."""

from typing import Any

from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application, SimilarPair
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.judging.models import (
    AnchorDossier,
    AssignmentRun,
    Calibration,
    CommitteeMember,
    Deliberation,
    EntryBar,
    PitchDay,
    PitchDraw,
    PitchSlot,
)
from tests.support.factories import judging
from tests.support.factories.applications import make_application

PAGES = ("rounds", "panels", "results", "ranking", "progress", "conflicts", "assignment", "fairness", "deliberation")
PAGES += ("pitch", "calibration")


def of_round(round_: Any, entry: Application, by: dict[str, Account]) -> dict[str, str]:
    """A rubric, a panel, a charge, a conflict, a bar, a proposal, a pitch, a deliberation, a calibration."""
    contest: Contest = round_.contest
    version = judging.make_rubric(contest)
    judging.use_rubric(version, round_)
    seat = judging.make_panelist(round_, by["judge"])
    judging.make_panelist(round_, by["chair"], is_chair=True)
    charge = judging.make_assignment(seat, entry)
    judging.make_sheet(charge, version, 10, 10, 10, 10, 5)
    free = judging.make_panelist(round_)
    conflict = judging.make_conflict(judging.make_panelist(round_), entry)
    with transaction() as current:
        run, slot, talk, pair, bar = _more(current, round_, entry, by["owner"])
        anchor = AnchorDossier(application_id=entry.id)
        current.add(Calibration(round_id=round_.id, rubric_version_id=version.id, anchors=[anchor]))
    return {f"/{page}/<public_id>": round_.public_id for page in PAGES} | {
        "/contests/<slug>/judging/rubrics/<public_id>": version.rubric.public_id,
        "/panels/<public_id>/<judge_id>": seat.public_id,
        "/conflicts/<public_id>/<int:conflict_id>": str(conflict.id),
        "/bars/<int:bar_id>": str(bar.id),
        "a judge of the panel": seat.public_id,
        "a judge without that entry": free.public_id,
        "/sheets/<assignment_id>": charge.public_id,
        "/paper/<charge_id>": charge.public_id,
        "/entries/<entry>": entry.public_id,
        "/discussion/<entry>": entry.public_id,
        "/runs/<run_id>": run.public_id,
        "/dossiers/<anchor_id>": anchor.public_id,
        "/calibration/<anchor_id>": anchor.public_id,
        "/places/<slot_id>": slot.public_id,
        "/vote/<member_id>": talk.members[0].public_id,
        "/similar/<public_id>": pair.public_id,
    }


def _more(
    current: Session, round_: Any, entry: Application, owner: Account
) -> tuple[AssignmentRun, PitchSlot, Deliberation, SimilarPair, EntryBar]:
    run = AssignmentRun(
        round_id=round_.id, method="balanced", asked_by_id=owner.id, settings={"per_entry": 3, "seed": 1}
    )
    slot = PitchSlot(round_id=round_.id, application_id=entry.id, position=1)
    talk = Deliberation(round_id=round_.id, members=[CommitteeMember(name="Lê Mẫu Ủy viên")])
    other = make_application(round_.contest)
    measures = {"strength": 900, "likeness": 900, "copied": 900, "compared": "x", "found_at": clock.now()}
    pair = SimilarPair(contest_id=round_.contest_id, entry_id=entry.id, other_id=other.id, **measures)
    bar = session().query(EntryBar).filter_by(application_id=entry.id).first() or EntryBar(application_id=entry.id)
    bar.lifted_at = clock.now()  # while it stands, nobody talks about the entry or calibrates on it
    day = PitchDay(round_id=round_.id)
    current.add_all([run, slot, talk, pair, bar, day])
    current.flush()
    current.add(PitchDraw(day_id=day.id, number=1, seed="1", codes=[], drawn_by_id=owner.id, drawn_at=clock.now()))
    return run, slot, talk, pair, bar
