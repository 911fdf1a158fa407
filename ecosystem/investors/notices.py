"""Mails of investors: verification; sessions with invitations, answers, reminders, timetables, changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.kinds import MEETING_STATES, PARTICIPANT_STATES
from ecosystem.investors.models import (
    InvestorSession,
    InvestorVerification,
    Meeting,
    Participant,
    ParticipantState,
    Side,
    TimetableRun,
    VerificationState,
)
from ecosystem.investors.queries.profiles import deciders_of
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import send

register_topic(_l("Investor sessions"), "investor_")
INVITED = register(NoticeKind("investor_session_invited", _l("Invitation to an investor session"), duty=True))
ANSWERED = register(NoticeKind("investor_session_answered", _l("Your part in an investor session"), duty=True))
WISHES_WANTED = register(NoticeKind("investor_session_wishes", _l("Whom would you like to meet?")))
TIMETABLE = register(
    NoticeKind("investor_session_timetable", _l("Your meetings in an investor session"), duty=True, held=True)
)
CHANGED = register(NoticeKind("investor_session_changed", _l("Your meetings changed"), duty=True))
MOVED = register(NoticeKind("investor_session_moved", _l("An investor session was moved"), duty=True))
CANCELLED = register(NoticeKind("investor_session_cancelled", _l("An investor session was cancelled"), duty=True))
REQUEST_ANSWERED = register(NoticeKind("investor_session_request", _l("Answer to your request"), duty=True))

VERIFICATION_ASKED = register(NoticeKind("investor_verification_asked", _l("An investor asks to be verified")))
VERIFICATION_DECIDED = register(
    NoticeKind("investor_verification_decided", _l("Answer about your investor's profile"), duty=True)
)


def batch_of(run: TimetableRun) -> str:
    """Name the mails that tell a run's timetable, which wait until the organiser releases them."""
    return f"timetable:{run.public_id}"


def invited(participant: Participant) -> None:
    """Ask somebody to take part."""
    _send(INVITED, participant, {}, _path(participant.session))


def answered(participant: Participant) -> None:
    """Tell somebody how they take part now."""
    with force_locale(participant.account.language):
        state = str(PARTICIPANT_STATES[participant.state])
    is_in = participant.state is ParticipantState.APPROVED
    wishes_open = participant.session.state is SessionState.OPEN
    path = _path(participant.session) + ("/wishes" if is_in and wishes_open else "")
    _send(ANSWERED, participant, {"state": state, "is_in": is_in, "wishes_open": wishes_open}, path)


def wishes_wanted(participant: Participant, *, key: str) -> bool:
    """Remind somebody who has not said whom they want to meet; tell whether a mail was written."""
    return _send(WISHES_WANTED, participant, {}, f"{_path(participant.session)}/wishes", key=key)


def timetable_published(participant: Participant, meetings: Sequence[Meeting], run: TimetableRun) -> None:
    """Write the mail with somebody's own meetings; it waits for the organiser."""
    _send(
        TIMETABLE,
        participant,
        {"rows": _rows(participant, meetings)},
        f"{_path(participant.session)}/agenda",
        key=f"timetable:{run.id}:{participant.id}",
        batch=batch_of(run),
    )


def meetings_changed(participant: Participant, meetings: Sequence[Meeting]) -> None:
    """Tell somebody which of their meetings were cancelled, with what is left of the agenda one click away."""
    rows = _rows(participant, meetings)
    with force_locale(participant.account.language):
        for row, meeting in zip(rows, meetings, strict=True):
            row["state"] = str(MEETING_STATES[meeting.state])
    _send(CHANGED, participant, {"rows": rows}, f"{_path(participant.session)}/agenda")


def session_moved(participant: Participant) -> None:
    """Tell somebody about the new day or zone."""
    _send(MOVED, participant, {}, f"{_path(participant.session)}/agenda")


def session_cancelled(participant: Participant) -> None:
    """Tell somebody that there will be no session."""
    _send(CANCELLED, participant, {}, _path(participant.session))


def request_answered(participant: Participant, *, granted: bool) -> None:
    """Tell somebody what became of their request."""
    _send(REQUEST_ANSWERED, participant, {"granted": granted}, f"{_path(participant.session)}/agenda")


def verification_asked(verification: InvestorVerification) -> None:
    """Tell the organiser's owners and managers that an investor waits for them."""
    organiser, investor = verification.organiser, verification.investor
    url = absolute(f"/organise/{organiser.slug}/investors")
    for member in deciders_of(organiser.id):
        context = {"investor": investor.name, "organiser": organiser.name}
        send(VERIFICATION_ASKED, recipient_of(member.account), context, scope=organiser, url=url)


def verification_decided(verification: InvestorVerification) -> None:
    """Tell the investor what the organiser found, with its reason."""
    investor, organiser = verification.investor, verification.organiser
    if investor.account.erased_at is not None:
        return
    context = {
        "investor": investor.name,
        "organiser": organiser.name,
        "is_verified": verification.state is VerificationState.VERIFIED,
        "was_verified": verification.state is VerificationState.WITHDRAWN,
        "reason": verification.reason,
    }
    send(
        VERIFICATION_DECIDED, recipient_of(investor.account), context, scope=organiser, url=absolute("/investors/mine")
    )


def _rows(participant: Participant, meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    is_founder = participant.side is Side.FOUNDER
    return [
        {
            "starts_at": meeting.slot.starts_at,
            "ends_at": meeting.slot.ends_at,
            "table": meeting.table.label or meeting.table.number,
            "link": meeting.table.link,
            "with": (meeting.investor if is_founder else meeting.founder).name,
            "state": "",
        }
        for meeting in meetings
    ]


def _send(
    kind: NoticeKind,
    participant: Participant,
    values: Mapping[str, Any],
    path: str,
    *,
    key: str | None = None,
    batch: str = "",
) -> bool:
    session_: InvestorSession = participant.session
    context = {
        "session": session_,
        "event": session_.event,
        "organiser": session_.event.organiser,
        "zone": session_.timezone,
        "participant": participant,
        **values,
    }
    scope = session_.event.organiser
    url = absolute(path)
    to = recipient_of(participant.account)
    return send(kind, to, context, scope=scope, dedup_key=key, batch=batch, url=url) is not None


def _path(session_: InvestorSession) -> str:
    return f"/investor-sessions/{session_.public_id}"
