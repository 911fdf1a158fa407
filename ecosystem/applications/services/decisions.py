"""Eligibility: decided first, held, and announced together later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ecosystem.accounts.models import Account
from ecosystem.applications import notices
from ecosystem.applications.domain.life_cycle import LIFE_CYCLE, ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.applications.queries.decisions import held_decisions, held_entries_of
from ecosystem.applications.queries.entries import members_of
from ecosystem.applications.signals import EligibilityDecided
from ecosystem.audit.services import record
from ecosystem.contests.models import Contest
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, InvalidTransition, Refused, Text
from ecosystem.core.signals import announce
from ecosystem.notifications.services import release, withdraw

DECIDED = (ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE)
LARGEST_BULK = 500


class Verdict(StrEnum):
    """What the eligibility desk may say; the values are steps of the life cycle."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNDECIDE = "undecide"


def decide(*, application: Application, verdict: Verdict, reason: str = "", by: Account, at: datetime) -> Application:
    """Decide on the eligibility of one entry, or take the decision back; nobody is told before `announce_decisions`.

    Raises Invalid when a rejection has no reason, Refused when the decision was announced and judging rests on it,
    InvalidTransition from a wrong state.
    """
    with transaction():
        entry = locked(Application, application.id)
        _decide(entry, verdict, reason=reason, by=by, at=at)
        session().flush()
        _write_mails(entry.contest, _people([entry.id]))
        return entry


@dataclass(frozen=True)
class BulkOutcome:
    """What a bulk decision did (or would do): the entries decided, and why the others were not."""

    decided: Sequence[Application]
    refused: Sequence[tuple[Application, Text]]


def preview_decisions(entries: Iterable[Application], verdict: Verdict) -> BulkOutcome:
    """Return what `decide_all` would do with these entries now."""
    decided: list[Application] = []
    refused: list[tuple[Application, Text]] = []
    for entry in entries:
        obstacle = _obstacle(entry, verdict)
        if obstacle is None:
            decided.append(entry)
        else:
            refused.append((entry, obstacle))
    return BulkOutcome(decided, refused)


def decide_all(
    *, contest: Contest, ids: Sequence[int], verdict: Verdict, reason: str = "", by: Account, at: datetime
) -> BulkOutcome:
    """Decide on several entries of the contest; what is not possible for one is told and leaves the others.

    Raises Invalid for more than 500 entries, or when a rejection has no reason.
    """
    if len(ids) > LARGEST_BULK:
        raise Invalid(_l("Please choose at most %(most)d entries at a time.", most=LARGEST_BULK))
    with transaction() as current:
        chosen = (
            select(Application)
            .where(Application.id.in_(ids), Application.contest_id == contest.id)
            .order_by(Application.id)
            .with_for_update(of=Application)
            .execution_options(populate_existing=True)
        )
        own = set(current.scalars(_entries_of(by.id, ids)))
        entries = current.scalars(chosen).unique().all()
        outcome = preview_decisions([entry for entry in entries if entry.id not in own], verdict)
        for entry in outcome.decided:
            _decide(entry, verdict, reason=reason, by=by, at=at)
        current.flush()
        _write_mails(contest, _people([entry.id for entry in outcome.decided]))
        on_own = [(entry, _own_entry()) for entry in entries if entry.id in own]
        return BulkOutcome(outcome.decided, [*outcome.refused, *on_own])


def return_for_completion(
    *, application: Application, items: Sequence[str], until: datetime, by: Account, at: datetime
) -> Application:
    """Give the entry back to its team with a list of what is missing and a date; the team is told at once.

    Raises Invalid without anything missing or with a date that is over, InvalidTransition from a wrong state.
    """
    named = [item.strip() for item in items if item.strip()]
    if not named:
        raise Invalid(_l("Please list what is missing."), details={"items": str(_l("Please list what is missing."))})
    if until <= at:
        raise Invalid(
            _l("The date must be in the future."), details={"until": str(_l("The date must be in the future."))}
        )
    with transaction():
        entry = locked(Application, application.id)
        before = entry.state
        entry.state = LIFE_CYCLE.after(entry.state, "return")
        entry.announced_state = entry.state
        entry.returned_until, entry.returned_items = until, named
        record(
            "application.return",
            entry,
            by=by.id,
            scope=entry.contest,
            changes={"state": (before, entry.state), "until": (None, until)},
            note="\n".join(named),
        )
        notices.entry_returned(entry, members_of(entry.id))
        return entry


