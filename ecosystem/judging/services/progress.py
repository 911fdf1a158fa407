"""Use cases around the time of a round: remind judges, tell the staff that the time is over."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Refused
from ecosystem.events.models import Event
from ecosystem.judging.domain.results.pace import days_before
from ecosystem.judging.notices import scoring as messages
from ecosystem.judging.queries.progress import JudgeProgress, deciders_of, judges_of, totals_of

DAYS_BEFORE = (3, 1)
"""A judge with sheets left is reminded this many days before the round closes, each time once."""


def behind(round_: Round, now: datetime, panelist_ids: Sequence[int] | None = None) -> list[JudgeProgress]:
    """Return the judges who have sheets left, only those of `panelist_ids` if given; two statements."""
    judges = [judge for judge in judges_of(round_, now) if judge.pace.left > 0 and judge.panelist.account is not None]
    return judges if panelist_ids is None else [judge for judge in judges if judge.panelist.id in panelist_ids]


def remind(
    round_: Round, *, by: Account, now: datetime, message: str = "", panelist_ids: Sequence[int] | None = None
) -> int:
    """Write to the judges who have sheets left, all or some, with a word of the organiser; return to how many.

    Raises Refused when nobody has any left.
    """
    with transaction():
        chosen = behind(round_, now, panelist_ids)
        if not chosen:
            raise Refused(_l("Nobody has to be reminded: every sheet is handed in."))
        for judge in chosen:
            left, charges = judge.pace.left, judge.pace.charges
            occasion = f"by:{by.id}:{now.isoformat()}"
            messages.judge_behind(judge.panelist, left=left, charges=charges, message=message, occasion=occasion)
            judge.panelist.reminded_at = now
        names = ", ".join(judge.panelist.name for judge in chosen)
        audit.record("judging.reminded", round_, by=by.id, scope=round_.contest, note=names)
        return len(chosen)


def open_rounds(now: datetime) -> list[Round]:
    """Return the judged rounds of published contests that have a closing time and have begun."""
    rounds = session().scalars(
        select(Round)
        .join(Round.contest)
        .where(
            Contest.state == ContestState.PUBLISHED,
            Round.closes_at.is_not(None),
            (Round.opens_at.is_(None)) | (Round.opens_at <= now),
        )
        .options(joinedload(Round.contest).joinedload(Contest.event).joinedload(Event.organiser))
        .order_by(Round.id)
    )
    return [round_ for round_ in rounds.unique() if round_.kind.is_judged]


def remind_due(round_: Round, *, now: datetime) -> int:
    """Remind the judges of a round if a day for it has come; return how many mails were written. Once a day named."""
    days = days_before(round_.window, now, DAYS_BEFORE)
    if days is None or round_.closes_at is None:
        return 0
    with transaction():
        occasion = f"{round_.closes_at.isoformat()}:{days}"
        written = 0
        for judge in behind(round_, now):
            left, charges = judge.pace.left, judge.pace.charges
            mail = messages.judge_behind(judge.panelist, left=left, charges=charges, occasion=occasion)
            if mail is not None:
                judge.panelist.reminded_at = now
                written += 1
        return written


def tell_closed(round_: Round, *, now: datetime) -> bool:
    """Tell the staff once that the time for scoring is over; False while it is not, or without any charge."""
    if round_.closes_at is None or round_.window.accepts(now):
        return False
    with transaction():
        totals = totals_of(round_)
        if not totals.charges:
            return False
        staff = deciders_of(round_.contest)
        missing = totals.charges - totals.done
        return messages.round_closed(round_, staff, missing=missing, charges=totals.charges) > 0


def first_preview(round_: Round, judges: Sequence[JudgeProgress], *, message: str) -> tuple[str, str] | None:
    """Return (subject, body) of the reminder as the first of `judges` would get it, None without any."""
    if not judges:
        return None
    first = judges[0]
    left, charges = first.pace.left, first.pace.charges
    return messages.preview(first.panelist, round_=round_, left=left, charges=charges, message=message)
