"""What the pages of exhibitions share."""

from collections.abc import Iterable
from datetime import date

from flask.blueprints import BlueprintSetupState

from ecosystem.exhibitions import kinds
from ecosystem.exhibitions.models import Exhibition
from ecosystem.payments.domain.refund_rules import last_days
from ecosystem.startups.models import Startup


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


def rule_of(exhibition: Exhibition) -> list[tuple[date, int]]:
    """Return what goes back when a booth is given up, as (last day, percent)."""
    return last_days(exhibition.refund_steps, first_day=exhibition.event.starts_on)


def startup_named(startups: Iterable[Startup], slug: str | None) -> Startup | None:
    """Return the startup chosen in a form, None for an organisation."""
    return next((startup for startup in startups if startup.slug == slug), None)
