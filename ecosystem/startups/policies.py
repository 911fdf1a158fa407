"""Who may do what with startups: members act, owners decide, everybody sees what is public."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, select, true

from ecosystem.accounts.models import Account
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.startups.models import Startup, StartupInvitation, StartupMember


class StartupAction(Action):
    """What can be done with startups. `work` is what only the team (and operators) get to see."""

    LIST_MINE = "startup:list_mine"
    CREATE = "startup:create"
    VIEW = "startup:view"
    WORK = "startup:work"
    EDIT = "startup:edit"
    MANAGE_TEAM = "startup:manage_team"
    ARCHIVE = "startup:archive"
    LEAVE = "startup:leave"
    SEE_DECK = "startup:see_deck"
    ANSWER_INVITATION = "startup:answer_invitation"


def is_member(actor: Actor, startup_id: int) -> bool:
    """Tell whether the actor is in the startup's team."""
    return startup_id in _memberships(actor)


def is_owner(actor: Actor, startup_id: int) -> bool:
    """Tell whether the actor is an owner of the startup."""
    return _memberships(actor).get(startup_id, False)


def startup_ids(actor: Actor) -> frozenset[int]:
    """Return the ids of the startups in whose teams the actor is."""
    return frozenset(_memberships(actor))


def _memberships(actor: Actor) -> dict[int, bool]:
    """Ids of the actor's startups, and whether as an owner; one statement a request."""
    if actor.id is None:
        return {}
    account_id = actor.id

    def load() -> dict[int, bool]:
        rows = session().execute(
            select(StartupMember.startup_id, StartupMember.is_owner).where(StartupMember.account_id == account_id)
        )
        return {row.startup_id: row.is_owner for row in rows}

    return remembered(("startup_memberships", account_id), load)


@rule(StartupAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(StartupAction.CREATE)
def create(actor: Actor, _resource: object) -> Verdict:
    if isinstance(actor, Account) and (actor.is_verified or actor.is_operator):
        return True
    return Denial(_l("Please confirm your e-mail address first; then you can create a startup."))


@rule(StartupAction.VIEW)
def view(actor: Actor, startup: Startup) -> Verdict:
    return is_public(startup) or work(actor, startup)


@rule(StartupAction.WORK)
def work(actor: Actor, startup: Startup) -> Verdict:
    return actor.is_operator or is_member(actor, startup.id)


@rule(StartupAction.EDIT, see=StartupAction.VIEW)
def edit(actor: Actor, startup: Startup) -> Verdict:
    if not is_member(actor, startup.id):
        return Denial(_l("Only members of the team can change the profile."))
    return startup.archived_at is None or Denial(_archived())


@rule(StartupAction.MANAGE_TEAM, see=StartupAction.VIEW)
def manage_team(actor: Actor, startup: Startup) -> Verdict:
    if not is_owner(actor, startup.id):
        return Denial(_l("Only owners of the startup can change its team."))
    return startup.archived_at is None or Denial(_archived())


@rule(StartupAction.ARCHIVE, see=StartupAction.VIEW)
def archive(actor: Actor, startup: Startup) -> Verdict:
    return is_owner(actor, startup.id) or Denial(_l("Only owners of the startup can do this."))


@rule(StartupAction.LEAVE, see=StartupAction.VIEW)
def leave(actor: Actor, startup: Startup) -> Verdict:
    return is_member(actor, startup.id)


@rule(StartupAction.SEE_DECK)
def see_deck(actor: Actor, startup: Startup) -> Verdict:
    return work(actor, startup) or (is_public(startup) and startup.deck_is_public)


@rule(StartupAction.ANSWER_INVITATION)
def answer_invitation(actor: Actor, invitation: StartupInvitation) -> Verdict:
    """Whoever proved that the invited address is theirs."""
    return isinstance(actor, Account) and actor.is_verified and actor.email_key == invitation.email_key


def is_public(startup: Startup) -> bool:
    """Tell whether anybody may see the profile."""
    return startup.is_public and startup.archived_at is None


def visible_startups(actor: Actor) -> ColumnElement[bool]:
    """Condition: the same as the rule of StartupAction.VIEW, for lists."""
    if actor.is_operator:
        return true()
    public = and_(Startup.is_public, Startup.archived_at.is_(None))
    own = startup_ids(actor)
    return or_(public, Startup.id.in_(own)) if own else public


def _archived() -> str:
    return str(_l("This startup is archived. Take it out of the archive to change it."))
