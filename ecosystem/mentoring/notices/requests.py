"""Mails about requests: received, about to expire, withdrawn, accepted, refused."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.mentoring.domain.life_cycle import RequestState
from ecosystem.mentoring.models import MentoringRequest, Mentorship
from ecosystem.mentoring.notices.addresses import about, mentor_of, owners_of
from ecosystem.notifications.kinds import NoticeKind, register
from ecosystem.notifications.services import send

RECEIVED = register(NoticeKind("mentoring_request", _l("A startup asks you to be its mentor")))
EXPIRING = register(NoticeKind("mentoring_request_reminder", _l("A mentoring request is about to expire")))
WITHDRAWN = register(NoticeKind("mentoring_request_withdrawn", _l("A mentoring request was withdrawn")))
ACCEPTED = register(NoticeKind("mentoring_accepted", _l("A mentor takes you on"), duty=True))
REFUSED = register(NoticeKind("mentoring_refused", _l("A mentor cannot take you on"), duty=True))


def received(request: MentoringRequest) -> None:
    """Tell the mentor who asks, and until when to answer."""
    _tell_mentor(RECEIVED, request)


def about_to_expire(request: MentoringRequest) -> None:
    """Remind the mentor, once."""
    _tell_mentor(EXPIRING, request)


def withdrawn(request: MentoringRequest) -> None:
    """Tell the mentor that no answer is needed any more."""
    _tell_mentor(WITHDRAWN, request)


def _tell_mentor(kind: NoticeKind, request: MentoringRequest) -> None:
    account = mentor_of(request.mentor.profile_id)
    if account is not None:
        key = f"{kind.name}:{request.id}:{request.sent_at}"
        url = absolute(f"/mentoring/requests/{request.public_id}" if kind is not WITHDRAWN else "/mentoring/inbox")
        send(kind, recipient_of(account), _values(request), scope=request.programme.organiser, dedup_key=key, url=url)


def accepted(request: MentoringRequest, mentorship: Mentorship) -> None:
    """Tell the startup's owners; contact data are open now."""
    values = _values(request)
    for owner in owners_of(request.participant.startup_id):
        url = absolute(f"/mentoring/matches/{mentorship.public_id}")
        key = f"{ACCEPTED.name}:{request.id}:{owner.id}"
        send(ACCEPTED, recipient_of(owner), values, scope=request.programme.organiser, dedup_key=key, url=url)


def refused(request: MentoringRequest) -> None:
    """Tell the startup's owners, in the same words whether the mentor declined or did not answer in time."""
    values = _values(request) | {"expired": request.state is RequestState.EXPIRED, "answer": request.answer}
    for owner in owners_of(request.participant.startup_id):
        url = absolute(f"/mentoring/places/{request.participant.public_id}")
        key = f"{REFUSED.name}:{request.id}:{owner.id}"
        send(REFUSED, recipient_of(owner), values, scope=request.programme.organiser, dedup_key=key, url=url)


def _values(request: MentoringRequest) -> dict[str, object]:
    account = request.mentor.profile.account
    return about(request.programme) | {
        "startup": request.participant.startup.name,
        "one_liner": request.participant.startup.one_liner,
        "mentor": account.name,
        "message": request.message,
        "expires_at": request.expires_at,
    }
