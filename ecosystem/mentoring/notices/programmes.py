"""Mails about programmes: invitations of mentors, answers, places of startups, rankings that are missing."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.mentoring.models import ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.notices.addresses import about, mentor_of, owners_of
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import send

register_topic(_l("Mentoring"), "mentor")
INVITED = register(NoticeKind("mentor_invitation", _l("Invitation to be a mentor"), duty=True))
DECIDED = register(NoticeKind("mentoring_place", _l("Decision on taking part in a mentoring programme"), duty=True))
RANKING = register(NoticeKind("mentoring_ranking_reminder", _l("Your ranking for a mentor matching is missing")))


def invited(mentor: ProgrammeMentor, *, by: Account) -> None:
    """Ask a mentor into a programme."""
    account = mentor_of(mentor.profile_id)
    if account is not None:
        values = about(mentor.programme) | {"inviter": by.name, "capacity": mentor.capacity}
        url = absolute(f"/mentoring/served/{mentor.public_id}")
        send(INVITED, recipient_of(account), values, scope=mentor.programme.organiser, url=url)


def mentor_decided(mentor: ProgrammeMentor, *, accepted: bool) -> None:
    """Tell a mentor who applied what the organiser decided."""
    account = mentor_of(mentor.profile_id)
    if account is not None:
        values = about(mentor.programme) | {"accepted": accepted, "startup": ""}
        url = absolute(f"/mentoring/served/{mentor.public_id}")
        send(DECIDED, recipient_of(account), values, scope=mentor.programme.organiser, url=url)


def startup_decided(participant: ProgrammeStartup, *, accepted: bool) -> None:
    """Tell a startup's owners what the organiser decided."""
    values = about(participant.programme) | {"accepted": accepted, "startup": participant.startup.name}
    for owner in owners_of(participant.startup_id):
        url = absolute(f"/mentoring/places/{participant.public_id}")
        send(DECIDED, recipient_of(owner), values, scope=participant.programme.organiser, url=url)


def mentor_ranks(mentor: ProgrammeMentor) -> None:
    """Remind a mentor to rank."""
    account = mentor_of(mentor.profile_id)
    if account is not None:
        values = about(mentor.programme) | {"startup": ""}
        url = absolute(f"/mentoring/served/{mentor.public_id}/ranking")
        send(RANKING, recipient_of(account), values, scope=mentor.programme.organiser, url=url)


def startup_ranks(participant: ProgrammeStartup) -> None:
    """Remind a startup's owners to rank."""
    values = about(participant.programme) | {"startup": participant.startup.name}
    for owner in owners_of(participant.startup_id):
        url = absolute(f"/mentoring/places/{participant.public_id}/ranking")
        send(RANKING, recipient_of(owner), values, scope=participant.programme.organiser, url=url)
