"""Who may do what with organisers and events.

The staff of an organiser have one role each. Operators of the deployment count as owners everywhere.
"""

from functools import cache

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, true

from ecosystem.accounts.models import Account
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.events.models import (
    Event,
    EventState,
    Organiser,
    Partner,
    Speaker,
    StaffInvitation,
    StaffMember,
    StaffRole,
)

RUNNERS = (StaffRole.OWNER, StaffRole.MANAGER)
PUBLIC_STATES = (EventState.PUBLISHED, EventState.CANCELLED, EventState.ARCHIVED)


class OrganiserAction(Action):
    """What can be done with organisers."""

    LIST_MINE = "organiser:list_mine"
    FOUND = "organiser:found"
    APPROVE = "organiser:approve"
    VIEW = "organiser:view"
    EDIT = "organiser:edit"
    MANAGE_STAFF = "organiser:manage_staff"
    LEAVE = "organiser:leave"
    READ_HISTORY = "organiser:read_history"
    CREATE_EVENT = "organiser:create_event"
    ANSWER_INVITATION = "organiser:answer_invitation"


class EventAction(Action):
    """What can be done with events. `see_desk` is the staff's view of it, `view` anybody's."""

    VIEW = "event:view"
    SEE_DESK = "event:see_desk"
    EDIT = "event:edit"
    PUBLISH = "event:publish"
    CLONE = "event:clone"
    SEE_PICTURE = "event:see_picture"


def staff_role(actor: Actor, organiser_id: int) -> StaffRole | None:
    """Return the actor's role on the staff of an organiser; operators are owners, strangers None.

    One statement a request, whatever the number of organisers asked about.
    """
    if actor.is_operator:
        return StaffRole.OWNER
    return _roles_of(actor).get(organiser_id)


def has_role(actor: Actor, organiser_id: int, *roles: StaffRole) -> bool:
    """Tell whether the actor has one of `roles` (any role when none is named) with an organiser."""
    role = staff_role(actor, organiser_id)
    return role is not None and (not roles or role in roles)


def organiser_ids(actor: Actor) -> frozenset[int]:
    """Return the ids of the organisers on whose staff the actor is."""
    return frozenset(_roles_of(actor))


def is_staff_anywhere(actor: Actor) -> bool:
    """Tell whether the actor works for an organiser, or runs the deployment."""
    return actor.is_operator or bool(_roles_of(actor))


def _roles_of(actor: Actor) -> dict[int, StaffRole]:
    if actor.id is None:
        return {}
    account_id = actor.id

    def load() -> dict[int, StaffRole]:
        rows = session().execute(_roles(), {"account_id": account_id})
        return {row.organiser_id: row.role for row in rows}

    return remembered(("staff_roles", account_id), load)


@cache
def _roles() -> Select[int, StaffRole]:
    """Built once: nearly every page asks it for its menu."""
    return select(StaffMember.organiser_id, StaffMember.role).where(StaffMember.account_id == bindparam("account_id"))


def may_found_freely() -> bool:
    """Tell whether an organiser may publish at once, without an operator's approval."""
    return not current_app.config["SETTINGS"].organisers_need_approval


@rule(OrganiserAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(OrganiserAction.FOUND)
def found(actor: Actor, _resource: object) -> Verdict:
    if isinstance(actor, Account) and (actor.is_verified or actor.is_operator):
        return True
    return Denial(_l("Please confirm your e-mail address first; then you can found an organiser."))


@rule(OrganiserAction.APPROVE)
def approve(actor: Actor, _organiser: Organiser | None) -> Verdict:
    return actor.is_operator


@rule(OrganiserAction.VIEW)
def view_organiser(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id)


@rule(OrganiserAction.EDIT, see=OrganiserAction.VIEW)
def edit_organiser(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id, *RUNNERS) or Denial(_l("Only owners and managers can change this."))


@rule(OrganiserAction.MANAGE_STAFF, see=OrganiserAction.VIEW)
def manage_staff(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id, StaffRole.OWNER) or Denial(_l("Only owners can change the staff."))


@rule(OrganiserAction.LEAVE, see=OrganiserAction.VIEW)
def leave(actor: Actor, organiser: Organiser) -> Verdict:
    return organiser.id in organiser_ids(actor)


@rule(OrganiserAction.READ_HISTORY, see=OrganiserAction.VIEW)
def read_history(actor: Actor, organiser: Organiser) -> Verdict:
    allowed = has_role(actor, organiser.id, *RUNNERS, StaffRole.OBSERVER)
    return allowed or Denial(_l("Only owners, managers and observers can read the history."))


@rule(OrganiserAction.CREATE_EVENT, see=OrganiserAction.VIEW)
def create_event(actor: Actor, organiser: Organiser) -> Verdict:
    return edit_organiser(actor, organiser)


@rule(OrganiserAction.ANSWER_INVITATION)
def answer_invitation(actor: Actor, invitation: StaffInvitation) -> Verdict:
    """Whoever proved that the invited address is theirs."""
    return isinstance(actor, Account) and actor.is_verified and actor.email_key == invitation.email_key


@rule(EventAction.VIEW)
def view_event(actor: Actor, event: Event) -> Verdict:
    return is_public(event) or has_role(actor, event.organiser_id)


@rule(EventAction.SEE_DESK)
def see_desk(actor: Actor, event: Event) -> Verdict:
    return has_role(actor, event.organiser_id)


@rule(EventAction.EDIT, see=EventAction.SEE_DESK)
def edit_event(actor: Actor, event: Event) -> Verdict:
    if event.state is EventState.ARCHIVED:
        return Denial(_l("This event is archived. Take it out of the archive to change it."))
    return has_role(actor, event.organiser_id, *RUNNERS) or Denial(_l("Only owners and managers can change this."))


@rule(EventAction.PUBLISH, see=EventAction.SEE_DESK)
def publish_event(actor: Actor, event: Event) -> Verdict:
    return has_role(actor, event.organiser_id, *RUNNERS) or Denial(_l("Only owners and managers can change this."))


@rule(EventAction.CLONE, see=EventAction.SEE_DESK)
def clone_event(actor: Actor, event: Event) -> Verdict:
    return publish_event(actor, event)


@rule(EventAction.SEE_PICTURE)
def see_picture(actor: Actor, pictured: Speaker | Partner) -> Verdict:
    """A photo or logo is seen by whoever sees the event."""
    return view_event(actor, pictured.event)


def is_public(event: Event) -> bool:
    """Tell whether anybody may see the event: it was published once, whatever became of it."""
    return event.state in PUBLIC_STATES and event.published_at is not None


def visible_events(actor: Actor) -> ColumnElement[bool]:
    """Condition: the same as the rule of EventAction.VIEW, for lists."""
    if actor.is_operator:
        return true()
    public = and_(Event.state.in_(PUBLIC_STATES), Event.published_at.is_not(None))
    own = organiser_ids(actor)
    return or_(public, Event.organiser_id.in_(own)) if own else public


def own_organisers(actor: Actor) -> ColumnElement[bool]:
    """Condition: the same as the rule of OrganiserAction.VIEW, for lists."""
    return true() if actor.is_operator else Organiser.id.in_(organiser_ids(actor))
