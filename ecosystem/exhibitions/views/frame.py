"""What the pages of exhibitions share."""

from typing import cast

from flask.blueprints import BlueprintSetupState

from ecosystem.accounts.models import Account
from ecosystem.core.access import actor
from ecosystem.exhibitions import kinds


def me() -> Account:
    """Return who acts, behind `@requires`."""
    return cast(Account, actor())


def name_things(state: BlueprintSetupState) -> None:
    """Let templates say kinds, colours and states in words."""
    state.app.jinja_env.globals.update(
        booth_kinds=kinds.BOOTH_KINDS,
        zone_colours=kinds.COLOURS,
        exhibition_states=kinds.EXHIBITION_STATES,
        exhibitor_states=kinds.EXHIBITOR_STATES,
        own_exhibitor_states=kinds.OWN_STATES,
        claim_states=kinds.CLAIM_STATES,
        waiting_states=kinds.WAITING_STATES,
    )
