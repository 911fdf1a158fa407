"""Who may do what with an entry.

The team sees and edits its own entry; staff see what was handed in; judges' access is granted by whoever answers
`MayJudge` from above. Of several parts the strictest counts: staff who judge blind have none of the staff's pages.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, select

from ecosystem.applications.domain.dossier import EVERYTHING, Sight
from ecosystem.applications.domain.life_cycle import IN_CONTEST
from ecosystem.applications.models import Application, ApplicationFile, ApplicationMember, GalleryState, SimilarPair
from ecosystem.applications.signals import JudgeAccess, JudgesBlind, MayJudge
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.core.signals import ask
from ecosystem.events.models import StaffRole
from ecosystem.events.policies import has_role

_LOOKING = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.SCREENER, StaffRole.OBSERVER)
_SCREENING = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.SCREENER)
_DECIDING = (StaffRole.OWNER, StaffRole.MANAGER)

BLIND = _l(
    "You are a judge of a blind round of this contest, so you do not see who stands behind its entries until the "
    "results are out. Please ask a colleague, or leave the panel."
)


class ApplicationAction(Action):
    """What can be done with an entry (or, where said, with a contest's entries)."""

    LIST_OWN = "application:list_own"
    ENTER = "application:enter"  # on a contest
    VIEW = "application:view"
    EDIT = "application:edit"
    SUBMIT = "application:submit"
    WITHDRAW = "application:withdraw"
    MANAGE_TEAM = "application:manage_team"
    READ = "application:read"
    READ_FILE = "application:read_file"  # on an ApplicationFile
    SEE_TEAM = "application:see_team"
    SEE_HIDDEN_ANSWERS = "application:see_hidden_answers"
    LIST = "application:list"  # on a contest
    EXPORT = "application:export"  # on a contest
    SCREEN_ALL = "application:screen_all"  # on a contest
    ANNOUNCE = "application:announce"  # on a contest
    VIEW_AS_STAFF = "application:view_as_staff"
    SCREEN = "application:screen"
    NOTE = "application:note"
    EXTEND = "application:extend"
    MODERATE = "application:moderate"
    COMPARE = "application:compare"  # on a contest
    VIEW_PAIR = "application:view_pair"  # on a SimilarPair
    JUDGE_PAIR = "application:judge_pair"  # on a SimilarPair
    VIEW_GALLERY = "application:view_gallery"  # on a contest
    VIEW_IN_GALLERY = "application:view_in_gallery"


def is_on_team(actor: Actor, application: Application) -> bool:
    """Tell whether the actor is a member of the entry's team with an account, or began it."""
    return _membership(actor, application) is not None


def on_team_of(account_id: int) -> ColumnElement[bool]:
    """The same as a list filter: entries whose team the account is on."""
    return exists(
        select(ApplicationMember.id).where(
            ApplicationMember.application_id == Application.id, ApplicationMember.account_id == account_id
        )
    )


def may_edit_as_member(actor: Actor, application: Application) -> bool:
    """Tell whether the actor leads the entry or was made a co-editor."""
    member = _membership(actor, application)
    return member is not None and (member[0] or member[1])


def sight_of(actor: Actor, application: Application) -> Sight:
    """Return what the actor may see of the entry; nothing for a stranger, who is not let in anyway."""
    if is_on_team(actor, application) or _staff(actor, application.contest, _LOOKING):
        return EVERYTHING
    charges = judging_charges(actor, application)
    if not charges:
        return Sight(team=False, hidden_answers=False)
    return Sight(
        team=all(charge.sees_team for charge in charges), hidden_answers=all(charge.sees_hidden for charge in charges)
    )


def judges_blind(actor: Actor, contest_id: int) -> bool:
    """Tell whether the actor judges the contest in a blind round whose results are not out."""
    question = JudgesBlind(actor.id or 0, contest_id)
    return remembered(question, lambda: bool(ask(question)))


def judging_charges(actor: Actor, application: Application) -> list[JudgeAccess]:
    """Return the ways in which the actor judges the entry, as the features above tell."""
    if actor.id is None:
        return []
    account_id = actor.id
    return remembered(
        ("judging_charges", account_id, application.id), lambda: ask(MayJudge(account_id, application.id))
    )


@rule(ApplicationAction.LIST_OWN)
def list_own(actor: Actor, _nothing: None = None) -> Verdict:
    """Everybody signed in has a list of entries."""
    return actor.is_authenticated


@rule(ApplicationAction.ENTER)
def enter(actor: Actor, contest: Contest) -> Verdict:
    """Anybody may begin an entry for a contest that was published; eligibility is told apart, in words."""
    return actor.is_authenticated and contest.state is not ContestState.DRAFT


@rule(ApplicationAction.VIEW)
def view(actor: Actor, application: Application) -> Verdict:
    """The team's own pages about its entry."""
    return is_on_team(actor, application)


@rule(ApplicationAction.EDIT, see=ApplicationAction.VIEW)
def edit(actor: Actor, application: Application) -> Verdict:
    """The lead and the co-editors."""
    return may_edit_as_member(actor, application) or Denial(
        _l("Only the team leader and members with the right to edit can change the entry.")
    )


@rule(ApplicationAction.SUBMIT, see=ApplicationAction.VIEW)
def submit(actor: Actor, application: Application) -> Verdict:
    """Whoever may edit may hand in."""
    return edit(actor, application)


@rule(ApplicationAction.WITHDRAW, see=ApplicationAction.VIEW)
def withdraw(actor: Actor, application: Application) -> Verdict:
    """The lead answers for the entry."""
    return _leads(actor, application) or Denial(_l("Only the team leader can withdraw the entry."))


@rule(ApplicationAction.MANAGE_TEAM, see=ApplicationAction.VIEW)
def manage_team(actor: Actor, application: Application) -> Verdict:
    """The lead chooses the team."""
    return _leads(actor, application) or Denial(_l("Only the team leader can change the team."))


@rule(ApplicationAction.READ)
def read(actor: Actor, application: Application) -> Verdict:
    """The dossier, as far as the reader's sight goes: the team, staff, judges charged with it."""
    return (
        is_on_team(actor, application)
        or bool(judging_charges(actor, application))
        or _staff(actor, application.contest, _LOOKING)
    )


@rule(ApplicationAction.READ_FILE)
def read_file(actor: Actor, attached: ApplicationFile) -> Verdict:
    """A file of the dossier; a removed one only for the team, one of a hidden question never for the blind."""
    application = attached.application
    if is_on_team(actor, application):
        return True
    if not read(actor, application):
        return False
    return sight_of(actor, application).hidden_answers or not attached.question.is_hidden_from_judges


@rule(ApplicationAction.SEE_TEAM)
def see_team(actor: Actor, application: Application) -> Verdict:
    """Who stands behind the entry."""
    return sight_of(actor, application).team


@rule(ApplicationAction.SEE_HIDDEN_ANSWERS)
def see_hidden_answers(actor: Actor, application: Application) -> Verdict:
    """Answers the organiser keeps from judges."""
    return sight_of(actor, application).hidden_answers


@rule(ApplicationAction.LIST)
def list_all(actor: Actor, contest: Contest) -> Verdict:
    """The entries of a contest: its organiser's staff, as far as their role has to do with dossiers."""
    return _staff(actor, contest, _LOOKING)


@rule(ApplicationAction.EXPORT, see=ApplicationAction.LIST)
def export(actor: Actor, contest: Contest) -> Verdict:
    """Taking the data out is for those who answer for them."""
    return _staff(actor, contest, _SCREENING)


@rule(ApplicationAction.SCREEN_ALL, see=ApplicationAction.LIST)
def screen_all(actor: Actor, contest: Contest) -> Verdict:
    """The eligibility desk of a contest."""
    return _staff(actor, contest, _SCREENING)


@rule(ApplicationAction.ANNOUNCE, see=ApplicationAction.LIST)
def announce_decisions(actor: Actor, contest: Contest) -> Verdict:
    """Telling applicants is for owners and managers."""
    return _staff(actor, contest, _DECIDING)


@rule(ApplicationAction.VIEW_AS_STAFF)
def view_as_staff(actor: Actor, application: Application) -> Verdict:
    """The organiser's page about one entry."""
    return _staff(actor, application.contest, _LOOKING)


@rule(ApplicationAction.SCREEN, see=ApplicationAction.VIEW_AS_STAFF)
def screen(actor: Actor, application: Application) -> Verdict:
    """Eligibility is decided by staff who are not on the entry."""
    if not (verdict := _staff(actor, application.contest, _SCREENING)):
        return verdict
    return not is_on_team(actor, application) or Denial(_l("You are on this entry's team: somebody else decides it."))


@rule(ApplicationAction.NOTE, see=ApplicationAction.VIEW_AS_STAFF)
def note(actor: Actor, application: Application) -> Verdict:
    """Remarks of the staff, for the staff."""
    return _staff(actor, application.contest, _SCREENING)


@rule(ApplicationAction.EXTEND, see=ApplicationAction.VIEW_AS_STAFF)
def extend(actor: Actor, application: Application) -> Verdict:
    """A later deadline for one entry's people."""
    return _staff(actor, application.contest, _DECIDING)


@rule(ApplicationAction.MODERATE, see=ApplicationAction.VIEW_AS_STAFF)
def moderate(actor: Actor, application: Application) -> Verdict:
    """Whether an entry stands in the public gallery."""
    return _staff(actor, application.contest, _DECIDING)


@rule(ApplicationAction.COMPARE, see=ApplicationAction.LIST)
def compare(actor: Actor, contest: Contest) -> Verdict:
    """Looking for entries that resemble each other."""
    return _staff(actor, contest, _SCREENING)


@rule(ApplicationAction.VIEW_PAIR)
def view_pair(actor: Actor, pair: SimilarPair) -> Verdict:
    """Two entries side by side, for the staff of the contest in whose list they stand."""
    return _staff(actor, pair.contest, _LOOKING)


@rule(ApplicationAction.JUDGE_PAIR, see=ApplicationAction.VIEW_PAIR)
def judge_pair(actor: Actor, pair: SimilarPair) -> Verdict:
    """Whoever checks eligibility says whether two entries are the same idea, unless they are on one of them."""
    verdict = _staff(actor, pair.contest, _SCREENING)
    if not verdict:
        return verdict
    on_team = is_on_team(actor, pair.entry) or is_on_team(actor, pair.other)
    return not on_team or Denial(_l("You are on one of these teams: somebody else decides."))


@rule(ApplicationAction.VIEW_GALLERY)
def view_gallery(_actor: Actor, contest: Contest) -> Verdict:
    """The gallery of a contest that has one, for everybody."""
    return contest.has_gallery and contest.state not in (ContestState.DRAFT, ContestState.CANCELLED)


@rule(ApplicationAction.VIEW_IN_GALLERY)
def view_in_gallery(actor: Actor, application: Application) -> Verdict:
    """One entry of the gallery."""
    takes_part = application.announced_state in IN_CONTEST
    return takes_part and application.gallery is GalleryState.SHOWN and bool(view_gallery(actor, application.contest))


def _membership(actor: Actor, application: Application) -> tuple[bool, bool] | None:
    """(leads, may edit) of the actor on the entry's team, None for a stranger; one statement a request."""
    if actor.id is None:
        return None
    own = select(ApplicationMember.is_lead, ApplicationMember.may_edit).where(
        ApplicationMember.application_id == application.id, ApplicationMember.account_id == actor.id
    )
    row = remembered(("team", actor.id, application.id), lambda: session().execute(own).one_or_none())
    return None if row is None else (bool(row[0]), bool(row[1]))


def _leads(actor: Actor, application: Application) -> bool:
    member = _membership(actor, application)
    return member is not None and member[0]


def _staff(actor: Any, contest: Contest, roles: tuple[StaffRole, ...]) -> Verdict:
    """The staff in these roles, but nobody who judges the contest blind meanwhile."""
    if not (actor.is_authenticated and has_role(actor, contest.event.organiser_id, *roles)):
        return False
    return Denial(BLIND) if judges_blind(actor, contest.id) else True