def take_back_return(*, application: Application, by: Account) -> Application:
    """Make a returned entry one that waits for its check again; a mail that is not sent yet is withdrawn."""
    with transaction():
        entry = locked(Application, application.id)
        if entry.state is not ApplicationState.RETURNED:
            raise InvalidTransition(_l("This entry is not returned any more."))
        withdraw(batch=notices.returned_key(entry))
        entry.state = entry.announced_state = ApplicationState.SUBMITTED
        entry.returned_until, entry.returned_items = None, []
        changes = {"state": (ApplicationState.RETURNED, ApplicationState.SUBMITTED)}
        record("application.take_back_return", entry, by=by.id, scope=entry.contest, changes=changes)
        return entry


def announce_decisions(*, contest: Contest, by: Account) -> int:
    """Tell the teams all decisions that are held and let their mails go. Return how many entries."""
    with transaction() as current:
        locked(Contest, contest.id)
        entries = held_decisions(contest.id)
        told_before = {entry.id: entry.announced_state for entry in entries}
        ids = list(told_before)
        if not ids:
            return 0
        current.execute(
            update(Application)
            .where(Application.id.in_(ids))
            .values(announced_state=Application.state)
            .execution_options(synchronize_session="fetch")
        )
        for person in _people(ids):
            release(notices.eligibility_batch(contest, person.id))
        for entry in entries:
            changes = {"announced_state": (told_before[entry.id], entry.state)}
            record("application.announce", entry, by=by.id, scope=contest, changes=changes)
        return len(ids)


def take_back_held(entry: Application, *, by: Account) -> None:
    """Take back a decision nobody was told: its ground changed. Called with the entry locked."""
    if entry.state not in DECIDED or entry.announced_state is entry.state:
        return
    _set(entry, "undecide", reason="", by=by, at=None)
    session().flush()
    _write_mails(entry.contest, _people([entry.id]))


def _decide(entry: Application, verdict: Verdict, *, reason: str, by: Account, at: datetime) -> None:
    obstacle = _obstacle(entry, verdict)
    if obstacle is not None:
        raise Refused(obstacle)
    if verdict is Verdict.REJECT and not reason.strip():
        message = _l("Please give the reason: the team will read it.")
        raise Invalid(message, details={"reason": str(message)})
    _set(entry, verdict.value, reason=reason.strip(), by=by, at=at)


def _set(entry: Application, step: str, *, reason: str, by: Account, at: datetime | None) -> None:
    before = entry.state
    entry.state = LIFE_CYCLE.after(entry.state, step)
    if entry.announced_state in DECIDED:
        entry.announced_state = ApplicationState.SUBMITTED if step == "undecide" else entry.announced_state
    if before is ApplicationState.RETURNED:
        entry.announced_state = ApplicationState.SUBMITTED
    entry.decided_by_id, entry.decided_at = (by.id, at) if at and step != "undecide" else (None, None)
    entry.decision_reason = reason
    record(
        f"application.{step}",
        entry,
        by=by.id,
        scope=entry.contest,
        changes={"state": (before, entry.state)},
        note=reason,
    )
    was, now = before is ApplicationState.ELIGIBLE, entry.state is ApplicationState.ELIGIBLE
    if was != now:
        announce(EligibilityDecided(entry.id, eligible=now))


def _obstacle(entry: Application, verdict: Verdict) -> Text | None:
    if not LIFE_CYCLE.can(entry.state, verdict.value):
        return _l("This step is not possible in the entry's present state.")
    return None


def _own_entry() -> Text:
    return _l("You are on this entry's team: somebody else decides it.")


def _entries_of(account_id: int, ids: Sequence[int]) -> Any:
    return select(ApplicationMember.application_id).where(
        ApplicationMember.account_id == account_id, ApplicationMember.application_id.in_(ids)
    )


def _people(application_ids: Sequence[int]) -> list[Account]:
    if not application_ids:
        return []
    statement = (
        select(Account)
        .join(ApplicationMember, ApplicationMember.account_id == Account.id)
        .where(ApplicationMember.application_id.in_(application_ids), Account.erased_at.is_(None))
        .distinct()
    )
    return list(session().scalars(statement))


def _write_mails(contest: Contest, people: Sequence[Account]) -> None:
    """Write the waiting mail of each person anew: it tells all held decisions about their entries and no other."""
    held = held_entries_of(contest.id, [person.id for person in people])
    for person in people:
        withdraw(batch=notices.eligibility_batch(contest, person.id))
        entries = held.get(person.id, [])
        if entries:
            notices.eligibility_held(contest, person, entries)
