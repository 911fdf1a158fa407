"""One frame for every change of a contest: the lock, the version, the amendment, the record.

Rules lock when the contest opens. Whatever the rules page says is a rule, so nobody lists the locked
fields: the document before is compared with the document after, and a difference needs an amendment.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from ecosystem.audit.services import record
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.domain.rules import Change, RulesDocument, changes_between
from ecosystem.contests.models import Amendment, Contest
from ecosystem.contests.queries.rules import rules_of
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Invalid, Refused, Text

LONGEST_SUMMARY = 2_000
CHILDREN = ("boards", "rounds", "prizes", "sections")


class AmendmentNeeded(Invalid):
    """The rules are locked and this changes them: say in `amendment` what changes and why.

    `changes` lists what would be announced, in words.
    """

    def __init__(self, changes: list[Change]) -> None:
        message = _l(
            "The contest is open, so its rules are locked. Say what changes and why: "
            "the change is published as an amendment."
        )
        super().__init__(message, details={"amendment": message})
        self.changes = changes


@dataclass
class Changing:
    """A change under way. The use case notes what is to stand on record."""

    contest: Contest
    action: str = "contest.changed"
    subject: Any = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    note: str = ""

    def noting(self, action: str, subject: Any = None, changes: Mapping[str, tuple[Any, Any]] | None = None) -> None:
        """Say what happened to what."""
        self.action, self.subject = action, subject
        self.changes.update(changes or {})


def rules_are_locked(contest: Contest) -> bool:
    """Tell whether the rules of `contest` change by amendment only."""
    if contest.state is ContestState.DRAFT:
        return False
    return contest.opens_at is not None and contest.opens_at <= clock.now()


@contextmanager
def changing(contest_id: int, *, by: int, amendment: str = "", version: int | None = None) -> Iterator[Changing]:
    """Change a contest or anything that hangs on it, in one transaction with everything a change owes.

    Others wait meanwhile. `version` is the one the form was shown with (StaleEdit when another is stored).
    Raises Refused for a contest that ended and AmendmentNeeded when locked rules would change without
    a summary in `amendment`.
    """
    with transaction() as current:
        contest = locked(Contest, contest_id)
        current.expire(contest, list(CHILDREN))
        if contest.state in (ContestState.ARCHIVED, ContestState.CANCELLED):
            raise Refused(_l("This contest has ended; it can be read, not changed."))
        check_version(contest, version)
        before = _documents(contest) if rules_are_locked(contest) else None
        under_way = Changing(contest)
        yield under_way
        current.flush()
        current.expire(contest, list(CHILDREN))
        if before is not None:
            _amend(contest, before, amendment, by)
        touch(contest)
        _put_on_record(under_way, by)


@contextmanager
def unless_used(message: Text) -> Iterator[None]:
    """Delete something inside the block. Raises Refused(message) when a record still refers to it."""
    try:
        with session().begin_nested():
            yield
    except IntegrityError as error:
        raise Refused(message) from error


def touch(contest: Contest) -> None:
    """Mark that something on the contest's pages changed. Its version stays, so that edits of its basics go on."""
    moment = clock.now()
    session().execute(
        update(Contest)
        .where(Contest.id == contest.id)
        .values(updated_at=moment)
        .execution_options(synchronize_session=False)
    )
    set_committed_value(contest, "updated_at", moment)


def _documents(contest: Contest) -> tuple[RulesDocument, RulesDocument]:
    return rules_of(contest, "vi"), rules_of(contest, "en")


def _amend(contest: Contest, before: tuple[RulesDocument, RulesDocument], summary: str, by: int) -> None:
    after = _documents(contest)
    vietnamese, english = (changes_between(old, new) for old, new in zip(before, after, strict=True))
    if not vietnamese and not english:
        return
    if not summary.strip():
        raise AmendmentNeeded(vietnamese)
    current = session()
    number = current.scalar(select(func.max(Amendment.number)).where(Amendment.contest_id == contest.id)) or 0
    contest.rules_locked_at = contest.rules_locked_at or contest.opens_at
    current.add(
        Amendment(
            contest_id=contest.id,
            number=number + 1,
            summary=summary.strip()[:LONGEST_SUMMARY],
            changes=_told(vietnamese, english),
            made_by_id=by,
            published_at=clock.now(),
        )
    )
    current.flush()


def _told(vietnamese: list[Change], english: list[Change]) -> list[dict[str, str]]:
    """Both languages come from the same rows in the same order; a text that has no twin is the same in both."""
    told = []
    for index, change in enumerate(vietnamese):
        twin = english[index] if len(english) == len(vietnamese) else change
        told.append(
            {
                "what": change.what,
                "before": change.before,
                "after": change.after,
                "what_en": twin.what,
                "before_en": twin.before,
                "after_en": twin.after,
            }
        )
    return told


def _put_on_record(under_way: Changing, by: int) -> None:
    contest = under_way.contest
    record(
        under_way.action,
        under_way.subject if under_way.subject is not None else contest,
        by=by,
        scope=contest,
        changes=under_way.changes,
        note=under_way.note,
    )
