"""Tables of judging."""

from ecosystem.judging.models.panels import Assignment, Conflict, ConflictSource, JudgeProfile, Panelist
from ecosystem.judging.models.results import Award, Bundle, ComponentValue, IssuedDocument, Publication, RoundEntry
from ecosystem.judging.models.rubrics import Criterion, RoundRubric, Rubric, RubricVersion
from ecosystem.judging.models.sheets import EventChain, Score, ScoreEvent, ScoreSheet, SealedEvent

__all__ = [
    "Assignment",
    "Award",
    "Bundle",
    "ComponentValue",
    "Conflict",
    "ConflictSource",
    "Criterion",
    "EventChain",
    "IssuedDocument",
    "JudgeProfile",
    "Panelist",
    "Publication",
    "RoundEntry",
    "RoundRubric",
    "Rubric",
    "RubricVersion",
    "Score",
    "ScoreEvent",
    "ScoreSheet",
    "SealedEvent",
]
