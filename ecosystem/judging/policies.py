"""Who may do what in judging.

The organiser's owners and managers run it; every other member of the staff looks on. A judge is whoever accepted a
place on the panel of a round and has not been taken off; the chair is the judge so marked. Where judging may see
identities is the round's blindness, decided where dossiers are read.
"""

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, bindparam, select

from ecosystem.accounts.models import Account
from ecosystem.applications.policies import BLIND, is_on_team, judges_blind
from ecosystem.contests.models import Contest, Round
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.events.models import Organiser, StaffRole
from ecosystem.events.policies import has_role
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState
from ecosystem.judging.models import (
    Assignment,
    Award,
    Deliberation,
    Panelist,
    PitchDay,
    Publication,
    Rubric,
    ScoreSheet,
)

RUNNERS = (StaffRole.OWNER, StaffRole.MANAGER)
OfContest: TypeAlias = Contest | Round


class JudgingAction(Action):
    """What can be done in judging. Those of the organiser take a contest or one of its rounds."""

    VIEW = "judging:view"
    MANAGE_RUBRICS = "judging:manage_rubrics"
    MANAGE_TEMPLATES = "judging:manage_templates"  # of an organiser
    EDIT_RUBRIC = "judging:edit_rubric"  # of a rubric, whosever it is
    MANAGE_PANEL = "judging:manage_panel"
    SEE_CONFLICTS = "judging:see_conflicts"
    ASSIGN = "judging:assign"
    VIEW_PROGRESS = "judging:view_progress"
    VIEW_RANKING = "judging:view_ranking"
    VIEW_JUDGE_PROFILES = "judging:view_judge_profiles"  # on a round
    READ_REVIEWS = "judging:read_reviews"
    ENTER_COMPONENTS = "judging:enter_components"
    CHAIR_VOTE = "judging:chair_vote"  # on a round: among ties
    DECIDE = "judging:decide"
    PUBLISH = "judging:publish"
    RUN_PITCHES = "judging:run_pitches"
    SEE_STAGE = "judging:see_stage"  # on a pitch day
    JUDGE_DESK = "judging:judge_desk"  # without a resource
    JUDGE_ROUND = "judging:judge_round"  # on a round, or on a place on its panel
    SCORE = "judging:score"  # on an assignment
    REOPEN = "judging:reopen"  # on a score sheet
    ANSWER_INVITATION = "judging:answer_invitation"  # on a panelist
    DECLARE_CONFLICTS = "judging:declare_conflicts"  # on a panelist
    DELIBERATE = "judging:deliberate"
    DISCUSS = "judging:discuss"  # on a round
    RUN_COMMITTEE = "judging:run_committee"
    COMMITTEE_VOTE = "judging:committee_vote"  # on a deliberation
    OWN_CERTIFICATE = "judging:own_certificate"  # on an award


@dataclass(frozen=True)
class Seat:
    """An accepted place on the panel of a round."""

    panelist_id: int
    round_id: int
    contest_id: int
    is_chair: bool
    is_blind_yet: bool  # the round is blind and its results are not out


def seats_of(actor: Actor) -> tuple[Seat, ...]:
    """Return the actor's accepted places on panels; one statement a request."""
    return () if actor.id is None else seats_of_account(actor.id)


def seats_of_account(account_id: int) -> tuple[Seat, ...]:
    """Return the accepted places of an account on panels; one statement a request."""

    def load() -> tuple[Seat, ...]:
        rows = session().execute(_seats(), {"account_id": account_id})
        return tuple(Seat(*row) for row in rows)

    return remembered(("judging_seats", account_id), load)


@cache
def _seats() -> Select[int, int, int, bool, bool]:
    results = select(Publication.id).where(Publication.round_id == Round.id, Publication.withdrawn_at.is_(None))
    is_blind_yet = and_(Round.is_blind.is_(True), ~results.exists())
    return (
        select(Panelist.id, Panelist.round_id, Round.contest_id, Panelist.is_chair, is_blind_yet)
        .join(Round, Round.id == Panelist.round_id)
        .where(Panelist.account_id == bindparam("account_id"), Panelist.state == PanelistState.ACCEPTED)
        .order_by(Panelist.id)
    )


