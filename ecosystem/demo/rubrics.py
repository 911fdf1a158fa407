"""The rubrics of the data set, as the product knows them."""

from decimal import Decimal
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Contest
from ecosystem.demo import sample
from ecosystem.judging.domain.scoring import (
    Aggregation,
    Anchor,
    CriterionRule,
    RubricRules,
    TieBreak,
    TieBreakBy,
)
from ecosystem.judging.models import RubricVersion
from ecosystem.judging.services.rubrics import RubricDraft, create_rubric


def make_rubric(contest: Contest, code: str, *, by: Account) -> RubricVersion:
    """Make the rubric `code` of the data set in a contest."""
    data = sample.rubric(code)
    draft = RubricDraft(data["name_vi"], rules_of(data), data["name_en"])
    return create_rubric(contest.event.organiser_id, draft, contest=contest, by=by)


def rules_of(data: dict[str, Any]) -> RubricRules:
    """Turn a rubric of the data set into rules. A panel of three judges is enough in the demonstration."""
    how = data["aggregation"]
    trimmed = how["method"] == "trimmed_mean"
    return RubricRules(
        criteria=tuple(_criterion(each, data["step"]) for each in data["criteria"]),
        total=Decimal(data["total"]),
        places=how["rounding"],
        aggregation=Aggregation.TRIMMED_MEAN if trimmed else Aggregation.MEAN,
        trim_from_judges=how["trim_applies_from_judges"] if trimmed else None,
        min_judges=min(how["min_judges"], 3),
        pass_mark=Decimal(how["pass_total"]),
        no_zero=how["fail_if_any_zero"],
        tie_break=tuple(_tie_break(step) for step in how["tie_break"]),
    )


def _criterion(data: dict[str, Any], step: float) -> CriterionRule:
    maximum = Decimal(data["max_points"])
    half, four_fifths = (maximum * share / 10 for share in (5, 8))
    return CriterionRule(
        key=data["code"],
        name=data["vi"],
        name_en=data["en"],
        description=data["guide_vi"],
        maximum=maximum,
        step=Decimal(str(step)),
        comment_below=maximum * 3 / 10,
        anchors=(
            Anchor(Decimal(0), half, "Chưa đạt: nêu chung chung, thiếu căn cứ"),
            Anchor(half, four_fifths, "Đạt: rõ ràng, có căn cứ nhưng còn điểm cần làm rõ"),
            Anchor(four_fifths, maximum, "Nổi bật: thuyết phục, có số liệu và khác biệt"),
        ),
    )


def _tie_break(step: str) -> TieBreak:
    return TieBreak(TieBreakBy.CHAIR) if step == "chair_vote" else TieBreak(TieBreakBy.CRITERION, step)
