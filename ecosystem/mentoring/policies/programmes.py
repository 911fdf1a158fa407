"""Who may do what with mentors, programmes, requests and matches.

A mentor speaks for their own profile, the members of a startup for it; owners and managers of the organiser run a
programme, the rest of its staff looks on. Contact data are for the two sides of a match, and for the staff.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.events.models import Organiser, StaffRole
from ecosystem.events.policies import has_role
from ecosystem.mentoring.domain.life_cycle import MentorState, ParticipantState, ProgrammeState
from ecosystem.mentoring.models import (
    MentoringRequest,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.startups.policies import is_member, startup_ids

RUNNERS = (StaffRole.OWNER, StaffRole.MANAGER)
_ONLY_RUNNERS = _l("Only owners and managers of the organiser can do this.")


class MentoringAction(Action):
    """What can be done in mentoring."""

    OWN = "mentoring:own"  # without a resource: one's own mentoring pages
    BE_MENTOR = "mentoring:be_mentor"  # without a resource: make or change one's own profile
    VIEW_MENTOR = "mentoring:view_mentor"  # on a profile
    LIST_PROGRAMMES = "mentoring:list_programmes"  # on an organiser
    CREATE_PROGRAMME = "mentoring:create_programme"  # on an organiser
    VIEW_PROGRAMME = "mentoring:view_programme"  # on a programme: anybody, once it is open
    SEE_DESK = "mentoring:see_desk"  # on a programme: its staff
    RUN = "mentoring:run"  # on a programme
    JOIN = "mentoring:join"  # on a programme
    BROWSE = "mentoring:browse"  # on a programme: its mentors, by those who take part
    WORK = "mentoring:work"  # on a startup's place in a programme
    SERVE = "mentoring:serve"  # on a mentor's place in a programme
    ANSWER = "mentoring:answer"  # on a request
    WITHDRAW = "mentoring:withdraw"  # on a request
    VIEW_MATCH = "mentoring:view_match"  # on a mentorship
    WORK_MATCH = "mentoring:work_match"  # on a mentorship: both sides
    END_MATCH = "mentoring:end_match"  # on a mentorship: both sides and the organiser


def is_staff(actor: Actor, programme: Programme, *roles: StaffRole) -> bool:
    """Tell whether the actor works for the organiser of a programme, with one of `roles` if any is named."""
    return has_role(actor, programme.organiser_id, *roles)


def is_public(programme: Programme) -> bool:
    """Tell whether anybody may see a programme: it was opened once, by an approved organiser."""
    return programme.state is not ProgrammeState.DRAFT and programme.organiser.approved_at is not None


def profile_id_of(actor: Actor) -> int | None:
    """Return the id of the actor's profile as a mentor; one statement a request."""
    if actor.id is None:
        return None
    account_id = actor.id

    def load() -> int | None:
        return session().scalar(select(MentorProfile.id).where(MentorProfile.account_id == account_id))

    return remembered(("mentor_profile", account_id), load)


def startups_in(actor: Actor, programme_id: int) -> list[int]:
    """Return the ids of the actor's places in a programme as a startup: those that joined; one statement a request."""
    own = startup_ids(actor)
    if not own:
        return []
    statement = select(ProgrammeStartup.id).where(
        ProgrammeStartup.programme_id == programme_id,
        ProgrammeStartup.startup_id.in_(own),
        ProgrammeStartup.state == ParticipantState.JOINED,
    )
    return remembered(("startups_in", actor.id, programme_id), lambda: list(session().scalars(statement)))


def mentors_in(actor: Actor, programme: Programme) -> bool:
    """Tell whether the actor is an accepted mentor of a programme; one statement a request."""
    profile_id = profile_id_of(actor)
    if profile_id is None:
        return False
    statement = select(ProgrammeMentor.id).where(
        ProgrammeMentor.programme_id == programme.id,
        ProgrammeMentor.profile_id == profile_id,
        ProgrammeMentor.state == MentorState.ACCEPTED,
    )
    key = ("mentors_in", actor.id, programme.id)
    return remembered(key, lambda: session().scalar(statement)) is not None


