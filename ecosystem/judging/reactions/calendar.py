"""What judges have to do, for their calendars: windows of scoring, and pitch days.

Both take nobody's time by themselves: scoring is done beside other things, and a pitch day is moved as it goes along.
An overlap is shown, not refused.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.contests.models import Round
from ecosystem.core.database import scalars, session
from ecosystem.core.signals import reacts_to
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Panelist, PitchDay, PitchSlot

JUDGING = register(CalendarKind("judging", _l("Judging"), "gavel", 4))


@reacts_to(CalendarAsked)
def judging_of(question: CalendarAsked) -> Iterator[CalendarItem]:
    """The rounds whose panel the person has accepted to be on."""
    rounds = scalars(
        select(Round)
        .join(Panelist, Panelist.round_id == Round.id)
        .where(Panelist.account_id == question.account_id, Panelist.state == PanelistState.ACCEPTED)
        .options(joinedload(Round.contest))
        .order_by(Round.id)
    )
    if not rounds:
        return
    ends = _pitch_days([round_.id for round_ in rounds])
    for round_ in rounds:
        day = ends.get(round_.id)
        if day is not None and day[0] < question.until and day[1] > question.since:
            yield _item(round_, "pitch", _("Pitch day"), *day)
        window = round_.window
        if window.opens_at is None or window.closes_at is None:
            continue
        if window.opens_at < question.until and window.closes_at > question.since:
            yield _item(round_, "scoring", _("Score entries"), window.opens_at, window.closes_at)


def _item(round_: Round, part: str, what: str, starts_at: datetime, ends_at: datetime) -> CalendarItem:
    contest = round_.contest
    return CalendarItem(
        kind=JUDGING.name,
        uid=f"{part}-{round_.public_id}",
        title=f"{what}: {round_.name} – {contest.title}",
        title_en=f"{what}: {round_.name_en or round_.name} – {contest.title_en or contest.title}",
        starts_at=starts_at,
        ends_at=ends_at,
        address=f"/judge/rounds/{round_.public_id}",
        timezone=contest.timezone,
        sequence=round_.version,
        changed_at=contest.updated_at,
    )


def _pitch_days(round_ids: list[int]) -> dict[int, tuple[datetime, datetime]]:
    """Begin and planned end of the pitch days of these rounds, of those that have both."""
    rows = session().execute(
        select(
            PitchDay.round_id,
            PitchDay.starts_at,
            PitchDay.pitch_seconds + PitchDay.question_seconds + PitchDay.gap_seconds,
            func.count(PitchSlot.application_id),
            func.coalesce(func.sum(PitchSlot.seconds), 0),
        )
        .join(PitchSlot, PitchSlot.round_id == PitchDay.round_id)
        .where(PitchDay.round_id.in_(round_ids), PitchDay.starts_at.is_not(None))
        .group_by(PitchDay.id)
    )
    return {
        ident: (begin, begin + timedelta(seconds=each * number + int(breaks)))
        for ident, begin, each, number, breaks in rows
        if begin is not None
    }
