"""Where mentoring stands in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.core.access import actor
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.events.policies import EventAction
from ecosystem.mentoring.kinds.programmes import ACTS, FIELDS
from ecosystem.mentoring.policies.programmes import MentoringAction

add_nav_item(area="public", endpoint="mentoring.index", title=_l("Mentors"), icon="users", order=45)
add_nav_item(
    area="workspace",
    endpoint="mentoring.mine",
    title=_l("Mentoring"),
    icon="compass",
    action=MentoringAction.OWN,
    order=45,
    when=lambda: actor().is_authenticated,
)
add_nav_item(
    area="organiser",
    endpoint="mentoring_desk.index",
    title=_l("Mentoring"),
    icon="compass",
    action=MentoringAction.LIST_PROGRAMMES,
    order=30,
)
add_nav_item(
    area="making",
    endpoint="mentoring_desk.new",
    title=_l("Mentoring programme"),
    icon="compass",
    action=EventAction.EDIT,
    order=30,
)
for _order, (_endpoint, _title, _icon, _action) in enumerate(
    (
        ("show", _l("Overview"), "layout-dashboard", MentoringAction.SEE_DESK),
        ("mentors", _l("Mentors"), "users", MentoringAction.SEE_DESK),
        ("startups", _l("Startups"), "rocket", MentoringAction.SEE_DESK),
        ("request_list", _l("Requests"), "mail", MentoringAction.SEE_DESK),
        ("round_desk", _l("Matching round"), "git-compare-arrows", MentoringAction.SEE_DESK),
        ("match_list", _l("Matches"), "handshake", MentoringAction.SEE_DESK),
        ("session_list", _l("Sessions"), "messages-square", MentoringAction.SEE_DESK),
        ("report", _l("Report"), "chart-column", MentoringAction.SEE_DESK),
        ("settings", _l("Settings"), "settings", MentoringAction.RUN),
    )
):
    _mode = {"request_list": "requests", "round_desk": "round"}.get(_endpoint)
    add_nav_item(
        area="mentoring",
        endpoint=f"mentoring_desk.{_endpoint}",
        title=_title,
        icon=_icon,
        action=_action,
        order=10 + _order,
        suits=lambda programme, mode=_mode: mode is None or programme.mode == mode,
    )

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
