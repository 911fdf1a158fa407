"""Counting votes, before and after quarantine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.models import Application
from ecosystem.core.database import session
from ecosystem.voting.domain.bursts import Watch
from ecosystem.voting.models import Poll, Quarantine, Vote, Voter
from ecosystem.voting.queries.polls import candidates


@dataclass(frozen=True)
class Counted:
    """An entry's votes: all confirmed ones, and those that count."""

    entry: Application
    confirmed: int
    counted: int


def counts_of(poll: Poll) -> dict[int, tuple[int, int]]:
    """Map entries to (confirmed, counted) votes; entries without any are missing. One statement."""
    counted = func.sum(case((Voter.counts, 1), else_=0))
    rows = session().execute(
        select(Vote.application_id, func.count(), counted)
        .join(Voter, Voter.id == Vote.voter_id)
        .where(Vote.poll_id == poll.id)
        .group_by(Vote.application_id)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def tally(poll: Poll) -> list[Counted]:
    """Return every candidate, and every other entry with votes, with its votes, the most counted first."""
    counts = counts_of(poll)
    entries = {entry.id: entry for entry in candidates(poll)}
    gone = [ident for ident in counts if ident not in entries]
    if gone:  # an entry that left the gallery keeps its votes
        statement = select(Application).where(Application.id.in_(gone)).options(joinedload(Application.board))
        entries |= {entry.id: entry for entry in session().scalars(statement)}
    rows = [Counted(entry, *counts.get(ident, (0, 0))) for ident, entry in entries.items()]
    return sorted(rows, key=lambda row: (-row.counted, -row.confirmed, row.entry.code))


@dataclass(frozen=True)
class Turnout:
    """Ballots: asked for, confirmed, counted."""

    asked: int
    confirmed: int
    counted: int

    @property
    def held(self) -> int:
        """Confirmed ballots in quarantine."""
        return self.confirmed - self.counted


def turnout(poll: Poll) -> Turnout:
    """Return how many addresses asked, confirmed and count; one statement."""
    confirmed = func.sum(case((Voter.confirmed_at.is_not(None), 1), else_=0))
    row = session().execute(
        select(func.count(), confirmed, func.sum(case((Voter.counts, 1), else_=0))).where(Voter.poll_id == poll.id)
    ).one()  # fmt: skip
    return Turnout(int(row[0]), int(row[1] or 0), int(row[2] or 0))


def by_hour(poll: Poll) -> list[tuple[datetime, int, int]]:
    """Return (hour, confirmed, counted ballots) for every hour with any, in order; one statement."""
    hour = func.substr(cast(Voter.confirmed_at, String), 1, 13)
    rows = session().execute(
        select(hour, func.count(), func.sum(case((Voter.counts, 1), else_=0)))
        .where(Voter.poll_id == poll.id, Voter.confirmed_at.is_not(None))
        .group_by(hour)
        .order_by(hour)
    )
    return [(datetime.fromisoformat(f"{row[0]}:00").replace(tzinfo=UTC), int(row[1]), int(row[2])) for row in rows]


@dataclass(frozen=True)
class Group:
    """Ballots quarantined for the same reason; `held` of them still are."""

    watch: Watch
    group: str
    ballots: int
    held: int
    count: int
    minutes: int
    since: datetime
    entries: Sequence[tuple[str, int]]
    reasons: Sequence[str]


def groups_of(poll: Poll) -> list[Group]:
    """Return the quarantined groups, those still held first, with the entries they voted for; two statements."""
    rows = session().scalars(select(Quarantine).where(Quarantine.poll_id == poll.id).order_by(Quarantine.id)).all()
    voted: dict[int, list[str]] = {}
    named = (
        select(Vote.voter_id, Application.code)
        .join(Application, Application.id == Vote.application_id)
        .where(
            Vote.poll_id == poll.id, Vote.voter_id.in_(select(Quarantine.voter_id).where(Quarantine.poll_id == poll.id))
        )
    )
    for voter_id, code in session().execute(named):
        voted.setdefault(voter_id, []).append(code)
    grouped: dict[tuple[Watch, str], list[Quarantine]] = {}
    for row in rows:
        grouped.setdefault((row.watch, row.group), []).append(row)
    found = [_group(watch, group, members, voted) for (watch, group), members in grouped.items()]
    return sorted(found, key=lambda each: (-each.held, -each.ballots, each.watch.value, each.group))


def _group(watch: Watch, group: str, rows: Sequence[Quarantine], voted: dict[int, list[str]]) -> Group:
    codes: dict[str, int] = {}
    for row in rows:
        for code in voted.get(row.voter_id, ()):
            codes[code] = codes.get(code, 0) + 1
    return Group(
        watch,
        group,
        len(rows),
        sum(row.released_at is None for row in rows),
        max(row.count for row in rows),
        rows[0].minutes,
        min(row.at for row in rows),
        sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))[:5],
        sorted({row.reason for row in rows if row.reason}),
    )
