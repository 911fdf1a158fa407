"""Where judging stands in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_code, describe_field
from ecosystem.contests.domain.kinds import RoundKind
from ecosystem.core.access import actor
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.judging.kinds import ACTS, CODES, FIELDS
from ecosystem.judging.policies import JudgingAction, seats_of

add_nav_item(
    area="workspace",
    endpoint="judge_desk.rounds",
    title=_l("Judging"),
    icon="gavel",
    action=JudgingAction.JUDGE_DESK,
    order=40,
    when=lambda: bool(seats_of(actor())),
)
add_nav_item(
    area="contest",
    endpoint="judging.overview",
    title=_l("Judging"),
    icon="gavel",
    action=JudgingAction.VIEW,
    order=50,
)
_TABS = {
    "round": (
        ("judging_panels.panel", _l("Panel"), "users", JudgingAction.VIEW),
        ("judging_conflicts.index", _l("Conflicts"), "scale", JudgingAction.SEE_CONFLICTS),
        ("judging_assignment.index", _l("Assignment"), "split", JudgingAction.ASSIGN),
        ("judging_progress.board", _l("Progress"), "list-checks", JudgingAction.VIEW_PROGRESS),
        ("judging_pitch.order", _l("Pitch day"), "mic", JudgingAction.VIEW_PROGRESS),
        ("judging_ranking.board", _l("Ranking"), "list-ordered", JudgingAction.VIEW_RANKING),
        ("judging_deliberation.table", _l("Deliberation"), "messages-square", JudgingAction.DELIBERATE),
        ("judging_results.decisions", _l("Results"), "trophy", JudgingAction.DECIDE),
    ),
    "ranking": (
        ("judging_ranking.board", _l("Ranking"), "list-ordered", JudgingAction.VIEW_RANKING),
        ("judging_fairness.board", _l("Fair ranking"), "arrow-up-down", JudgingAction.VIEW_RANKING),
        ("judging_fairness.reliability", _l("Reliability"), "badge-check", JudgingAction.VIEW_RANKING),
        ("judging_fairness.judges", _l("Judges’ profiles"), "user-search", JudgingAction.VIEW_JUDGE_PROFILES),
    ),
}
_COVERS = {
    "judging_ranking.board": frozenset({"judging_fairness"}),
    "judging_panels.panel": frozenset({"judging_calibration"}),
}
_SUITS = {"judging_pitch.order": lambda round_: round_.kind is RoundKind.PITCH}
for _area, _tabs in _TABS.items():
    for _order, (_endpoint, _title, _icon, _action) in enumerate(_tabs):
        add_nav_item(
            area=_area,
            endpoint=_endpoint,
            title=_title,
            icon=_icon,
            action=_action,
            order=_order * 10,
            covers=_COVERS.get(_endpoint, frozenset()) if _area == "round" else frozenset(),
            suits=_SUITS.get(_endpoint),
        )
add_nav_item(
    area="organiser",
    endpoint="rubric_templates.index",
    title=_l("Rubrics"),
    icon="scroll-text",
    action=JudgingAction.MANAGE_TEMPLATES,
    order=60,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
for _code, _text in CODES.items():
    describe_code(_code, _text)
