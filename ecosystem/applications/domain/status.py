"""What the state of an entry is called, for its team and for the staff, and what comes next."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ecosystem.applications.domain.life_cycle import ApplicationState

_S = ApplicationState

_FOR_TEAM: dict[ApplicationState, LazyString] = {
    _S.DRAFT: _l("Draft"),
    _S.SUBMITTED: _l("Submitted"),
    _S.RETURNED: _l("To be completed"),
    _S.ELIGIBLE: _l("Eligible"),
    _S.INELIGIBLE: _l("Not eligible"),
    _S.WITHDRAWN: _l("Withdrawn by the team"),
}
_FOR_STAFF: dict[ApplicationState, LazyString] = _FOR_TEAM | {
    _S.SUBMITTED: _l("To be checked"),
    _S.RETURNED: _l("Returned"),
}
_NEXT: dict[ApplicationState, LazyString] = {
    _S.DRAFT: _l("Fill in the form and hand the entry in before the deadline."),
    _S.SUBMITTED: _l("The organiser checks whether the entry is complete and eligible. You will get a mail."),
    _S.RETURNED: _l("Something is missing. Please complete the entry and hand it in again by the date given."),
    _S.ELIGIBLE: _l("The entry goes to the judges. You will get a mail when the results are announced."),
    _S.INELIGIBLE: _l("The entry does not take part. The reason is given below; the organiser answers questions."),
    _S.WITHDRAWN: _l("The entry does not take part. You can revive it before the deadline."),
}
_LEVEL = {
    _S.DRAFT: "neutral",
    _S.SUBMITTED: "info",
    _S.RETURNED: "warning",
    _S.ELIGIBLE: "success",
    _S.INELIGIBLE: "error",
    _S.WITHDRAWN: "neutral",
}
_ICON = {
    _S.DRAFT: "pencil-line",
    _S.SUBMITTED: "send",
    _S.RETURNED: "undo-2",
    _S.ELIGIBLE: "circle-check",
    _S.INELIGIBLE: "circle-x",
    _S.WITHDRAWN: "circle-slash",
}


def status_words(state: ApplicationState, *, for_staff: bool = False) -> LazyString:
    """Return what a state is called; the team is shown the announced state only."""
    return (_FOR_STAFF if for_staff else _FOR_TEAM)[state]


def next_step(state: ApplicationState) -> LazyString:
    """Return a sentence about what happens next, for the team."""
    return _NEXT[state]


def level_of(state: ApplicationState) -> str:
    """Return the tone of a state's badge."""
    return _LEVEL[state]


def icon_of(state: ApplicationState) -> str:
    """Return the icon of a state's badge."""
    return _ICON[state]