def seat_in(actor: Actor, round_id: int) -> Seat | None:
    """Return the actor's place on the panel of a round, None for whoever has none."""
    return next((seat for seat in seats_of(actor) if seat.round_id == round_id), None)


def chairs(actor: Actor, subject: OfContest) -> bool:
    """Tell whether the actor chairs the jury of this round (or of any round of this contest)."""
    if isinstance(subject, Round):
        return any(seat.is_chair and seat.round_id == subject.id for seat in seats_of(actor))
    return any(seat.is_chair and seat.contest_id == subject.id for seat in seats_of(actor))


def is_staff(actor: Actor, subject: OfContest, *roles: StaffRole) -> bool:
    """Tell whether the actor is on the staff of the contest's organiser, in one of `roles` if any is named."""
    contest = subject.contest if isinstance(subject, Round) else subject
    return has_role(actor, contest.event.organiser_id, *roles)


def _runs(actor: Actor, subject: OfContest) -> Verdict:
    return is_staff(actor, subject, *RUNNERS) or Denial(_l("Only owners and managers of the organiser can do this."))


def _sees(actor: Actor, subject: OfContest) -> bool:
    return is_staff(actor, subject) or chairs(actor, subject)


@rule(JudgingAction.VIEW)
def view(actor: Actor, subject: OfContest) -> Verdict:
    return _sees(actor, subject)


@rule(JudgingAction.MANAGE_RUBRICS, see=JudgingAction.VIEW)
def manage_rubrics(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject)


@rule(JudgingAction.MANAGE_TEMPLATES)
def manage_templates(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id, *RUNNERS)


@rule(JudgingAction.EDIT_RUBRIC)
def edit_rubric(actor: Actor, rubric: Rubric) -> Verdict:
    return has_role(actor, rubric.organiser_id, *RUNNERS)


@rule(JudgingAction.MANAGE_PANEL, see=JudgingAction.VIEW)
def manage_panel(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject)


@rule(JudgingAction.SEE_CONFLICTS, see=JudgingAction.VIEW)
def see_conflicts(actor: Actor, subject: OfContest) -> Verdict:
    """The list names people; the chair decides on it even of a blind round, other judges never see it."""
    if chairs(actor, subject):
        return True
    contest_id = subject.contest_id if isinstance(subject, Round) else subject.id
    return Denial(BLIND) if judges_blind(actor, contest_id) else _runs(actor, subject)


@rule(JudgingAction.ASSIGN, see=JudgingAction.VIEW)
def assign(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject)


@rule(JudgingAction.VIEW_PROGRESS, see=JudgingAction.VIEW)
def view_progress(actor: Actor, subject: OfContest) -> Verdict:
    return _sees(actor, subject)


@rule(JudgingAction.VIEW_RANKING, see=JudgingAction.VIEW)
def view_ranking(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject) or chairs(actor, subject)


@rule(JudgingAction.VIEW_JUDGE_PROFILES, see=JudgingAction.VIEW)
def view_judge_profiles(actor: Actor, subject: Round) -> Verdict:
    return chairs(actor, subject) or Denial(_l("Only the chair of the jury sees how each judge scores."))


@rule(JudgingAction.READ_REVIEWS, see=JudgingAction.VIEW)
def read_reviews(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject) or chairs(actor, subject)


@rule(JudgingAction.ENTER_COMPONENTS, see=JudgingAction.VIEW)
def enter_components(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject)


@rule(JudgingAction.CHAIR_VOTE, see=JudgingAction.VIEW)
def chair_vote(actor: Actor, subject: Round) -> Verdict:
    return chairs(actor, subject) or Denial(_l("Only the chair of the jury votes among ties."))


