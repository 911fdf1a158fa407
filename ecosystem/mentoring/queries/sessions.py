"""Reading mentoring sessions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ecosystem.core import clock
from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.search import fold
from ecosystem.core.web.formatting import format_datetime
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.domain.session_life import USED, SessionState
from ecosystem.mentoring.kinds.sessions import SESSION_STATES
from ecosystem.mentoring.models import (
    ActionItem,
    MentoringSession,
    MentorProfile,
    Mentorship,
    PrivateNote,
    Programme,
    SessionAttendee,
    SessionFeedback,
    SharedNotes,
)
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.policies import startup_ids

KIND = "mentoring"  # of the engagements that hold who attends


@dataclass(frozen=True)
class Progress:
    """How far a mentorship is: sessions used of those planned, held ones, minutes logged."""

    used: int
    planned: int
    held: int
    minutes: int

    @property
    def left(self) -> int:
        """How many more can be booked."""
        return max(self.planned - self.used, 0)


def _sessions() -> Select[Any]:
    match = joinedload(MentoringSession.mentorship)
    return select(MentoringSession).options(
        match.joinedload(Mentorship.programme).joinedload(Programme.organiser),
        match.joinedload(Mentorship.profile).joinedload(MentorProfile.account),
        match.joinedload(Mentorship.startup),
        selectinload(MentoringSession.attendees).joinedload(SessionAttendee.account),
    )


def session_by_id(session_id: str) -> MentoringSession:
    """Return a session with its match, both sides and who attends. Raises NoSuchRecord."""
    found: MentoringSession | None = session().scalar(_sessions().where(MentoringSession.public_id == session_id))
    return one_or_missing(found)


def sessions_of(mentorship: Mentorship) -> Sequence[MentoringSession]:
    """Return all sessions of a match, the earliest first."""
    statement = _sessions().where(MentoringSession.mentorship_id == mentorship.id)
    return scalars(statement.order_by(MentoringSession.starts_at, MentoringSession.id))


def own_sessions(actor: Actor) -> Select[Any]:
    """Statement: the sessions the actor attends or may attend, on either side, the latest first."""
    theirs = or_(MentorProfile.account_id == actor.id, Mentorship.startup_id.in_(startup_ids(actor)))
    return (
        _sessions()
        .join(Mentorship, Mentorship.id == MentoringSession.mentorship_id)
        .join(MentorProfile, MentorProfile.id == Mentorship.profile_id)
        .where(theirs)
        .order_by(MentoringSession.starts_at.desc(), MentoringSession.id.desc())
    )


@dataclass(frozen=True)
class OwnFilter:
    """What is looked for among one's sessions: words, "coming", "past" or a state; the earliest first if wished."""

    query: str = ""
    show: str = ""
    oldest_first: bool = False

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.query or self.show)


def shown_as(found: MentoringSession, now: datetime) -> str:
    """Tell where a session stands among one's own: to come, to be told about, or its state."""
    if found.state is SessionState.BOOKED:
        return "coming" if found.ends_at > now else "untold"
    return found.state.value


def fitting(sessions: Sequence[MentoringSession], wanted: OwnFilter, now: datetime) -> list[MentoringSession]:
    """Return the sessions that fit, topics and names found without diacritics; the latest first unless wished."""
    words = fold(wanted.query).split()
    found = [
        each
        for each in sessions
        if wanted.show in ("", shown_as(each, now)) and all(word in _folded(each) for word in words)
    ]
    return sorted(found, key=lambda each: (each.starts_at, each.id), reverse=not wanted.oldest_first)


def _folded(found: MentoringSession) -> str:
    match = found.mentorship
    return fold(f"{found.topic} {match.startup.name} {match.profile.account.name} {match.programme.title}")


def own_table(sessions: Iterable[MentoringSession], zone: str) -> Iterator[Sequence[Any]]:
    """Yield one's sessions as a table: a heading, then one row each, without any notes."""
    yield (
        _("Begins"), _("Ends"), _("Topic of the session"), _("Startup"), _("Mentor"), _("Mentoring programme"),
        _("Status"), _("Minutes"), _("Place of the session"),
    )  # fmt: skip
    for each in sessions:
        match = each.mentorship
        yield (
            format_datetime(each.starts_at, zone),
            format_datetime(each.ends_at, zone),
            each.topic,
            match.startup.name,
            match.profile.account.name,
            match.programme.title,
            str(SESSION_STATES[each.state][0]),
            each.minutes if each.minutes is not None else "",
            each.where,
        )


def team_of(mentorship: Mentorship) -> Sequence[StartupMember]:
    """Return the members of the startup with their accounts, in the order they joined."""
    return scalars(
        select(StartupMember)
        .where(StartupMember.startup_id == mentorship.startup_id)
        .options(joinedload(StartupMember.account))
        .order_by(StartupMember.id)
    )


