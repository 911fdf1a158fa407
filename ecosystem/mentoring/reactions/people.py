"""What mentoring knows of people, and what becomes of it when they go."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select, update

from ecosystem.accounts.models import Account
from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.core.database import locked, scalars, session
from ecosystem.core.errors import Text
from ecosystem.core.signals import reacts_to
from ecosystem.events.signals import ObstaclesToCancelling
from ecosystem.mentoring.domain.life_cycle import MentorState, ProgrammeState
from ecosystem.mentoring.models import (
    MentoringRequest,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.mentoring.services.matches import end_mentorship
from ecosystem.startups.models import StartupMember
from ecosystem.startups.signals import MemberLeft


@reacts_to(ObstaclesToCancelling)
def programmes_under_way(question: ObstaclesToCancelling) -> Iterator[Text]:
    """An event is not cancelled over the heads of those who work together in it."""
    running = exists().where(Programme.event_id == question.event_id, Programme.state == ProgrammeState.OPEN)
    if session().scalar(select(running)):
        yield _l("Mentoring is under way in this event. Finish or cancel its programmes first.")


@reacts_to(AccountErased)
def erased(fact: AccountErased) -> None:
    """A mentor's matches end, the profile is emptied and no longer shown, messages of theirs go."""
    session().execute(
        update(MentoringRequest).where(MentoringRequest.asked_by_id == fact.account_id).values(message="")
    )
    profile = session().scalar(select(MentorProfile).where(MentorProfile.account_id == fact.account_id))
    if profile is None:
        return
    by = session().get_one(Account, fact.account_id)
    active = select(Mentorship).where(Mentorship.profile_id == profile.id, Mentorship.live.is_(True))
    for mentorship in scalars(active):
        end_mentorship(mentorship, reason=_("The mentor closed the account."), by=by)
    present = locked(MentorProfile, profile.id)
    present.headline = present.expertise = present.not_offered = present.search_text = ""
    present.is_public = False
    session().execute(
        update(ProgrammeMentor)
        .where(ProgrammeMentor.profile_id == profile.id, ProgrammeMentor.state != MentorState.DECLINED)
        .values(state=MentorState.LEFT)
    )


@reacts_to(MemberLeft)
def contact_left(fact: MemberLeft) -> None:
    """Another member speaks for the startup where the one who left did."""
    members = select(StartupMember.account_id).where(
        StartupMember.startup_id == fact.startup_id, StartupMember.account_id != fact.account_id
    )
    other = session().scalar(members.order_by(StartupMember.is_owner.desc(), StartupMember.id).limit(1))
    if other is not None:
        session().execute(
            update(ProgrammeStartup)
            .where(ProgrammeStartup.startup_id == fact.startup_id, ProgrammeStartup.contact_id == fact.account_id)
            .values(contact_id=other)
        )


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The profile as a mentor, and the requests the person wrote."""
    profile = session().scalar(select(MentorProfile).where(MentorProfile.account_id == question.account_id))
    if profile is not None:
        names = ("headline", "expertise", "not_offered", "sectors", "topics", "stages", "languages", "capacity")
        yield PersonalRecords("mentor_profile", {name: getattr(profile, name) for name in names})
    asked = scalars(
        select(MentoringRequest)
        .where(MentoringRequest.asked_by_id == question.account_id)
        .order_by(MentoringRequest.id)
    )
    yield PersonalRecords(
        "mentoring_requests",
        [{"message": each.message, "state": each.state.value, "at": each.created_at.isoformat()} for each in asked],
    )