@rule(JudgingAction.DECIDE, see=JudgingAction.VIEW)
def decide(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject)


@rule(JudgingAction.PUBLISH, see=JudgingAction.VIEW)
def publish(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject)


@rule(JudgingAction.RUN_PITCHES, see=JudgingAction.VIEW)
def run_pitches(actor: Actor, subject: OfContest) -> Verdict:
    return _runs(actor, subject)


@rule(JudgingAction.SEE_STAGE)
def see_stage(actor: Actor, day: PitchDay) -> Verdict:
    """The screens of the hall: staff and jury, and everybody with the address where the organiser allows it."""
    return day.is_open or is_staff(actor, day.round) or seat_in(actor, day.round_id) is not None


@rule(JudgingAction.JUDGE_DESK)
def judge_desk(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(JudgingAction.JUDGE_ROUND)
def judge_round(actor: Actor, subject: Round | Panelist) -> Verdict:
    if isinstance(subject, Panelist):
        return subject.account_id == actor.id and subject.state is PanelistState.ACCEPTED
    return seat_in(actor, subject.id) is not None


@rule(JudgingAction.SCORE)
def score(actor: Actor, charge: Assignment) -> Verdict:
    """The judge it was assigned to; that no conflict stands and the round is open, the use case decides."""
    return judge_round(actor, charge.panelist) and charge.state is AssignmentState.ACTIVE


@rule(JudgingAction.REOPEN)
def reopen(actor: Actor, sheet: ScoreSheet) -> Verdict:
    subject = sheet.assignment.round
    if chairs(actor, subject):
        return True
    return Denial(_l("Only the chair of the jury reopens a sheet.")) if is_staff(actor, subject) else False


@rule(JudgingAction.ANSWER_INVITATION)
def answer_invitation(actor: Actor, panelist: Panelist) -> Verdict:
    """Whoever took the place, or proved to own the invited address. A mail's link is a key of its own."""
    if panelist.account_id is not None:
        return panelist.account_id == actor.id
    return isinstance(actor, Account) and actor.is_verified and actor.email_key == panelist.email


@rule(JudgingAction.DECLARE_CONFLICTS)
def declare_conflicts(actor: Actor, panelist: Panelist) -> Verdict:
    """The judge, while on the panel."""
    return panelist.account_id == actor.id and panelist.state is PanelistState.ACCEPTED


@rule(JudgingAction.DELIBERATE, see=JudgingAction.VIEW)
def deliberate(actor: Actor, subject: OfContest) -> Verdict:
    """The table of the deliberation with scores and names of judges: who runs the contest, and the chair."""
    return _runs(actor, subject) or chairs(actor, subject)


@rule(JudgingAction.DISCUSS)
def discuss(actor: Actor, subject: Round) -> Verdict:
    """The jury's own discussion: everybody on the panel, and who runs the contest."""
    return seat_in(actor, subject.id) is not None or is_staff(actor, subject, *RUNNERS)


@rule(JudgingAction.RUN_COMMITTEE, see=JudgingAction.VIEW)
def run_committee(actor: Actor, subject: OfContest) -> Verdict:
    """Naming the committee, putting decisions to the vote, recording voices of the meeting."""
    return _runs(actor, subject)


@rule(JudgingAction.COMMITTEE_VOTE)
def committee_vote(actor: Actor, deliberation: Deliberation) -> Verdict:
    """A member of the committee, known by a confirmed address, once something was put to the vote."""
    if not isinstance(actor, Account) or not actor.is_verified or not deliberation.proposal_hash:
        return False
    return any(member.email == actor.email_key for member in deliberation.members)


@rule(JudgingAction.OWN_CERTIFICATE)
def own_certificate(actor: Actor, award: Award) -> Verdict:
    """The team that won the prize, and whoever runs the contest."""
    return is_on_team(actor, award.application) or is_staff(actor, award.application.contest, *RUNNERS)
