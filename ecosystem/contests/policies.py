"""Who may do what with contests: by the role on the staff of the organiser that holds the event."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_

from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.errors import Text
from ecosystem.events.models import Event, Organiser, StaffRole
from ecosystem.events.policies import has_role, organiser_ids

RUNNERS = (StaffRole.OWNER, StaffRole.MANAGER)
SCREENERS = (*RUNNERS, StaffRole.SCREENER)
ONLY_RUNNERS = _l("Only owners and managers of the organiser can do this.")
ONLY_SCREENERS = _l("Only owners, managers and screeners of the organiser can do this.")
ENDED = (ContestState.ARCHIVED, ContestState.CANCELLED)


class ContestAction(Action):
    """What can be done with a contest. `view_public` is anybody's view of it, `view` the staff's."""

    VIEW_PUBLIC = "contest:view_public"
    VIEW = "contest:view"
    CREATE = "contest:create"
    LIST = "contest:list"
    EDIT = "contest:edit"
    PUBLISH = "contest:publish"
    END = "contest:end"
    CLONE = "contest:clone"
    AMEND = "contest:amend"
    EXTEND = "contest:extend"
    ASK = "contest:ask"
    ANSWER = "contest:answer"
    MANAGE_ENTRIES = "contest:manage_entries"
    SCREEN = "contest:screen"
    DECIDE = "contest:decide"
    READ_HISTORY = "contest:read_history"


def is_public(contest: Contest) -> bool:
    """Tell whether anybody may see the contest: it is published, or was and ended since."""
    return contest.state is not ContestState.DRAFT and contest.published_at is not None


def is_staff(actor: Actor, contest: Contest, *roles: StaffRole) -> bool:
    """Tell whether the actor is on the staff of the contest's organiser with one of `roles` (any when none)."""
    return has_role(actor, contest.event.organiser_id, *roles)


def visible_contests(actor: Actor) -> ColumnElement[bool]:
    """Condition: the same as the rule of ContestAction.VIEW_PUBLIC, for lists of Contest joined to Event."""
    public = (Contest.state != ContestState.DRAFT) & Contest.published_at.is_not(None)
    if actor.is_operator:
        return or_(public, Contest.id.is_not(None))
    own = organiser_ids(actor)
    return or_(public, Event.organiser_id.in_(own)) if own else public


def public_contests() -> ColumnElement[bool]:
    """Condition: what anybody may see, the same as `is_public`."""
    return (Contest.state != ContestState.DRAFT) & Contest.published_at.is_not(None)


@rule(ContestAction.VIEW_PUBLIC)
def view_public(actor: Actor, contest: Contest) -> Verdict:
    return is_public(contest) or is_staff(actor, contest)


@rule(ContestAction.VIEW)
def view(actor: Actor, contest: Contest) -> Verdict:
    return is_staff(actor, contest)


@rule(ContestAction.LIST)
def list_contests(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id)


@rule(ContestAction.CREATE, see=ContestAction.LIST)
def create(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ContestAction.EDIT, see=ContestAction.VIEW)
def edit(actor: Actor, contest: Contest) -> Verdict:
    if contest.state in ENDED:
        return Denial(_l("This contest has ended; it can be read, not changed."))
    return is_staff(actor, contest, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ContestAction.PUBLISH, see=ContestAction.VIEW)
def publish(actor: Actor, contest: Contest) -> Verdict:
    return is_staff(actor, contest, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ContestAction.END, see=ContestAction.VIEW)
def end(actor: Actor, contest: Contest) -> Verdict:
    return is_staff(actor, contest, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ContestAction.CLONE, see=ContestAction.VIEW)
def clone(actor: Actor, contest: Contest) -> Verdict:
    return is_staff(actor, contest, *RUNNERS) or Denial(ONLY_RUNNERS)


@rule(ContestAction.AMEND, see=ContestAction.VIEW)
def amend(actor: Actor, contest: Contest) -> Verdict:
    return edit(actor, contest)


@rule(ContestAction.EXTEND, see=ContestAction.VIEW)
def extend(actor: Actor, contest: Contest) -> Verdict:
    return edit(actor, contest)


@rule(ContestAction.ASK, see=ContestAction.VIEW_PUBLIC)
def ask_question(actor: Actor, contest: Contest) -> Verdict:
    if not is_public(contest) or contest.state in ENDED:
        return Denial(_l("Questions can be asked while the contest is under way."))
    return bool(actor.is_authenticated)


@rule(ContestAction.ANSWER, see=ContestAction.VIEW)
def answer(actor: Actor, contest: Contest) -> Verdict:
    return _as_screener(actor, contest)


@rule(ContestAction.MANAGE_ENTRIES, see=ContestAction.VIEW)
def manage_entries(actor: Actor, contest: Contest) -> Verdict:
    return _as_screener(actor, contest)


@rule(ContestAction.SCREEN, see=ContestAction.VIEW)
def screen(actor: Actor, contest: Contest) -> Verdict:
    return _as_screener(actor, contest)


@rule(ContestAction.DECIDE, see=ContestAction.VIEW)
def decide(actor: Actor, contest: Contest) -> Verdict:
    return _by_role(actor, contest, RUNNERS, ONLY_RUNNERS)


@rule(ContestAction.READ_HISTORY, see=ContestAction.VIEW)
def read_history(actor: Actor, contest: Contest) -> Verdict:
    words = _l("Only owners, managers and observers can read the history.")
    return _by_role(actor, contest, (*RUNNERS, StaffRole.OBSERVER), words)


def _as_screener(actor: Actor, contest: Contest) -> Verdict:
    return _by_role(actor, contest, SCREENERS, ONLY_SCREENERS)


def _by_role(actor: Actor, contest: Contest, roles: tuple[StaffRole, ...], otherwise: Text) -> Verdict:
    return is_staff(actor, contest, *roles) or Denial(otherwise)
