"""Rubrics of real contests, as the domain sees them."""

from decimal import Decimal

from ecosystem.judging.domain.scoring import (
    Component,
    CriterionRule,
    Formula,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
)

D = Decimal


def plain(*maxima: int, **values: object) -> RubricRules:
    """Criteria a, b, c … of these maxima in steps of a half, adding up."""
    criteria = tuple(CriterionRule("abcdefgh"[n], f"Criterion {n}", D(m)) for n, m in enumerate(maxima))
    return RubricRules(criteria, total=D(sum(maxima)), **values)  # type: ignore[arg-type]


THAI_NGUYEN = RubricRules(
    criteria=(
        CriterionRule("innovation", "Tính đổi mới sáng tạo", D(20)),
        CriterionRule("effect", "Hiệu quả kinh tế – xã hội", D(30)),
        CriterionRule("use", "Khả năng áp dụng", D(30)),
    ),
    total=D(80),
    components=(Component("votes", "Bình chọn", D(20), Formula.VOTES, places=1),),
)

QUANG_NGAI = RubricRules(
    criteria=tuple(CriterionRule(key, key, D(m)) for key, m in (("a", 25), ("b", 25), ("c", 20), ("d", 30))),
    pass_mark=D(50),
    no_zero=True,
    tie_break=(TieBreak(TieBreakBy.CRITERION, "a"), TieBreak(TieBreakBy.CHAIR)),
)

LAM_DONG = RubricRules(
    criteria=(
        CriterionRule("people", "Nguồn lực", D(5), weight=D(3), step=D(1)),
        CriterionRule("market", "Thị trường", D(5), weight=D(4), step=D(1)),
        CriterionRule("plan", "Kế hoạch", D(5), weight=D(2), step=D(1)),
    ),
    scale=Scale.WEIGHTS,
    total=D(45),
)


def sheet(rules: RubricRules, *values: object) -> dict[str, Decimal | None]:
    """Scores in the order of the criteria; None where there is none."""
    given = (None if value is None else D(str(value)) for value in values)
    return dict(zip((c.key for c in rules.criteria), given, strict=True))
