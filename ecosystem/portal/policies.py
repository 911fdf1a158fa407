"""Who may open the pages across features."""

from ecosystem.core.access import Action, Actor, rule


class PortalAction(Action):
    """Pages of whoever is signed in."""

    WORK = "portal:work"


@rule(PortalAction.WORK)
def work(actor: Actor, _nothing: None = None) -> bool:
    """Everybody signed in has a page of their own work and calendar."""
    return actor.is_authenticated
