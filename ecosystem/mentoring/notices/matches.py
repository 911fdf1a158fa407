"""Mails about matches: published together by a round, made by the organiser, ended."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.mentoring.models import Mentorship
from ecosystem.mentoring.notices.addresses import about, mentor_of, owners_of
from ecosystem.notifications.kinds import NoticeKind, register
from ecosystem.notifications.services import send

MATCHED = register(NoticeKind("mentoring_matched", _l("Result of a mentor matching"), duty=True, held=True))
ENDED = register(NoticeKind("mentoring_ended", _l("A mentorship is over"), duty=True))


def matched(mentorship: Mentorship, *, batch: str) -> None:
    """Write the news to both sides; it is held until `batch` is released."""
    mentor = mentor_of(mentorship.profile_id)
    others = owners_of(mentorship.startup_id)
    people = [*([mentor] if mentor is not None else []), *others]
    values = about(mentorship.programme) | {
        "startup": mentorship.startup.name,
        "mentor": mentor.name if mentor is not None else "",
    }
    for person in {each.id: each for each in people}.values():
        send(
            MATCHED,
            recipient_of(person),
            values | {"is_mentor": mentor is not None and person.id == mentor.id},
            scope=mentorship.programme.organiser,
            dedup_key=f"{MATCHED.name}:{mentorship.id}:{person.id}",
            batch=batch,
            url=absolute(f"/mentoring/matches/{mentorship.public_id}"),
        )


def ended(mentorship: Mentorship, *, by: Account) -> None:
    """Tell everybody of the two sides but whoever ended it."""
    mentor = mentor_of(mentorship.profile_id)
    people = [*([mentor] if mentor is not None else []), *owners_of(mentorship.startup_id)]
    values = about(mentorship.programme) | {
        "startup": mentorship.startup.name,
        "mentor": mentorship.profile.account.name,
        "early": mentorship.state.value == "ended",
        "reason": mentorship.end_reason,
    }
    for person in {each.id: each for each in people if each.id != by.id}.values():
        url = absolute(f"/mentoring/matches/{mentorship.public_id}")
        key = f"{ENDED.name}:{mentorship.id}:{person.id}"
        send(ENDED, recipient_of(person), values, scope=mentorship.programme.organiser, dedup_key=key, url=url)
