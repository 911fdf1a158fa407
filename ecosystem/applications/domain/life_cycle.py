"""The life cycle of an entry up to the rounds; what happens in rounds is judging's."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class ApplicationState(StrEnum):
    """Stored states. A submitted entry may be edited and submitted again until the deadline."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"


IN_CONTEST = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ELIGIBLE)


_S = ApplicationState

LIFE_CYCLE: StateMachine[ApplicationState] = StateMachine(
    step("submit", [_S.DRAFT, _S.SUBMITTED, _S.RETURNED], _S.SUBMITTED, _l("Submit the entry")),
    step("withdraw", [_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.ELIGIBLE], _S.WITHDRAWN, _l("Withdraw the entry")),
    step("revive", [_S.WITHDRAWN], _S.DRAFT, _l("Revive")),
    step("return", [_S.SUBMITTED], _S.RETURNED, _l("Return for completion")),
    step("accept", [_S.SUBMITTED, _S.RETURNED, _S.INELIGIBLE], _S.ELIGIBLE, _l("Eligible")),
    step("reject", [_S.SUBMITTED, _S.RETURNED, _S.ELIGIBLE], _S.INELIGIBLE, _l("Not eligible")),
    step("undecide", [_S.ELIGIBLE, _S.INELIGIBLE], _S.SUBMITTED, _l("Take the decision back")),
)
