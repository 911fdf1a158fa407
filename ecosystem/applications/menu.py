"""Entries in the menus, and what acts about entries are called in histories."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.domain.status import status_words
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries.fees import PURPOSE
from ecosystem.audit.kinds import describe, describe_code, describe_field
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.payments.kinds import describe_purpose

add_nav_item(
    area="workspace",
    endpoint="entries.mine",
    title=_l("My entries"),
    short=_p("bar", "Entries"),
    icon="lightbulb",
    action=ApplicationAction.LIST_OWN,
    order=20,
)
add_nav_item(
    area="contest",
    endpoint="applications_staff.entries",
    title=_l("Entries"),
    icon="folder-open",
    action=ApplicationAction.LIST,
    order=30,
)

describe_purpose(PURPOSE, _l("Application fee"))

for _name, _text in {
    "enter": _l("Entry begun"),
    "edit": _l("Entry changed"),
    "submit": _l("Entry handed in"),
    "withdraw": _l("Entry withdrawn"),
    "revive": _l("Entry revived"),
    "add_file": _l("File added"),
    "remove_file": _l("File removed"),
    "restore_file": _l("File put back"),
    "add_member": _l("Member added"),
    "edit_member": _l("Member changed"),
    "remove_member": _l("Member taken off"),
    "leave": _l("Member left"),
    "join": _l("Member joined"),
    "invite": _l("Member invited"),
    "decline_invitation": _l("Invitation declined"),
    "hand_over_lead": _l("Lead handed over"),
    "return": _l("Returned for completion"),
    "take_back_return": _l("Return taken back"),
    "accept": _l("Decided: eligible"),
    "reject": _l("Decided: not eligible"),
    "undecide": _l("Decision taken back"),
    "announce": _l("Decision announced"),
    "note": _l("Note kept"),
    "moderate": _l("Gallery decided"),
    "export": _l("Entries exported"),
    "compare": _l("Resemblance judged"),
    "fill_examples": _l("Fictional entries made"),
    "fee_paid": _l("Application fee paid"),
    "fee_waived": _l("Application fee waived"),
    "fee_refunded": _l("Application fee given back"),
}.items():
    describe(f"application.{_name}", _text)

for _name, _text in {
    "state": _l("State"),
    "announced_state": _l("Announced"),
    "submission": _l("Submission"),
    "gallery": _l("Gallery"),
    "until": _l("Until"),
    "board_id": _l("Board"),
    "startup_id": _l("Startup"),
    "may_edit": _l("May edit"),
}.items():
    describe_field(_name, _text)

for _state in ApplicationState:
    describe_code(_state.value, status_words(_state, for_staff=True))
