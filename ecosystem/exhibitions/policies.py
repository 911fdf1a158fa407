"""Who may do what with exhibitions and exhibitors: the organiser's staff by their role, exhibitors for themselves."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select

from ecosystem.accounts.models import Account
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.core.errors import Text
from ecosystem.events.models import Event, StaffRole
from ecosystem.events.policies import has_role, organiser_ids
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    Exhibition,
    ExhibitionState,
    Exhibitor,
    ExhibitorInvitation,
    ExhibitorMember,
    ExhibitorState,
    Hall,
    SwapRequest,
    WaitingPlace,
    Zone,
)
from ecosystem.startups.policies import is_member, startup_ids

RUNNERS = (StaffRole.OWNER, StaffRole.MANAGER)
ONLY_RUNNERS = _l("Only owners and managers of the organiser can do this.")
OVER = (ExhibitionState.CANCELLED,)


class ExhibitionAction(Action):
    """What can be done with exhibitions: `view` by anybody, `see_desk` by staff; `list` and `create` in an event."""

    VIEW = "exhibition:view"
    LIST = "exhibition:list"
    CREATE = "exhibition:create"
    SEE_DESK = "exhibition:see_desk"
    EDIT = "exhibition:edit"
    PUBLISH = "exhibition:publish"
    DECIDE = "exhibition:decide"
    APPLY = "exhibition:apply"


class ExhibitorAction(Action):
    """What can be done with exhibitors. `view` is anybody's view of one that is in, `see` the exhibitor's own desk."""

    LIST_MINE = "exhibitor:list_mine"
    VIEW = "exhibitor:view"
    SEE = "exhibitor:see"
    MANAGE = "exhibitor:manage"
    CHOOSE = "exhibitor:choose"
    ANSWER_INVITATION = "exhibitor:answer_invitation"


def is_public(exhibition: Exhibition) -> bool:
    """Tell whether anybody may see the exhibition: it was published once, whatever became of it."""
    return exhibition.state is not ExhibitionState.DRAFT and exhibition.published_at is not None


def public_exhibitions() -> ColumnElement[bool]:
    """Condition: the same as `is_public`, for lists."""
    return (Exhibition.state != ExhibitionState.DRAFT) & Exhibition.published_at.is_not(None)


def visible_exhibitions(actor: Actor) -> ColumnElement[bool]:
    """Condition: the same as the rule of ExhibitionAction.VIEW, for lists of Exhibition joined to Event."""
    public = public_exhibitions()
    if actor.is_operator:
        return or_(public, Exhibition.id.is_not(None))
    own = organiser_ids(actor)
    return or_(public, Event.organiser_id.in_(own)) if own else public


def is_staff(actor: Actor, exhibition: Exhibition, *roles: StaffRole) -> bool:
    """Tell whether the actor is on the staff of the organiser with one of `roles` (any when none)."""
    return has_role(actor, exhibition.event.organiser_id, *roles)


def exhibitor_ids(actor: Actor) -> frozenset[int]:
    """Return the ids of the exhibitors the actor is listed with; one statement a request."""
    if actor.id is None:
        return frozenset()
    account_id = actor.id

    def load() -> frozenset[int]:
        wanted = select(ExhibitorMember.exhibitor_id).where(ExhibitorMember.account_id == account_id)
        return frozenset(session().scalars(wanted))

    return remembered(("exhibitor_memberships", account_id), load)


def acts_for(actor: Actor, exhibitor: Exhibitor) -> bool:
    """Tell whether the actor is listed with the exhibitor or in the team of the startup that exhibits."""
    if exhibitor.id in exhibitor_ids(actor):
        return True
    return exhibitor.startup_id is not None and is_member(actor, exhibitor.startup_id)


def own_exhibitors(actor: Actor) -> ColumnElement[bool]:
    """Condition: the same as `acts_for`, for lists."""
    return or_(Exhibitor.id.in_(exhibitor_ids(actor)), Exhibitor.startup_id.in_(startup_ids(actor)))


@rule(ExhibitionAction.VIEW)
def view(actor: Actor, exhibition: Exhibition) -> Verdict:
    return is_public(exhibition) or is_staff(actor, exhibition)


@rule(ExhibitionAction.LIST)
def list_exhibitions(actor: Actor, event: Event) -> Verdict:
    return has_role(actor, event.organiser_id)


@rule(ExhibitionAction.CREATE, see=ExhibitionAction.LIST)
def create(actor: Actor, event: Event) -> Verdict:
    return has_role(actor, event.organiser_id, *RUNNERS) or Denial(ONLY_RUNNERS)


Placed = Exhibition | Hall | Zone | Booth | Exhibitor | ExhibitorInvitation | BoothClaim


def exhibition_of(placed: Placed) -> Exhibition:
    """Return the exhibition that something belongs to: the staff's rules are about it."""
    if isinstance(placed, Exhibition):
        return placed
    return placed.exhibitor.exhibition if isinstance(placed, BoothClaim) else placed.exhibition


