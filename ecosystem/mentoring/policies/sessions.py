"""Who may do what with mentoring sessions.

The two sides of a match meet and write; the staff of the programme sees that and when they met, never their notes. A
mentor's hours are the mentor's.
"""

from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.mentoring.models import ActionItem, MentoringSession
from ecosystem.mentoring.policies.programmes import RUNNERS, is_side, is_staff, profile_id_of


class SessionAction(Action):
    """What can be done with sessions and hours."""

    LIST = "session:list"  # without a resource: one's own
    SET_HOURS = "session:set_hours"  # without a resource: one's own hours as a mentor
    VIEW = "session:view"  # on a session: both sides and the staff
    WORK = "session:work"  # on a session: both sides
    SETTLE = "session:settle"  # on a session: who runs the programme
    WORK_ITEM = "session:work_item"  # on an action item: both sides


_ONLY_SIDES = _l("Only the mentor and the startup can do this.")


@rule(SessionAction.LIST)
def list_own(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(SessionAction.SET_HOURS)
def set_hours(actor: Actor, _resource: object) -> Verdict:
    """Whoever has a profile as a mentor."""
    has_profile = profile_id_of(actor) is not None
    return has_profile or Denial(_l("Please describe yourself as a mentor first; then you can open your hours."))


@rule(SessionAction.VIEW)
def view(actor: Actor, found: MentoringSession) -> Verdict:
    return is_side(actor, found.mentorship) or is_staff(actor, found.mentorship.programme)


@rule(SessionAction.WORK, see=SessionAction.VIEW)
def work(actor: Actor, found: MentoringSession) -> Verdict:
    return is_side(actor, found.mentorship) or Denial(_ONLY_SIDES)


@rule(SessionAction.SETTLE, see=SessionAction.VIEW)
def settle(actor: Actor, found: MentoringSession) -> Verdict:
    """The staff; nobody decides about themselves."""
    if is_side(actor, found.mentorship):
        return Denial(_l("The organiser decides this; you are one of the two sides."))
    allowed = is_staff(actor, found.mentorship.programme, *RUNNERS)
    return allowed or Denial(_l("Only owners and managers of the organiser can do this."))


@rule(SessionAction.WORK_ITEM)
def work_item(actor: Actor, item: ActionItem) -> Verdict:
    return is_side(actor, item.mentorship)
