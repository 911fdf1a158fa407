"""Messages while judges score: reminders, recusals, reopened sheets, the end of a round."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.contests.models import Contest, Round
from ecosystem.core.addresses import absolute
from ecosystem.judging.models import Assignment, Panelist, ScoreSheet
from ecosystem.notifications.kinds import NoticeKind, register
from ecosystem.notifications.models import Mail
from ecosystem.notifications.services import render, send

REMINDER = register(NoticeKind("judging_reminder", _l("Score sheets not handed in yet"), worded=True))
RECUSED = register(NoticeKind("judge_recused", _l("A judge recused from an entry")))
REPLACEMENTS = register(NoticeKind("replacements_wanted", _l("Judges are wanted in place of others")))
REOPENED = register(NoticeKind("sheet_reopened", _l("A score sheet was reopened"), duty=True, worded=True))
ROUND_CLOSED = register(NoticeKind("round_closed", _l("The time for scoring is over")))


def judge_behind(panelist: Panelist, *, left: int, charges: int, message: str = "", occasion: str = "") -> Mail | None:
    """Remind a judge of sheets not handed in; once an `occasion`. `panelist` has its account and round loaded."""
    assert panelist.account is not None
    return send(
        REMINDER,
        recipient_of(panelist.account),
        {**_about(panelist.round), "left": left, "charges": charges, "message": message},
        scope=panelist.round.contest,
        dedup_key=f"judging_reminder:{panelist.id}:{occasion}" if occasion else None,
        url=absolute(f"/judge/rounds/{panelist.round.public_id}"),
        reply_to=panelist.round.contest.contact_email,
    )


def judge_recused(assignment: Assignment, staff: Iterable[Account]) -> None:
    """Ask the staff for a replacement. `assignment` has round, contest, panelist and application loaded."""
    contest = assignment.round.contest
    for account in staff:
        send(
            RECUSED,
            recipient_of(account),
            {
                **_about(assignment.round),
                "judge": assignment.panelist.name,
                "entry": assignment.application,
                "reason": assignment.recusal_reason,
            },
            scope=contest,
            dedup_key=f"judge_recused:{assignment.id}:{account.id}",
            url=absolute(replacements_path(assignment.round)),
        )


def replacements_wanted(round_: Round, staff: Iterable[Account], *, number: int) -> None:
    """Ask the staff for judges in place of those whose charges a new conflict of interest took away."""
    contest = round_.contest
    for account in staff:
        send(
            REPLACEMENTS,
            recipient_of(account),
            {**_about(round_), "number": number},
            scope=contest,
            url=absolute(replacements_path(round_)),
        )


def replacements_path(round_: Round) -> str:
    """Return the path of the list of entries that want another judge."""
    return f"/organise/contests/{round_.contest.slug}/judging/assignment/{round_.public_id}/replacements"


def sheet_reopened(assignment: Assignment, sheet: ScoreSheet, judge: Account) -> None:
    """Tell the judge why the sheet is open again."""
    send(
        REOPENED,
        recipient_of(judge),
        {**_about(assignment.round), "entry": assignment.application, "reason": sheet.reopened_reason},
        scope=assignment.round.contest,
        url=absolute(f"/judge/sheets/{assignment.public_id}"),
    )


def round_closed(round_: Round, staff: Iterable[Account], *, missing: int, charges: int) -> int:
    """Tell the staff how many sheets are missing now that the time is over; once a deadline. Return how many mails."""
    closes_at: datetime | None = round_.closes_at
    when = closes_at.isoformat() if closes_at else ""
    mails = [
        send(
            ROUND_CLOSED,
            recipient_of(account),
            {**_about(round_), "missing": missing, "charges": charges},
            scope=round_.contest,
            dedup_key=f"round_closed:{round_.id}:{when}:{account.id}",
            url=absolute(f"/organise/contests/{round_.contest.slug}/judging/progress/{round_.public_id}"),
        )
        for account in staff
    ]
    return sum(mail is not None for mail in mails)


def preview(panelist: Panelist, *, round_: Round, left: int, charges: int, message: str) -> tuple[str, str]:
    """Return (subject, body) of a reminder without writing it."""
    assert panelist.account is not None
    context = {**_about(round_), "left": left, "charges": charges, "message": message}
    url = absolute(f"/judge/rounds/{round_.public_id}")
    return render(REMINDER, recipient_of(panelist.account), context, scope=round_.contest, url=url)


def _about(round_: Round) -> dict[str, object]:
    contest: Contest = round_.contest
    return {"round": round_, "contest": contest, "zone": contest.timezone}
