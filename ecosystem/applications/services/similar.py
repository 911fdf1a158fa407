"""Finding entries that resemble each other, and keeping what people made of it. The machine rejects nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.prose import joined
from ecosystem.applications.models import Application, Comparison, Resemblance, SimilarPair
from ecosystem.applications.queries.similar import Compared, compared_entries, comparison_of
from ecosystem.audit.services import record
from ecosystem.contests.models import Contest
from ecosystem.core.background import BackgroundTask, alive, ask_for
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.likeness import AlikePair, alike_pairs

Progress = Callable[[int, int], None]
MOST_PAIRS = 2_000
COMPARE = "applications.compare"


def ask_to_compare(contest: Contest, *, by: Account | None, url: str = "") -> BackgroundTask:
    """Have the contest's entries compared by a worker; the comparison under way where there is one."""
    return ask_for(
        COMPARE,
        subject=_subject(contest.id),
        by=by.id if by else None,
        payload={"contest_id": contest.id},
        about=contest.title,
        url=url,
    )


def comparison_under_way(contest: Contest) -> BackgroundTask | None:
    """Return the task that compares the contest's entries, None where none waits or runs."""
    return alive(COMPARE, _subject(contest.id))


def _subject(contest_id: int) -> str:
    return f"contest:{contest_id}"


def compare_entries(*, contest: Contest, at: datetime, progress: Progress | None = None) -> int:
    """Compare the contest's entries with each other and with all earlier ones that may be read; return how many pairs.

    Pairs found before keep what people made of them, unless one of the two entries changed since. Pairs that are no
    longer alike go, except those somebody judged. At most the 2,000 strongest are kept.
    """
    tell = progress or (lambda _done, _total: None)
    tell(0, 3)
    entries = list(compared_entries(contest))
    tell(1, 3)
    own = {place for place, entry in enumerate(entries) if entry.is_own}
    alike = alike_pairs([joined(entry.parts) for entry in entries], focus=own)
    ordered = [(*_later_first(entries[pair.first], entries[pair.second]), pair) for pair in alike]
    found = [each for each in ordered if each[0].is_own][:MOST_PAIRS]  # of the others their own contest tells
    tell(2, 3)
    with transaction():
        locked(Contest, contest.id)  # two comparisons at once would store a pair twice
        _store(contest, found, at)
        _note_comparison(contest.id, at, len(own), len(entries) - len(own))
    tell(3, 3)
    return len(found)


def judge_pair(*, pair: SimilarPair, state: Resemblance, note: str, by: Account, at: datetime) -> SimilarPair:
    """Keep what somebody made of a pair; `Resemblance.OPEN` takes it back. The entries are not touched."""
    with transaction():
        row = locked(SimilarPair, pair.id)
        before = row.state
        row.state, row.note = state, note.strip()
        is_open = state is Resemblance.OPEN
        row.judged_by_id, row.judged_at = (None, None) if is_open else (by.id, at)
        entry = session().get_one(Application, row.entry_id)
        record("application.compare", entry, by=by.id, scope=row.contest, changes={"state": (before, state)})
        return row


def _store(contest: Contest, found: Sequence[tuple[Compared, Compared, AlikePair]], at: datetime) -> None:
    present = {(pair.entry_id, pair.other_id): pair for pair in _present(contest.id)}
    for later, earlier, alike in found:
        pair = present.pop((later.id, earlier.id), None) or SimilarPair(
            contest_id=contest.id, entry_id=later.id, other_id=earlier.id, found_at=at, state=Resemblance.OPEN
        )
        _measure(pair, f"{later.fingerprint}:{earlier.fingerprint}", alike)
        session().add(pair)
    gone = [pair.id for pair in present.values() if pair.state is Resemblance.OPEN]
    session().execute(delete(SimilarPair).where(SimilarPair.id.in_(gone)))


def _later_first(one: Compared, other: Compared) -> tuple[Compared, Compared]:
    later = max(one, other, key=lambda each: (each.first_submitted_at, each.id))
    return later, other if later is one else one


def _measure(pair: SimilarPair, compared: str, alike: AlikePair) -> None:
    if pair.compared and pair.compared != compared and pair.state is not Resemblance.OPEN:
        pair.state = Resemblance.OPEN  # judged when the texts were others; the note stays
    pair.compared = compared
    pair.strength, pair.likeness, pair.copied = (
        round(1000 * value) for value in (alike.strength, alike.likeness, alike.copied)
    )


def _present(contest_id: int) -> Sequence[SimilarPair]:
    rows: Sequence[SimilarPair] = (
        session().scalars(select(SimilarPair).where(SimilarPair.contest_id == contest_id)).all()
    )
    return rows


def _note_comparison(contest_id: int, at: datetime, entries: int, others: int) -> None:
    row = comparison_of(contest_id) or Comparison(contest_id=contest_id)
    row.compared_at, row.entries, row.others = at, entries, others
    session().add(row)
