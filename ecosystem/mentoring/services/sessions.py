"""Booking and changing mentoring sessions. The calendar decides who is free; these rules decide who may ask for what.

Every use case locks the match first, so that its sessions are counted once, and takes the time in the calendar in the
same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.calendar import services as calendar
from ecosystem.calendar.queries import engagement_of
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.mentoring.domain.life_cycle import MentorshipState, Side
from ecosystem.mentoring.domain.session_life import SESSION_STEPS, SessionState, is_late
from ecosystem.mentoring.models import MentoringSession, Mentorship, SessionAttendee
from ecosystem.mentoring.notices import sessions as notices
from ecosystem.mentoring.queries.availability import availability_of
from ecosystem.mentoring.queries.sessions import KIND, progress_of, side_of, team_of
from ecosystem.mentoring.services.slots import ensure_free, notice_of

NO_TIME = _l("Please choose a time that is still to come.")


@dataclass(frozen=True)
class Wish:
    """What somebody books: when, about what, where; which members of the startup come."""

    starts_at: datetime
    topic: str = ""
    where: str = ""
    link: str = ""
    attendees: Sequence[int] = ()


def book(mentorship: Mentorship, wish: Wish, *, by: Account) -> MentoringSession:
    """Book a session: a startup one of the mentor's free hours, a mentor any time at which everybody is free.

    Asked twice for the same time it gives the session that is booked. Raises Refused when the match is over or all
    sessions of the programme are used, AlreadyTaken naming who is not free, Invalid.
    """
    with transaction() as current:
        match = locked(Mentorship, mentorship.id)
        booked_before = _booked_at(match, wish.starts_at)
        if booked_before is not None:
            return booked_before
        ends_at = wish.starts_at + timedelta(minutes=match.programme.session_minutes)
        _ensure_bookable(match, wish.starts_at)
        side, people = side_of(match, by.id), attending(match, wish.attendees, by)
        ensure_free(match, wish.starts_at, people, side=side)
        usual = availability_of(match.profile_id)
        made = MentoringSession(
            mentorship_id=match.id,
            starts_at=wish.starts_at,
            ends_at=ends_at,
            topic=wish.topic,
            where=wish.where or (usual.where if usual and not wish.link else ""),
            link=wish.link or (usual.link if usual else ""),
            booked_by_id=by.id,
        )
        made.mentorship = match
        made.attendees = [SessionAttendee(account_id=each, side=side_of(match, each)) for each in people]
        current.add(made)
        current.flush()
        _engage(made, by)
        audit.record("mentoring.session_booked", made, by=by.id, scope=match.programme)
        notices.booked(made, by=by)
        return made


def _booked_at(match: Mentorship, starts_at: datetime) -> MentoringSession | None:
    return session().scalar(
        select(MentoringSession).where(
            MentoringSession.mentorship_id == match.id,
            MentoringSession.starts_at == starts_at,
            MentoringSession.state == SessionState.BOOKED,
        )
    )


def _ensure_bookable(match: Mentorship, starts_at: datetime) -> None:
    if match.state is not MentorshipState.ACTIVE:
        raise Refused(_l("This mentorship is over, so no more sessions can be booked."))
    if starts_at <= clock.now():
        raise Refused(NO_TIME)
    if starts_at >= match.programme.ends_at:
        raise Refused(_l("The programme ends before this time."))
    if progress_of(match).left == 0:
        raise Refused(_l("All sessions that the programme provides for are used."))


def attending(match: Mentorship, wanted: Sequence[int], by: Account) -> list[int]:
    """Return who comes: the mentor, and the members of the startup who were chosen; whoever books comes along.

    Raises Invalid for people who are not in the team.
    """
    mentor, team = match.profile.account_id, [each.account_id for each in team_of(match)]
    chosen = [each for each in wanted if each != mentor]
    if any(each not in team for each in chosen):
        raise Invalid(_l("Only members of the startup's team can attend."))
    if by.id != mentor and by.id in team and by.id not in chosen:
        chosen.insert(0, by.id)
    if not chosen:
        contact = match.participant.contact_id
        chosen = [contact] if contact in team and contact != mentor else [each for each in team if each != mentor][:1]
    if not chosen:
        raise Refused(_l("Nobody is left in the startup's team, so nobody could come."))
    return [mentor, *chosen]


def _engage(made: MentoringSession, by: Account) -> None:
    match = made.mentorship
    pair = f"{match.startup.name} – {match.profile.account.name}"
    usual = availability_of(match.profile_id)
    calendar.engage(
        kind=KIND,
        subject=made.public_id,
        title=f"Cố vấn: {pair}"[:200],
        title_en=f"Mentoring: {pair}"[:200],
        people=[each.account_id for each in made.attendees],
        starts_at=made.starts_at,
        ends_at=made.ends_at,
        by=by.id,
        where=made.where,
        link=made.link,
        timezone=usual.timezone if usual is not None else match.programme.timezone,
        address=f"/mentoring/sessions/{made.public_id}",
    )


def reschedule(
    found: MentoringSession, *, starts_at: datetime, by: Account, reason: str = "", ask_first: bool = False
) -> bool:
    """Move a session; tell whether it was moved at once.

    Later than the mentor's notice, or when asked to, it becomes a proposal that the other side answers; until then the
    old time stands. Raises Refused, AlreadyTaken, Invalid.
    """
    with transaction():
        present, match = _booked(found)
        now, side = clock.now(), side_of(match, by.id)
        if starts_at <= now or starts_at >= match.programme.ends_at:
            raise Refused(NO_TIME)
        if starts_at == present.starts_at:
            return True
        people = [each.account_id for each in present.attendees]
        ensure_free(match, starts_at, people, side=side, besides=present)
        if ask_first or is_late(present.starts_at, now, notice_of(availability_of(match.profile_id))):
            present.proposed_at, present.proposed_by_id, present.proposal = starts_at, by.id, reason
            audit.record(
                "mentoring.session_proposed", present, by=by.id, scope=match.programme,
                changes={"starts_at": (present.starts_at, starts_at)},
            )  # fmt: skip
            session().flush()
            notices.proposed(present, by=by)
            return False
        _move(present, starts_at, by=by)
        notices.moved(present, by=by, reason=reason)
        return True


def answer_proposal(found: MentoringSession, *, accept: bool, by: Account) -> None:
    """Take or decline the time that the other side proposed; who proposed it may take it back.

    Raises Refused when there is none any more, AlreadyTaken when somebody is not free any more.
    """
    with transaction():
        present, match = _booked(found)
        starts_at, proposer = present.proposed_at, present.proposed_by_id
        if starts_at is None or proposer is None:
            raise Refused(_l("There is no proposal any more."))
        if accept and side_of(match, by.id) is side_of(match, proposer):
            raise Refused(_l("The other side answers this proposal."))
        if accept and starts_at <= clock.now():
            raise Refused(_l("The proposed time has passed. Please propose another one."))
        present.proposed_at = present.proposed_by_id = None
        if accept:
            _move(present, starts_at, by=by)
            notices.moved(present, by=by)
        else:
            audit.record("mentoring.proposal_declined", present, by=by.id, scope=match.programme)
            notices.declined(present, by=by, proposed_at=starts_at)


def _move(present: MentoringSession, starts_at: datetime, *, by: Account) -> None:
    engagement = engagement_of(KIND, present.public_id)
    assert engagement is not None
    ends_at = starts_at + (present.ends_at - present.starts_at)
    calendar.move(engagement, starts_at=starts_at, ends_at=ends_at, by=by.id)
    before = present.starts_at
    present.starts_at, present.ends_at, present.moved = starts_at, ends_at, present.moved + 1
    present.proposed_at = present.proposed_by_id = None
    present.reminded_day_at = present.reminded_hour_at = None
    programme = present.mentorship.programme
    changes = {"starts_at": (before, starts_at)}
    audit.record("mentoring.session_moved", present, by=by.id, scope=programme, changes=changes)
    session().flush()


def change_details(found: MentoringSession, wish: Wish, *, by: Account, shown: int | None = None) -> None:
    """Change topic, place, link and who attends of a session to come, not its time.

    Raises AlreadyTaken when somebody who is added is not free, StaleEdit.
    """
    with transaction():
        present, match = _booked(found)
        check_version(present, shown)
        people = attending(match, wish.attendees, by)
        changes = audit.assign(present, {"topic": wish.topic, "where": wish.where, "link": wish.link})
        kept = {each.account_id: each for each in present.attendees}
        if set(kept) != set(people):
            changes["attendees"] = (sorted(kept), sorted(people))
            present.attendees = [
                kept.get(each) or SessionAttendee(account_id=each, side=side_of(match, each)) for each in people
            ]
        engagement = engagement_of(KIND, present.public_id)
        assert engagement is not None
        calendar.move(engagement, starts_at=present.starts_at, ends_at=present.ends_at, people=people, by=by.id)
        calendar.retell(engagement, where=present.where, link=present.link, by=by.id)
        if changes:
            audit.record("mentoring.session_changed", present, by=by.id, scope=match.programme, changes=changes)


def cancel(found: MentoringSession, *, by: int | None, reason: str = "") -> None:
    """Cancel a session to come and free everybody. One that comes after the mentor's notice is marked late.

    `by` None is the product itself (the match ended, somebody left); that is never late.
    """
    with transaction():
        present, match = _booked(found)
        now = clock.now()
        present.is_late = by is not None and is_late(
            present.starts_at, now, notice_of(availability_of(match.profile_id))
        )
        present.state = SESSION_STEPS.after(present.state, "cancel")
        present.cancelled_at, present.cancelled_by_id, present.cancel_reason = now, by, reason
        present.proposed_at = present.proposed_by_id = None
        calendar.release(kind=KIND, subject=present.public_id, by=by)
        changes = {"state": (SessionState.BOOKED, SessionState.CANCELLED), "is_late": (False, present.is_late)}
        audit.record("mentoring.session_cancelled", present, by=by, scope=match.programme, changes=changes, note=reason)
        session().flush()
        notices.cancelled(present, by=by)


def _booked(found: MentoringSession) -> tuple[MentoringSession, Mentorship]:
    """The session under lock, its match locked before it; Refused when it is not to come any more."""
    match = locked(Mentorship, found.mentorship_id)
    present = locked(MentoringSession, found.id)
    if present.state is not SessionState.BOOKED:
        raise Refused(_l("This session is not to come any more."))
    if present.starts_at <= clock.now():
        raise Refused(_l("This session has begun already, so its time cannot change."))
    return present, match


def is_mentor(found: MentoringSession, account_id: int) -> bool:
    """Tell whether the person is the mentor of the session."""
    return side_of(found.mentorship, account_id) is Side.MENTOR
