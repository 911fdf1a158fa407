"""What came of a meeting: each side's report and private note, and contact data once both agree."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.core.money import LARGEST
from ecosystem.core.signals import announce
from ecosystem.fundraising import notices
from ecosystem.fundraising.domain.outcomes import (
    WITH_AMOUNT,
    Outcome,
    Told,
    needs_reminding,
    reminder_due,
)
from ecosystem.fundraising.models import ContactOffer, MeetingNote, MeetingReport
from ecosystem.fundraising.queries.meetings import (
    TOOK_PLACE,
    MeetingLine,
    lines_of,
    meetings_in,
    offers_between,
    other_side,
    own_side,
)
from ecosystem.investors.models import InvestorSession, Meeting, Participant, Side
from ecosystem.startups.signals import TiesChanged

AT_ONCE = 20  # people asked in a transaction


def report(meeting: Meeting, side: Side, told: Told, *, next_step: str = "", by: Account) -> MeetingReport:
    """Store what a side tells came of the meeting; what it told before stays in the audit log.

    Raises Refused before the meeting and after it was cancelled or missed, Invalid (details by field) for an
    investment without amount or day, or a day to come.
    """
    _ensure_met(meeting)
    told = _checked(told, meeting)
    with transaction() as current, unique_or(AlreadyTaken(_again())):
        row = _report_of(meeting, side)
        if row is None:
            row = MeetingReport(meeting_id=meeting.id, side=side, outcome=told.outcome)
            before: Outcome | None = None
        else:
            before = row.outcome
        values = {"outcome": told.outcome, "amount": told.amount, "committed_on": told.committed_on}
        changes = assign(row, values | {"next_step": next_step.strip()})
        row.told_by_id, row.told_at = by.id, clock.now()
        current.add(row)
        current.flush()
        if changes or before is None:
            record("fundraising.outcome_told", meeting, by=by.id, scope=meeting.session, changes=changes)
        _announce_ties(meeting, before, told.outcome)
        return row


def write_note(meeting: Meeting, side: Side, text: str, *, version: int | None, by: Account) -> MeetingNote:
    """Store a side's own note; nobody else ever reads it.

    Raises StaleEdit, holding both texts, when another of the side changed it since `version` was shown.
    """
    with transaction() as current, unique_or(AlreadyTaken(_again())):
        row = session().scalar(
            select(MeetingNote).where(MeetingNote.meeting_id == meeting.id, MeetingNote.side == side).with_for_update()
        )
        if row is None:
            row = MeetingNote(meeting_id=meeting.id, side=side)
            current.add(row)
        elif version is None or row.version != version:
            stale = _l("Another of your team changed this note while you were writing. Both versions are below.")
            raise StaleEdit(stale, theirs={"text": row.text}, yours={"text": text})
        row.text, row.by_id = text, by.id
        current.flush()
        return row


def offer_contact(giver: Participant, receiver: Participant, *, by: Account) -> bool:
    """Let the other have one's contact data; return whether both have now. Twice is once."""
    with transaction() as current:
        present = offers_between(giver, receiver)
        if giver.id not in present:
            with unique_or(AlreadyTaken(_again())):
                current.add(ContactOffer(from_id=giver.id, to_id=receiver.id))
                current.flush()
            record("fundraising.contact_offered", giver, by=by.id, scope=giver.session)
            notices.contact_offered(giver, receiver, is_mutual=receiver.id in present)
        return receiver.id in present


def withdraw_contact(giver: Participant, receiver: Participant, *, by: Account) -> None:
    """Take the offer back: from now on neither sees the other's data here. Twice is once."""
    with transaction():
        both = (ContactOffer.from_id == giver.id, ContactOffer.to_id == receiver.id)
        gone = session().scalars(delete(ContactOffer).where(*both).returning(ContactOffer.id)).all()
        if gone:
            record("fundraising.contact_withdrawn", giver, by=by.id, scope=giver.session)


def remind(held: InvestorSession) -> int:
    """Ask everybody who met in the session and told nothing final what came of it; return how many were asked.

    One mail a person with all that is open, once for each span of weeks that has passed since the session. A few
    people in a transaction: there may be hundreds, and meanwhile nobody else writes.
    """
    now = clock.now()
    silent: dict[tuple[int, int], list[MeetingLine]] = {}
    for line in lines_of(session().scalars(meetings_in(held))):
        weeks = reminder_due(line.meeting.slot.ends_at, now)
        for side in Side if weeks is not None else ():
            if _is_silent(line, side):
                silent.setdefault((own_side(line.meeting, side).id, weeks or 0), []).append(line)
    asked, waiting = 0, list(silent.items())
    for start in range(0, len(waiting), AT_ONCE):
        with transaction():
            asked += sum(
                _asked(person_id, weeks, lines) for (person_id, weeks), lines in waiting[start : start + AT_ONCE]
            )
    return asked


def _asked(person_id: int, weeks: int, lines: list[MeetingLine]) -> int:
    first = lines[0].meeting
    side = Side.FOUNDER if first.founder_id == person_id else Side.INVESTOR
    others = [other_side(line.meeting, side).name for line in lines]
    return notices.follow_up(own_side(first, side), others, weeks)


def _is_silent(line: MeetingLine, side: Side) -> bool:
    found = line.reports.get(side)
    return needs_reminding(line.told(side), found.told_at if found else None, clock.now())


def _ensure_met(meeting: Meeting) -> None:
    if meeting.state not in TOOK_PLACE:
        raise Refused(_l("This meeting did not take place."))
    if meeting.slot.starts_at > clock.now():
        raise Refused(_l("The meeting has not begun yet."))


def _checked(told: Told, meeting: Meeting) -> Told:
    if told.outcome not in WITH_AMOUNT:
        return Told(told.outcome)
    wrong: dict[str, Any] = {}
    if told.amount is not None and not 0 < told.amount <= LARGEST:
        wrong["amount"] = _l("Please give an amount above zero.")
    if told.outcome is Outcome.INVESTED:
        if told.amount is None:
            wrong["amount"] = _l("Please give the amount: it counts among what was committed.")
        if told.committed_on is None:
            wrong["committed_on"] = _l("Please give the day on which it was agreed.")
    today = clock.now().astimezone(clock.zone(meeting.session.timezone)).date()
    if told.committed_on is not None and not (told.committed_on.year >= 2000 and told.committed_on <= today):
        wrong["committed_on"] = _l("Please give a day that has come.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), details=wrong)
    return told


def _report_of(meeting: Meeting, side: Side) -> MeetingReport | None:
    statement = select(MeetingReport).where(MeetingReport.meeting_id == meeting.id, MeetingReport.side == side)
    return session().scalar(statement.with_for_update())


def _announce_ties(meeting: Meeting, before: Outcome | None, now: Outcome) -> None:
    """Whoever invests in a startup does not judge it: judging is told when that begins or ceases."""
    startup_id = meeting.founder.startup_id
    if startup_id is not None and (before is Outcome.INVESTED) != (now is Outcome.INVESTED):
        announce(TiesChanged(startup_id))


def _again() -> Any:
    return _l("This was stored a moment ago. Please look at it again.")
