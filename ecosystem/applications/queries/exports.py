"""Rows of the staff's exports, read as they are sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from ecosystem.applications.domain.content import Content
from ecosystem.applications.domain.fee_words import FEE_WORDS
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.domain.status import status_words
from ecosystem.applications.models import Application, Submission
from ecosystem.applications.queries.fees import Fee, fees_asked, standings_of
from ecosystem.applications.queries.lists import EntryFilter, entries_for_staff
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.places import province_name
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.uploads.models import StoredFile

BATCH = 500


@dataclass(frozen=True)
class HandedIn:
    """What was handed in last of one entry."""

    code: str
    title: str
    number: int
    submitted_at: datetime
    content: Content
    content_hash: str


def exported_rows(contest: Contest, wanted: EntryFilter) -> Iterator[Sequence[Any]]:
    """Return the heading, then one row an entry, in batches whose number of statements does not grow with the rows.

    Rows are read while they are sent, when the contest is no longer tied to a session: what it has is loaded before.
    """
    return _rows(contest, wanted, with_fees=fees_asked(contest))


def _rows(contest: Contest, wanted: EntryFilter, *, with_fees: bool) -> Iterator[Sequence[Any]]:
    yield [
        _("Code"),
        _("Title"),
        _("Board"),
        _("Startup"),
        _("Province"),
        _("Sectors"),
        _("State"),
        _("Announced"),
        _("First handed in"),
        _("Last handed in"),
        _("Team leader"),
        _("E-mail"),
        _("Phone"),
        _("Members"),
        _("Reason"),
        *([_("Fee"), _("Fee in đồng"), _("Fee paid at")] if with_fees else []),
    ]
    statement = entries_for_staff(contest, wanted).options(selectinload(Application.members))
    offset = 0
    while True:
        entries = session().scalars(statement.limit(BATCH).offset(offset)).unique().all()
        fees = standings_of(entries) if with_fees else {}
        yield from ([*_row(entry, contest.timezone), *_fee(fees.get(entry.id), contest.timezone)] for entry in entries)
        if len(entries) < BATCH:
            return
        offset += BATCH


def filter_from(plain: Mapping[str, Any]) -> EntryFilter:
    """Return the filter that `asdict` made plain for a task."""
    state = plain["state"]
    return EntryFilter(**{**plain, "state": ApplicationState(state) if state else None})


def count_handed_in(contest: Contest) -> int:
    """Return how many entries of the contest were handed in."""
    statement = select(func.count()).where(Application.contest_id == contest.id, Application.number.is_not(None))
    return session().scalar(statement.select_from(Application)) or 0


def count_listed(contest: Contest, wanted: EntryFilter) -> int:
    """Return how many entries the staff's list has, as filtered."""
    listed = entries_for_staff(contest, wanted).with_only_columns(Application.id).order_by(None)
    return session().scalar(select(func.count()).select_from(listed.subquery())) or 0


def handed_in(contest: Contest) -> Iterator[HandedIn]:
    """Yield the last submission of each entry of the contest, by code; one batch in memory at a time."""
    other = aliased(Submission)
    newest = select(func.max(other.number)).where(other.application_id == Application.id).scalar_subquery()
    statement = (
        select(Application.id, Application.code, Application.title, Submission)
        .join(Submission, Submission.application_id == Application.id)
        .where(Application.contest_id == contest.id, Submission.number == newest)
        .order_by(Application.number)
        .limit(20)
    )
    offset = 0
    while rows := session().execute(statement.offset(offset)).all():
        for _ident, code, title, submission in rows:
            yield HandedIn(
                code, title, submission.number, submission.submitted_at, submission.content, submission.content_hash
            )
        offset += 20


def stored_files(public_ids: Sequence[str]) -> dict[str, StoredFile]:
    """Map public ids to files, in one statement."""
    if not public_ids:
        return {}
    rows = session().scalars(select(StoredFile).where(StoredFile.public_id.in_(public_ids)))
    return {row.public_id: row for row in rows}


def _row(entry: Application, zone: str) -> list[Any]:
    lead = next((member for member in entry.members if member.is_lead), None)
    startup = entry.startup
    return [
        entry.code,
        entry.title,
        entry.board.name if entry.board else "",
        startup.name if startup else "",
        province_name(startup.province_code) if startup else "",
        ", ".join(str(SECTORS.get(code, code)) for code in startup.sectors) if startup else "",
        str(status_words(entry.state, for_staff=True)),
        str(status_words(entry.announced_state)),
        _local(entry.first_submitted_at, zone),
        _local(entry.submitted_at, zone),
        lead.name if lead else "",
        lead.email if lead else "",
        lead.phone if lead else "",
        len(entry.members),
        entry.decision_reason,
    ]


def _fee(fee: Fee | None, zone: str) -> list[Any]:
    return [] if fee is None else [str(FEE_WORDS[fee.standing]), fee.amount, _local(fee.paid_at, zone)]


def _local(at: datetime | None, zone: str) -> str:
    return at.astimezone(clock.zone(zone)).strftime("%d/%m/%Y %H:%M") if at else ""