def progress_of(mentorship: Mentorship) -> Progress:
    """Return how many sessions were used, and the hours logged. One statement."""
    held = MentoringSession.state == SessionState.HELD
    used, done, minutes = session().execute(
        select(
            func.count(MentoringSession.id).filter(MentoringSession.state.in_(USED)),
            func.count(MentoringSession.id).filter(held),
            func.coalesce(func.sum(MentoringSession.minutes).filter(held), 0),
        ).where(MentoringSession.mentorship_id == mentorship.id)
    ).one()  # fmt: skip
    return Progress(used, mentorship.programme.sessions_planned, done, int(minutes or 0))


def side_of(mentorship: Mentorship, account_id: int | None) -> Side:
    """Return the side of somebody who belongs to the match; the mentor's if they are on both."""
    return Side.MENTOR if mentorship.profile.account_id == account_id else Side.STARTUP


def future_sessions(*where: Any, now: datetime) -> Sequence[MentoringSession]:
    """Return the booked sessions to come that meet the conditions on sessions and matches."""
    statement = _sessions().join(Mentorship, Mentorship.id == MentoringSession.mentorship_id)
    coming = (MentoringSession.state == SessionState.BOOKED, MentoringSession.starts_at > now)
    return scalars(statement.where(*coming, *where).order_by(MentoringSession.starts_at))


def ended_sessions(before: datetime) -> Sequence[MentoringSession]:
    """Return the sessions that ended before an instant and about which nobody said anything."""
    waiting = (MentoringSession.state == SessionState.BOOKED, MentoringSession.ends_at <= before)
    return scalars(_sessions().where(*waiting).order_by(MentoringSession.id))


def sessions_to_remind(column: Any, since: datetime, until: datetime) -> Sequence[MentoringSession]:
    """Return the booked sessions that begin between two instants and whose reminder `column` is empty."""
    waiting = (MentoringSession.state == SessionState.BOOKED, column.is_(None))
    statement = _sessions().where(*waiting, MentoringSession.starts_at.between(since, until))
    return scalars(statement.order_by(MentoringSession.id))


def sessions_to_rate(since: datetime, until: datetime) -> Sequence[MentoringSession]:
    """Return the sessions that ended between two instants and about which nobody was asked for feedback."""
    ended = MentoringSession.ends_at.between(since, until)
    states = MentoringSession.state.in_((SessionState.BOOKED, SessionState.HELD))
    return scalars(_sessions().where(ended, states, MentoringSession.asked_feedback_at.is_(None)))


def shared_notes_of(found: MentoringSession) -> SharedNotes | None:
    """Return the notes both sides share; None before the first."""
    statement = select(SharedNotes).where(SharedNotes.session_id == found.id).options(joinedload(SharedNotes.edited_by))
    return session().scalar(statement)


def private_note_of(found: MentoringSession, account_id: int) -> PrivateNote | None:
    """Return what this person noted for themselves; there is no way to read anybody else's."""
    return session().scalar(
        select(PrivateNote).where(PrivateNote.session_id == found.id, PrivateNote.account_id == account_id)
    )


def items_of(mentorship: Mentorship) -> Sequence[ActionItem]:
    """Return the action items of a match: open ones first, by due date."""
    return scalars(
        select(ActionItem)
        .where(ActionItem.mentorship_id == mentorship.id)
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.done_at.is_not(None), ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
    )


def item_by_id(item_id: str) -> ActionItem:
    """Return an action item with its match. Raises NoSuchRecord."""
    match = joinedload(ActionItem.mentorship)
    return one_or_missing(
        session().scalar(
            select(ActionItem)
            .where(ActionItem.public_id == item_id)
            .options(match.joinedload(Mentorship.programme), match.joinedload(Mentorship.profile))
        )
    )


def feedback_of(found: MentoringSession) -> Sequence[SessionFeedback]:
    """Return all feedback on a session. What of it is shown to whom is decided in `domain/session_life`."""
    return scalars(
        select(SessionFeedback)
        .where(SessionFeedback.session_id == found.id)
        .options(joinedload(SessionFeedback.account))
        .order_by(SessionFeedback.id)
    )


def other_members(mentorship: Mentorship, account_id: int) -> Sequence[int]:
    """Return the account ids of the startup's team without one person, in the order they joined."""
    statement = (
        select(StartupMember.account_id)
        .join(Startup)
        .where(StartupMember.startup_id == mentorship.startup_id, StartupMember.account_id != account_id)
        .order_by(StartupMember.id)
    )
    return session().scalars(statement).all()


def noon_of(day: date, zone: str) -> datetime:
    """Return noon of a day in a zone, an instant that lies on it."""
    return clock.local(datetime.combine(day, time(12)), zone)
