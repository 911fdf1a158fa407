"""Life cycles declared as data: every state × every step of every machine of the product."""

import pytest

from ecosystem.applications.domain import life_cycle as applications
from ecosystem.contests.domain import life_cycle as contests
from ecosystem.core.errors import InvalidTransition
from ecosystem.judging.domain import life_cycle as judging

MACHINES = [
    contests.LIFE_CYCLE,
    applications.LIFE_CYCLE,
    judging.SHEET_LIFE_CYCLE,
    judging.PANELIST_LIFE_CYCLE,
]
CASES = [
    (machine, state, name)
    for machine in MACHINES
    for state in type(next(iter(machine.transitions.values())).target)
    for name in machine.transitions
]


@pytest.mark.parametrize(("machine", "state", "name"), CASES)
def test_a_step_leads_where_it_says_or_is_refused(machine, state, name):
    transition = machine.transitions[name]
    if state in transition.sources:
        assert machine.after(state, name) is transition.target
        assert transition in machine.available(state)
    else:
        with pytest.raises(InvalidTransition):
            machine.after(state, name)
        assert transition not in machine.available(state)


def test_every_state_of_a_contest_can_be_reached():
    reached = {contests.ContestState.DRAFT}
    for _ in contests.ContestState:
        reached |= {t.target for state in reached for t in contests.LIFE_CYCLE.available(state)}
    assert reached == set(contests.ContestState)