@rule(MentoringAction.OWN)
def own(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(MentoringAction.BE_MENTOR)
def be_mentor(actor: Actor, _resource: object) -> Verdict:
    if isinstance(actor, Account) and (actor.is_verified or actor.is_operator):
        return True
    return Denial(_l("Please confirm your e-mail address first; then you can become a mentor."))


@rule(MentoringAction.VIEW_MENTOR)
def view_mentor(actor: Actor, profile: MentorProfile) -> Verdict:
    """Everybody if public; else the mentor, and the people of programmes that the mentor is in or asked into."""
    if profile.is_public or actor.is_operator or (actor.id is not None and profile.account_id == actor.id):
        return True
    return actor.id is not None and _shares_programme(actor, profile)


def _shares_programme(actor: Actor, profile: MentorProfile) -> bool:
    statement = (
        select(Programme)
        .join(ProgrammeMentor, ProgrammeMentor.programme_id == Programme.id)
        .where(
            ProgrammeMentor.profile_id == profile.id,
            ProgrammeMentor.state.in_((MentorState.INVITED, MentorState.APPLIED, MentorState.ACCEPTED)),
        )
    )
    programmes = session().scalars(statement).all()
    return any(is_staff(actor, programme) or startups_in(actor, programme.id) for programme in programmes)


@rule(MentoringAction.LIST_PROGRAMMES)
def list_programmes(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id)


@rule(MentoringAction.CREATE_PROGRAMME, see=MentoringAction.LIST_PROGRAMMES)
def create_programme(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id, *RUNNERS) or Denial(_ONLY_RUNNERS)


@rule(MentoringAction.VIEW_PROGRAMME)
def view_programme(actor: Actor, programme: Programme) -> Verdict:
    return is_public(programme) or is_staff(actor, programme)


@rule(MentoringAction.SEE_DESK)
def see_desk(actor: Actor, programme: Programme) -> Verdict:
    return is_staff(actor, programme)


@rule(MentoringAction.RUN, see=MentoringAction.SEE_DESK)
def run(actor: Actor, programme: Programme) -> Verdict:
    return is_staff(actor, programme, *RUNNERS) or Denial(_ONLY_RUNNERS)


@rule(MentoringAction.JOIN, see=MentoringAction.VIEW_PROGRAMME)
def join(actor: Actor, programme: Programme) -> Verdict:
    """Whoever has a startup or may be a mentor; when it can be joined, the use case decides."""
    return actor.is_authenticated and view_programme(actor, programme)


@rule(MentoringAction.BROWSE, see=MentoringAction.VIEW_PROGRAMME)
def browse(actor: Actor, programme: Programme) -> Verdict:
    if is_staff(actor, programme) or startups_in(actor, programme.id) or mentors_in(actor, programme):
        return True
    return Denial(_l("Only startups and mentors of the programme see this."))


@rule(MentoringAction.WORK)
def work(actor: Actor, participant: ProgrammeStartup) -> Verdict:
    return is_member(actor, participant.startup_id)


@rule(MentoringAction.SERVE)
def serve(actor: Actor, mentor: ProgrammeMentor) -> Verdict:
    return actor.id is not None and mentor.profile.account_id == actor.id


@rule(MentoringAction.ANSWER)
def answer(actor: Actor, request: MentoringRequest) -> Verdict:
    """The mentor, unless they never learn of it."""
    return not request.muted and request.sent_at is not None and serve(actor, request.mentor)


@rule(MentoringAction.WITHDRAW)
def withdraw(actor: Actor, request: MentoringRequest) -> Verdict:
    return is_member(actor, request.participant.startup_id)


@rule(MentoringAction.VIEW_MATCH)
def view_match(actor: Actor, mentorship: Mentorship) -> Verdict:
    return is_side(actor, mentorship) or is_staff(actor, mentorship.programme)


@rule(MentoringAction.WORK_MATCH, see=MentoringAction.VIEW_MATCH)
def work_match(actor: Actor, mentorship: Mentorship) -> Verdict:
    return is_side(actor, mentorship) or Denial(_l("Only the mentor and the startup can do this."))


@rule(MentoringAction.END_MATCH, see=MentoringAction.VIEW_MATCH)
def end_match(actor: Actor, mentorship: Mentorship) -> Verdict:
    allowed = is_side(actor, mentorship) or is_staff(actor, mentorship.programme, *RUNNERS)
    return allowed or Denial(_ONLY_RUNNERS)


def is_side(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether the actor is the mentor of a match, or in the team of its startup."""
    if actor.id is None:
        return False
    return mentorship.profile.account_id == actor.id or is_member(actor, mentorship.startup_id)
