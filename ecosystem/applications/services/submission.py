"""Handing in, withdrawing, reviving."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.applications import notices
from ecosystem.applications.domain.content import hash_of
from ecosystem.applications.domain.life_cycle import LIFE_CYCLE, ApplicationState
from ecosystem.applications.models import Application, Submission
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.applications.queries.dossiers import last_submission
from ecosystem.applications.queries.eligibility import findings_of
from ecosystem.applications.queries.entries import members_of
from ecosystem.applications.queries.working import WorkingCopy, content_of, working_copy
from ecosystem.applications.services import fees
from ecosystem.applications.services.decisions import take_back_held
from ecosystem.applications.services.editing import index, why_closed
from ecosystem.applications.signals import EntrySubmitted, EntryWithdrawn, WithdrawalObstacles
from ecosystem.audit.services import record
from ecosystem.contests.domain.eligibility import broken
from ecosystem.contests.services.deadlines import take_number
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused, Text
from ecosystem.core.signals import announce, ask


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands against handing in. `part` says where it is mended: a question's key, or
    "title", "team", "eligibility", "commitment"."""

    part: str
    message: Text


def obstacles_of(copy: WorkingCopy) -> list[Obstacle]:
    """Return everything that stands against handing the entry in, in the order of the pages."""
    entry = copy.application
    found: list[Obstacle] = []
    if not entry.title:
        found.append(Obstacle("title", _l("The entry has no title yet.")))
    if entry.contest.boards and entry.board is None:
        found.append(Obstacle("title", _l("Please choose the board you enter on.")))
    if entry.contest.needs_startup and entry.startup is None:
        found.append(Obstacle("title", _l("This contest is for startups: please choose yours.")))
    found += [Obstacle(problem.question, problem.message) for problem in copy.problems]
    found += [Obstacle("team", message) for message in _team_obstacles(entry, copy)]
    findings = broken(findings_of(entry, copy.members))
    found += [Obstacle("eligibility", finding.reason) for finding in findings]
    return found + [Obstacle("fee", message) for message in fees.obstacles_of(entry, copy.values)]


def _team_obstacles(entry: Application, copy: WorkingCopy) -> list[Text]:
    found: list[Text] = []
    for member in copy.members:
        if not member.is_under_16:
            continue
        if not entry.contest.allows_minors:
            found.append(_l("%(name)s is under 16, and this contest is not open to them.", name=member.name))
        elif member.guardian_consented_at is None:
            found.append(_l("The consent of a guardian of %(name)s is not recorded yet.", name=member.name))
    return found


def submit(*, application: Application, commitment: bool, by: Account, at: datetime) -> Submission:
    """Hand the entry in as it stands at `at`, the server's time of arrival; return the receipt.

    Handing in twice without a change gives the receipt of the first time. The number and the code are given once.
    Raises Refused after the deadline (the draft stays), and with `details["obstacles"]` when something is missing.
    """
    with transaction():
        entry = locked(Application, application.id)
        last = last_submission(entry.id)
        if _is_repeat(entry, last):
            assert last is not None
            return last
        found = deadline_of(entry)
        if not found.takes_submission(at):
            raise Refused(why_closed(entry, found))
        copy = working_copy(entry)
        obstacles = obstacles_of(copy)
        if entry.contest.commitment_text and not commitment:
            obstacles.append(Obstacle("commitment", _l("Please accept the commitment.")))
        if obstacles:
            raise Refused(_l("The entry cannot be handed in yet."), details={"obstacles": obstacles})
        return _store(entry, copy, number=(last.number if last else 0) + 1, by=by, at=at)


def _is_repeat(entry: Application, last: Submission | None) -> bool:
    return (
        last is not None
        and entry.announced_state is ApplicationState.SUBMITTED
        and not entry.has_unsubmitted_changes
        and entry.content_hash == last.content_hash
    )


def _store(entry: Application, copy: WorkingCopy, *, number: int, by: Account, at: datetime) -> Submission:
    take_back_held(entry, by=by)
    before = entry.state
    entry.state = LIFE_CYCLE.after(entry.state, "submit")
    entry.announced_state = entry.state
    if entry.number is None:
        entry.number, entry.code = take_number(entry.contest)
    content = content_of(copy)
    submission = Submission(
        application_id=entry.id,
        number=number,
        submitted_at=at,
        submitted_by_id=by.id,
        content=content,
        content_hash=hash_of(content),
    )
    session().add(submission)
    entry.first_submitted_at = entry.first_submitted_at or at
    entry.submitted_at = at
    entry.commitment_accepted_at = at if entry.contest.commitment_text else None
    entry.content_hash = submission.content_hash
    entry.has_unsubmitted_changes = False
    index(entry, copy.members)
    session().flush()
    fees.note_rule(entry, copy.values)
    record(
        "application.submit",
        entry,
        by=by.id,
        scope=entry.contest,
        changes={"state": (before, entry.state), "submission": (number - 1 or None, number)},
        note=submission.content_hash,
    )
    notices.entry_received(entry, submission, copy.members)
    announce(EntrySubmitted(entry.id, number))
    return submission


def withdraw(*, application: Application, reason: str, by: Account, at: datetime) -> Application:
    """Take the entry out of the contest; it can be revived before the deadline.

    Raises Refused when a feature above forbids it (results are out), InvalidTransition from a state without that step.
    """
    with transaction():
        entry = locked(Application, application.id)
        obstacles = ask(WithdrawalObstacles(entry.id))
        if obstacles:
            raise Refused(obstacles[0])
        take_back_held(entry, by=by)
        before = entry.state
        entry.state = LIFE_CYCLE.after(entry.state, "withdraw")
        entry.announced_state = entry.state
        entry.withdrawn_at, entry.withdrawn_reason = at, reason
        record(
            "application.withdraw",
            entry,
            by=by.id,
            scope=entry.contest,
            changes={"state": (before, entry.state)},
            note=reason,
        )
        fees.give_back_withdrawn(entry, by=by, at=at)
        notices.entry_withdrawn(entry, members_of(entry.id), by=by)
        announce(EntryWithdrawn(entry.id))
        return entry


def revive(*, application: Application, by: Account, at: datetime) -> Application:
    """Make a withdrawn entry a draft again, with everything in it; its code stays.

    Raises Refused after the deadline, because it could not be handed in again.
    """
    with transaction():
        entry = locked(Application, application.id)
        before = entry.state
        state = LIFE_CYCLE.after(entry.state, "revive")
        entry.state = entry.announced_state = state
        found = deadline_of(entry)
        if not found.takes_submission(at):
            raise Refused(_l("The deadline is over, so the entry cannot be revived."))
        entry.withdrawn_at, entry.withdrawn_reason = None, ""
        entry.returned_until, entry.returned_items = None, []
        changes: dict[str, tuple[Any, Any]] = {"state": (before, state)}
        record("application.revive", entry, by=by.id, scope=entry.contest, changes=changes)
        return entry
