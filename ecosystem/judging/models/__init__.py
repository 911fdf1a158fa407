"""Tables of judging."""

from ecosystem.judging.models.panels import Assignment, Conflict, ConflictSource, JudgeProfile, Panelist
from ecosystem.judging.models.results import Award, ComponentValue, Publication, RoundEntry
from ecosystem.judging.models.rubrics import Criterion, RoundRubric, Rubric, RubricVersion
from ecosystem.judging.models.sheets import Score, ScoreEvent, ScoreSheet

__all__ = [
    "Assignment",
    "Award",
    "ComponentValue",
    "Conflict",
    "ConflictSource",
    "Criterion",
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
]
