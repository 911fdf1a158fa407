"""Who may see a calendar: its owner, and whoever holds the address of its feed."""

from ecosystem.calendar.models import Engagement
from ecosystem.core.access import Action, Actor, Verdict, rule


class CalendarAction(Action):
    """What can be done with calendars."""

    OWN = "calendar:own"  # without a resource: one's own calendar
    SEE = "calendar:see"  # on an engagement: whoever it holds


@rule(CalendarAction.OWN)
def own(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(CalendarAction.SEE)
def see(actor: Actor, engagement: Engagement) -> Verdict:
    return actor.id in engagement.account_ids
