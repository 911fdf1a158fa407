"""Sessions to come are cancelled when there is nobody to hold them: the match ended, somebody left."""

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from ecosystem.calendar import services as calendar
from ecosystem.calendar.queries import engagement_of
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.models import (
    ActionItem,
    MentoringSession,
    MentorProfile,
    Mentorship,
    PrivateNote,
    SessionAttendee,
    SessionFeedback,
)
from ecosystem.mentoring.queries.sessions import KIND, future_sessions
from ecosystem.mentoring.services.sessions import cancel
from ecosystem.startups.models import Startup


def cancel_of_match(mentorship_id: int) -> int:
    """Cancel the sessions to come of a match that is over; return how many."""
    coming = future_sessions(MentoringSession.mentorship_id == mentorship_id, now=clock.now())
    for found in coming:
        cancel(found, by=None, reason=_("The mentorship is over."))
    return len(coming)


def leave_startup(startup_id: int, account_id: int) -> int:
    """Take somebody who left the team out of the startup's sessions to come; return how many they were in.

    A session that nobody of the startup attends any more is cancelled.
    """
    coming = future_sessions(Mentorship.startup_id == startup_id, now=clock.now())
    return sum(_leave(found, account_id) for found in coming)


def _leave(found: MentoringSession, account_id: int) -> bool:
    with transaction():
        present = locked(MentoringSession, found.id)
        theirs = [each for each in present.attendees if each.account_id == account_id and each.side is Side.STARTUP]
        if not theirs:
            return False
        staying = [each for each in present.attendees if each.account_id != account_id]
        if not any(each.side is Side.STARTUP for each in staying):
            cancel(present, by=None, reason=_("Nobody of the startup can come any more."))
            return True
        present.attendees = staying
        engagement = engagement_of(KIND, present.public_id)
        if engagement is not None and engagement.is_live:
            people = [each.account_id for each in staying]
            calendar.move(engagement, starts_at=present.starts_at, ends_at=present.ends_at, people=people, by=None)
        return True


def forget_person(account_id: int) -> None:
    """Cancel the sessions of a mentor who is erased, and forget what the person wrote for themselves and rated.

    Shared notes stay with the other side; items of theirs stay without an owner.
    """
    theirs = select(MentorProfile.id).where(MentorProfile.account_id == account_id)
    with transaction() as current:
        for found in future_sessions(Mentorship.profile_id.in_(theirs), now=clock.now()):
            cancel(found, by=None, reason=_("The mentor has deleted their account."))
        current.execute(delete(PrivateNote).where(PrivateNote.account_id == account_id))
        current.execute(delete(SessionFeedback).where(SessionFeedback.account_id == account_id))
        current.execute(update(ActionItem).where(ActionItem.owner_id == account_id).values(owner_id=None))
        _forget_name(account_id)
        session().flush()


def _forget_name(account_id: int) -> None:
    """The mentor's name goes from the calendars of those they met."""
    met = session().execute(
        select(MentoringSession.public_id, Startup.name)
        .join(Mentorship, Mentorship.id == MentoringSession.mentorship_id)
        .join(MentorProfile, MentorProfile.id == Mentorship.profile_id)
        .join(Startup, Startup.id == Mentorship.startup_id)
        .where(MentorProfile.account_id == account_id)
    )
    for subject, startup in met.all():
        engagement = engagement_of(KIND, subject)
        if engagement is not None:
            engagement.title, engagement.title_en = f"Cố vấn: {startup}"[:200], f"Mentoring: {startup}"[:200]


def attended(account_id: int) -> list[MentoringSession]:
    """Return the sessions that a person attended or was to attend, the earliest first."""
    of_person = session().query(MentoringSession).join(SessionAttendee).filter_by(account_id=account_id)
    return list(of_person.order_by(MentoringSession.starts_at))
