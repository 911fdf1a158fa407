"""Mails about mentoring sessions. Booked, moved and cancelled ones carry an iCalendar object."""

from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import parseaddr

from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.calendar.documents import invitation
from ecosystem.calendar.queries import engagement_of
from ecosystem.calendar.queries.entries import entry_of
from ecosystem.core.addresses import absolute
from ecosystem.mentoring.models import MentoringSession
from ecosystem.mentoring.queries.availability import availability_of
from ecosystem.mentoring.queries.sessions import KIND, side_of
from ecosystem.notifications.kinds import NoticeKind, register
from ecosystem.notifications.services import send

BOOKED = register(NoticeKind("mentoring_session_booked", _l("Mentoring session booked"), duty=True))
MOVED = register(NoticeKind("mentoring_session_moved", _l("Mentoring session moved"), duty=True))
PROPOSED = register(NoticeKind("mentoring_session_proposed", _l("Another time proposed for a mentoring session")))
DECLINED = register(NoticeKind("mentoring_session_declined", _l("The proposed time was declined")))
CANCELLED = register(NoticeKind("mentoring_session_cancelled", _l("Mentoring session cancelled"), duty=True))
REMINDER = register(NoticeKind("mentoring_session_reminder", _l("Mentoring session coming up")))
ABSENCE = register(
    NoticeKind("mentoring_session_absence", _l("Reported as absent from a mentoring session"), duty=True)
)
FEEDBACK = register(NoticeKind("mentoring_session_feedback", _l("Feedback on a mentoring session")))


def booked(found: MentoringSession, *, by: Account) -> None:
    """Confirm a booking to everybody who attends."""
    _tell(BOOKED, found, _everybody(found), key="booked", calendar=True, booker=by.name)


def moved(found: MentoringSession, *, by: Account, reason: str = "") -> None:
    """Tell everybody who attends the new time."""
    key = f"moved:{found.moved}"
    _tell(MOVED, found, _everybody(found), key=key, calendar=True, mover=by.name, reason=reason)


def proposed(found: MentoringSession, *, by: Account) -> None:
    """Ask the other side whether another time suits."""
    at = found.proposed_at
    _tell(PROPOSED, found, _other_side(found, by.id), key=f"proposed:{at}", proposer=by.name, proposed_at=at)


def declined(found: MentoringSession, *, by: Account, proposed_at: datetime) -> None:
    """Tell the other side that the old time stands."""
    key = f"declined:{proposed_at}"
    _tell(DECLINED, found, _other_side(found, by.id), key=key, decliner=by.name, proposed_at=proposed_at)


def cancelled(found: MentoringSession, *, by: int | None) -> None:
    """Tell everybody who was to attend, with the reason."""
    people = _everybody(found)
    canceller = next((each.name for each in people if each.id == by), "")
    _tell(CANCELLED, found, people, key="cancelled", calendar=True, canceller=canceller, reason=found.cancel_reason)


def reminder(found: MentoringSession, *, hours: int) -> None:
    """Remind everybody who attends, once for each time the session has and each distance."""
    _tell(REMINDER, found, _everybody(found), key=f"reminder:{hours}:{found.moved}", hours=hours)


def absence_reported(found: MentoringSession, *, by: Account) -> None:
    """Tell the side that is said to have stayed away, and how to object."""
    key = f"absence:{found.reported_at}"
    _tell(ABSENCE, found, _other_side(found, by.id), key=key, reporter=by.name, text=found.report)


def feedback_wanted(found: MentoringSession) -> None:
    """Ask everybody who attended how it was."""
    _tell(FEEDBACK, found, _everybody(found), key="feedback")


def _everybody(found: MentoringSession) -> list[Account]:
    return [each.account for each in found.attendees if each.account.erased_at is None]


def _other_side(found: MentoringSession, account_id: int) -> list[Account]:
    side = side_of(found.mentorship, account_id)
    return [each.account for each in found.attendees if each.side is not side and each.account.erased_at is None]


def _tell(
    kind: NoticeKind,
    found: MentoringSession,
    people: Iterable[Account],
    *,
    key: str,
    calendar: bool = False,
    **values: object,
) -> None:
    match = found.mentorship
    usual = availability_of(match.profile_id)
    attach = _invitations(found) if calendar else None
    for person in people:
        is_mentor = person.id == match.profile.account_id
        zones = {"mentor_zone": usual.timezone if usual else match.profile.account.timezone}
        context = {
            "meeting": found,
            "startup": match.startup.name,
            "mentor": match.profile.account.name,
            "other": match.startup.name if is_mentor else match.profile.account.name,
            "programme": match.programme,
            "is_mentor": is_mentor,
            **zones,
            **values,
        }
        send(
            kind,
            recipient_of(person),
            context,
            scope=match.programme.organiser,
            dedup_key=f"session:{found.id}:{key}:{person.id}",
            url=absolute(f"/mentoring/sessions/{found.public_id}"),
            calendar=attach(person) if attach is not None else "",
        )


def _invitations(found: MentoringSession) -> Callable[[Account], str] | None:
    engagement = engagement_of(KIND, found.public_id)
    if engagement is None:
        return None
    settings = current_app.config["SETTINGS"]
    sender = parseaddr(settings.mail.sender)[1]

    def written_for(person: Account) -> str:
        with force_locale(person.language):
            return invitation(
                entry_of(engagement),
                base_url=settings.base_url,
                sender=sender,
                attendee=person.email,
                attendee_name=person.name,
            )

    return written_for
