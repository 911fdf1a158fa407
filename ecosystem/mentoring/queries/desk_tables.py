"""The organiser's lists of a programme as tables for spreadsheets."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from ecosystem.core import clock
from ecosystem.core.database import scalars
from ecosystem.core.web.formatting import format_datetime
from ecosystem.mentoring.kinds import programmes as words
from ecosystem.mentoring.kinds.sessions import SESSION_STATES
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.queries.programmes import active_by_mentor, active_by_startup
from ecosystem.startups.domain.taxonomy import stage_title

Rows = Iterator[Sequence[Any]]


def _at(moment: datetime | None, programme: Programme) -> str:
    return format_datetime(moment, programme.timezone) if moment is not None else ""


def table_of_mentors(programme: Programme, found: Select[Any]) -> Rows:
    """Yield the mentors of a programme as a table: a heading, then one row each."""
    taken = active_by_mentor(programme.id)
    yield _("Mentor"), _("E-mail address"), _("Headline"), _("Status"), _("Taken"), _("Places"), _("break until")
    for each in scalars(found):
        profile = each.profile
        paused = profile.paused_until if profile.paused_until and profile.paused_until > clock.now() else None
        yield (
            profile.account.name,
            profile.account.email,
            profile.headline,
            str(words.MENTOR_STATES[each.state][0]),
            taken.get(each.id, 0),
            each.capacity,
            _at(paused, programme),
        )


def table_of_startups(programme: Programme, found: Select[Any]) -> Rows:
    """Yield the startups of a programme as a table: a heading, then one row each."""
    taken = active_by_startup(programme.id)
    yield (
        _("Startup"), _("Contact"), _("E-mail address"), _("Status"), _("Mentors"), _("Stage"), _("Topics"), _("Goals"),
    )  # fmt: skip
    for each in scalars(found):
        yield (
            each.startup.name,
            each.contact.name,
            each.contact.email,
            str(words.PARTICIPANT_STATES[each.state][0]),
            taken.get(each.id, 0),
            str(stage_title(each.stage)),
            ", ".join(str(title) for title in words.topic_titles(each.topics)),
            each.goals,
        )


def table_of_requests(programme: Programme, found: Select[Any]) -> Rows:
    """Yield requests, without the messages as a table: a heading, then one row each."""
    yield _("Startup"), _("Mentor"), _("Wish"), _("Sent"), _("Answered"), _("Status")
    for each in scalars(found):
        yield (
            each.participant.startup.name,
            each.mentor.profile.account.name,
            each.position,
            _at(each.sent_at, programme),
            _at(each.answered_at, programme),
            str(words.REQUEST_STATES[each.state][0]),
        )


def table_of_matches(programme: Programme, found: Select[Any]) -> Rows:
    """Yield matches as a table: a heading, then one row each."""
    yield _("Mentor"), _("Startup"), _("Since"), _("How they met"), _("Status"), _("Until"), _("Reason")
    for each in scalars(found):
        yield (
            each.profile.account.name,
            each.startup.name,
            _at(each.began_at, programme),
            str(words.ORIGINS[each.origin]),
            str(words.MATCH_STATES[each.state][0]),
            _at(each.ended_at, programme),
            each.end_reason,
        )


def table_of_sessions(programme: Programme, found: Select[Any]) -> Rows:
    """Yield sessions, without what they are about as a table: a heading, then one row each."""
    yield _("Begins"), _("Ends"), _("Mentor"), _("Startup"), _("Status"), _("Minutes"), _("cancelled late")
    for each in scalars(found):
        yield (
            _at(each.starts_at, programme),
            _at(each.ends_at, programme),
            each.mentorship.profile.account.name,
            each.mentorship.startup.name,
            str(SESSION_STATES[each.state][0]),
            each.minutes if each.minutes is not None else "",
            _("yes") if each.is_late else "",
        )
