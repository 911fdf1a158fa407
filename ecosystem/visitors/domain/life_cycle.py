"""The steps of a registration."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step
from ecosystem.visitors.domain.states import RegistrationState as State

HOLDING = (State.UNVERIFIED, State.AWAITING_PAYMENT, State.OFFERED, State.CONFIRMED)
LIVE = (*HOLDING, State.WAITING)
EXPIRING = (State.UNVERIFIED, State.AWAITING_PAYMENT, State.OFFERED)

LIFE: StateMachine[State] = StateMachine(
    step("ask_to_pay", [State.UNVERIFIED, State.OFFERED], State.AWAITING_PAYMENT, _l("Pay")),
    step("confirm", [State.UNVERIFIED, State.OFFERED, State.AWAITING_PAYMENT], State.CONFIRMED, _l("Confirm")),
    step("offer", [State.WAITING], State.OFFERED, _l("Offer a place")),
    step("cancel", LIVE, State.CANCELLED, _l("Cancel")),
    step("expire", EXPIRING, State.EXPIRED, _l("Let it expire")),
)
