"""Tables of judging."""

from ecosystem.judging.models import ranking_changes  # noqa: F401  listens from now on
from ecosystem.judging.models.analysis import Analysis
from ecosystem.judging.models.calibration import AnchorDossier, AnchorMarks, Calibration
from ecosystem.judging.models.deliberation import CommitteeMember, Deliberation, Remark
from ecosystem.judging.models.panels import Assignment, Conflict, ConflictSource, EntryBar, JudgeProfile, Panelist
from ecosystem.judging.models.pitching import PaperSheet, PitchDay, PitchDraw, PitchSlot
from ecosystem.judging.models.rankings import KeptRanking, RankingChange, RankingEpoch
from ecosystem.judging.models.results import Award, Bundle, ComponentValue, IssuedDocument, Publication, RoundEntry
from ecosystem.judging.models.rubrics import Criterion, RoundRubric, Rubric, RubricVersion
from ecosystem.judging.models.runs import AssignmentRun, RunState
from ecosystem.judging.models.sheets import EventChain, Score, ScoreEvent, ScoreSheet, SealedEvent

__all__ = [
    "Analysis",
    "AnchorDossier",
    "AnchorMarks",
    "Assignment",
    "AssignmentRun",
    "Award",
    "Bundle",
    "Calibration",
    "CommitteeMember",
    "ComponentValue",
    "Conflict",
    "ConflictSource",
    "Criterion",
    "Deliberation",
    "EntryBar",
    "EventChain",
    "IssuedDocument",
    "JudgeProfile",
    "KeptRanking",
    "Panelist",
    "PaperSheet",
    "PitchDay",
    "PitchDraw",
    "PitchSlot",
    "Publication",
    "RankingChange",
    "RankingEpoch",
    "Remark",
    "RoundEntry",
    "RoundRubric",
    "Rubric",
    "RubricVersion",
    "RunState",
    "Score",
    "ScoreEvent",
    "ScoreSheet",
    "SealedEvent",
]
