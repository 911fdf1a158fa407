"""Starters: whole contests to begin from, after the practice of Vietnamese contests.

Their texts become the organiser's own content, so they are written in both languages here and are not
translated through the catalogue. Rounds begin so many days after entries close.
"""

from flask_babel import lazy_gettext as _l

from ecosystem.contests.domain.kinds import EligibilityKind as E
from ecosystem.contests.domain.kinds import QuestionKind as K
from ecosystem.contests.domain.kinds import RoundKind as R
from ecosystem.contests.domain.starters.parts import (
    Starter,
    StarterBoard,
    StarterPrize,
    StarterQuestion,
    StarterRound,
    StarterSection,
)
from ecosystem.contests.domain.starters.pieces import (
    AUTHORS,
    BUSINESS,
    COMMITMENT,
    DOSSIER,
    FIELDS,
    FULL_ROUNDS,
    IDEA,
    IDEAS_BOARD,
    PROJECTS_BOARD,
    RANKED,
    SCREENING,
    USUAL_RULES,
)

__all__ = ["STARTERS", "Starter", "StarterRound", "StarterSection", "starter_named"]

COMMUNITY_CHOICE = StarterPrize(
    "Giải Bình chọn cộng đồng", "Community choice award", None, 1, 5_000_000, for_each_board=False
)

STARTERS: tuple[Starter, ...] = (
    Starter(
        key="ideas_and_projects",
        title=_l("Ideas and projects"),
        text=_l("Two boards, four rounds, the usual dossier. What most provinces hold."),
        icon="lightbulb",
        boards=(IDEAS_BOARD, PROJECTS_BOARD),
        rounds=FULL_ROUNDS,
        prizes=(
            *RANKED,
            StarterPrize(
                "Giải Bình chọn cộng đồng", "Community choice award", None, 1, 5_000_000, for_each_board=False
            ),
        ),
        sections=(IDEA, BUSINESS, AUTHORS, DOSSIER),
        eligibility=(
            (E.STARTUP_AGE, {"max_years": 5}),
            *USUAL_RULES,
            (E.BOARD, {"board": "du_an", "needs_startup": True}),
        ),
        has_gallery=True,
        commitment=COMMITMENT,
    ),
    Starter(
        key="students",
        title=_l("Students and pupils"),
        text=_l("One board, teams of up to five, a short form, guardians' consent under 16."),
        icon="graduation-cap",
        boards=(StarterBoard("hoc_sinh_sinh_vien", "Bảng Học sinh, sinh viên", "Students and pupils"),),
        rounds=(
            SCREENING,
            StarterRound(R.REVIEW, "Vòng sơ khảo", "Preliminary round", 14, 14, places=15, is_blind=True),
            StarterRound(R.PITCH, "Vòng chung kết", "Final", 40, 1, reviews_per_entry=5),
        ),
        prizes=RANKED,
        sections=(IDEA, AUTHORS, DOSSIER),
        eligibility=((E.TEAM_SIZE, {"min": 1, "max": 5}), (E.ENTRIES_PER_PERSON, {"max": 1}), (E.NO_OFFICIALS, {})),
        entry_days=45,
        has_gallery=True,
        allows_minors=True,
        commitment=COMMITMENT,
    ),
    Starter(
        key="technical",
        title=_l("Technical creativity"),
        text=_l("Solutions in six fields, judged on the dossier and at a site visit (hội thi sáng tạo kỹ thuật)."),
        icon="wrench",
        boards=(StarterBoard("giai_phap", "Giải pháp dự thi", "Solutions"),),
        rounds=(
            SCREENING,
            StarterRound(R.REVIEW, "Chấm hồ sơ", "Judging of the dossiers", 14, 21, places=20, reviews_per_entry=5),
            StarterRound(R.SITE_VISIT, "Thẩm định thực tế", "Site visits", 40, 14, reviews_per_entry=5),
        ),
        prizes=RANKED,
        sections=(
            StarterSection(
                "Giải pháp",
                "The solution",
                (
                    StarterQuestion(
                        "linh_vuc",
                        K.SINGLE_CHOICE,
                        "Lĩnh vực dự thi",
                        "Field",
                        True,
                        {"choices": [{"value": v, "label": a, "label_en": b} for v, a, b in FIELDS]},
                    ),
                    *IDEA.questions,
                    StarterQuestion(
                        "ap_dung_tu", K.DATE, "Đã áp dụng từ ngày", "In use since", False, {"help": "Nếu đã áp dụng."}
                    ),
                ),
            ),
            AUTHORS,
            DOSSIER,
        ),
        eligibility=((E.ENTRIES_PER_PERSON, {"max": 3}), (E.NO_EARLIER_WINNERS, {}), (E.NO_OFFICIALS, {})),
        entry_days=120,
        commitment=COMMITMENT,
    ),
    Starter(
        key="small",
        title=_l("A small contest"),
        text=_l("One board, one round of judging, five questions. Ready in a minute."),
        icon="sprout",
        boards=(StarterBoard("y_tuong", "Bảng Ý tưởng", "Ideas"),),
        rounds=(StarterRound(R.REVIEW, "Chấm hồ sơ", "Judging of the dossiers", 2, 14),),
        prizes=RANKED[:3],
        sections=(
            StarterSection("Ý tưởng", "The idea", IDEA.questions[:3]),
            StarterSection("Nhóm tác giả", "Team", (AUTHORS.questions[0], AUTHORS.questions[3])),
        ),
        eligibility=((E.NO_OFFICIALS, {}),),
        entry_days=30,
        commitment=COMMITMENT,
    ),
    Starter(
        key="blank",
        title=_l("Start from nothing"),
        text=_l("An empty contest, for those who know exactly what they want."),
        icon="file",
    ),
)


def starter_named(key: str) -> Starter:
    """Return the starter `key`. Raises KeyError when there is none."""
    return {starter.key: starter for starter in STARTERS}[key]
