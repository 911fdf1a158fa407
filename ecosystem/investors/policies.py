"""Who may do what with investors and their sessions."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.events.models import Organiser, StaffRole
from ecosystem.events.policies import has_role
from ecosystem.investors.models import InvestorProfile, InvestorVerification

RUNNERS = (StaffRole.OWNER, StaffRole.MANAGER)


class InvestorAction(Action):
    """What can be done with investors' profiles."""

    LIST_MINE = "investor:list_mine"
    FOUND = "investor:found"
    VIEW = "investor:view"
    EDIT = "investor:edit"
    LIST = "investor:list"  # on an organiser: those who asked it to be verified
    VERIFY = "investor:verify"


@rule(InvestorAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(InvestorAction.FOUND)
def found(actor: Actor, _resource: object) -> Verdict:
    if isinstance(actor, Account) and (actor.is_verified or actor.is_operator):
        return True
    return Denial(_l("Please confirm your e-mail address first; then you can create an investor's profile."))


@rule(InvestorAction.VIEW)
def view(actor: Actor, investor: InvestorProfile) -> Verdict:
    """Everybody, once it is verified and listed; else its own account and those who are to verify it."""
    if is_public(investor) or actor.is_operator or owns(actor, investor):
        return True
    return any(has_role(actor, organiser_id) for organiser_id in _asked_organisers(investor))


@rule(InvestorAction.EDIT, see=InvestorAction.VIEW)
def edit(actor: Actor, investor: InvestorProfile) -> Verdict:
    return owns(actor, investor) or Denial(_l("Only the investor can change this profile."))


@rule(InvestorAction.LIST)
def list_investors(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id)


@rule(InvestorAction.VERIFY, see=InvestorAction.LIST)
def verify(actor: Actor, organiser: Organiser) -> Verdict:
    allowed = has_role(actor, organiser.id, *RUNNERS)
    return allowed or Denial(_l("Only owners and managers of the organiser can do this."))


def owns(actor: Actor, investor: InvestorProfile) -> bool:
    """Tell whether the actor speaks for the investor."""
    return actor.id is not None and actor.id == investor.account_id


def is_public(investor: InvestorProfile) -> bool:
    """Tell whether anybody may see the profile."""
    return investor.is_listed and investor.verified_at is not None


def _asked_organisers(investor: InvestorProfile) -> list[int]:
    statement = select(InvestorVerification.organiser_id).where(InvestorVerification.investor_id == investor.id)
    return remembered(("investor_organisers", investor.id), lambda: list(session().scalars(statement)))