@dataclass(frozen=True)
class SwapSide:
    """A wish to swap as one of its two exhibitors comes to it."""

    swap: SwapRequest
    exhibitor: Exhibitor


Acting = Exhibitor | BoothClaim | WaitingPlace | SwapSide


def exhibitor_behind(acting: Acting) -> Exhibitor:
    """Return the exhibitor that something belongs to: the exhibitors' rules are about it."""
    return acting if isinstance(acting, Exhibitor) else acting.exhibitor


@rule(ExhibitionAction.SEE_DESK)
def see_desk(actor: Actor, placed: Placed) -> Verdict:
    return is_staff(actor, exhibition_of(placed))


@rule(ExhibitionAction.EDIT, see=ExhibitionAction.SEE_DESK)
def edit(actor: Actor, placed: Placed) -> Verdict:
    exhibition = exhibition_of(placed)
    if exhibition.state in OVER:
        return Denial(_l("This exhibition is cancelled; it can be read, not changed."))
    return is_staff(actor, exhibition, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ExhibitionAction.PUBLISH, see=ExhibitionAction.SEE_DESK)
def publish(actor: Actor, exhibition: Exhibition) -> Verdict:
    return is_staff(actor, exhibition, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ExhibitionAction.DECIDE, see=ExhibitionAction.SEE_DESK)
def decide(actor: Actor, placed: Placed) -> Verdict:
    return edit(actor, placed)


@rule(ExhibitionAction.APPLY, see=ExhibitionAction.VIEW)
def apply(actor: Actor, exhibition: Exhibition) -> Verdict:
    if not is_public(exhibition):
        return False
    if isinstance(actor, Account) and (actor.is_verified or actor.is_operator):
        return True
    return Denial(_l("Please confirm your e-mail address first; then you can apply for a place."))


@rule(ExhibitorAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(ExhibitorAction.VIEW)
def view_exhibitor(actor: Actor, exhibitor: Exhibitor) -> Verdict:
    """Anybody sees whoever is in a public exhibition; the rest is for the exhibitor and the staff."""
    if exhibitor.state is ExhibitorState.ACCEPTED and is_public(exhibitor.exhibition):
        return True
    return see_exhibitor(actor, exhibitor)


@rule(ExhibitorAction.SEE)
def see_exhibitor(actor: Actor, acting: Acting) -> Verdict:
    exhibitor = exhibitor_behind(acting)
    return acts_for(actor, exhibitor) or is_staff(actor, exhibitor.exhibition)


@rule(ExhibitorAction.MANAGE, see=ExhibitorAction.SEE)
def manage_exhibitor(actor: Actor, acting: Acting) -> Verdict:
    return acts_for(actor, exhibitor_behind(acting)) or Denial(ONLY_EXHIBITOR)


@rule(ExhibitorAction.CHOOSE, see=ExhibitorAction.SEE)
def choose_booth(actor: Actor, acting: Acting) -> Verdict:
    exhibitor = exhibitor_behind(acting)
    if not acts_for(actor, exhibitor):
        return Denial(ONLY_EXHIBITOR)
    if exhibitor.state is not ExhibitorState.ACCEPTED:
        return Denial(_l("A booth can be chosen once the organiser has accepted the application."))
    return True


@rule(ExhibitorAction.ANSWER_INVITATION)
def answer_invitation(actor: Actor, invitation: ExhibitorInvitation) -> Verdict:
    """Whoever proved that the invited address is theirs."""
    return isinstance(actor, Account) and actor.is_verified and actor.email_key == invitation.email_key


ONLY_EXHIBITOR: Text = _l("Only the people of this exhibitor can do this.")
