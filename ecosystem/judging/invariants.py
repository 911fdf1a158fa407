"""What must always hold in judging: as SQL that returns nothing, and hashes computed again."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select

from ecosystem.core.database import session
from ecosystem.judging.domain.results.history import Change, first_broken
from ecosystem.judging.domain.results.seal import BEGINNING, Link, linked
from ecosystem.judging.models import ScoreEvent, SealedEvent

INVARIANTS = (
    (
        "a judge is charged with entries of the round of the own panel only",
        """
        SELECT assignment.id FROM assignment
        JOIN panelist ON panelist.id = assignment.panelist_id
        WHERE panelist.round_id <> assignment.round_id
        """,
    ),
    (
        "nobody wrote on the sheet of another judge",
        """
        SELECT score_event.id FROM score_event
        JOIN score_sheet ON score_sheet.id = score_event.sheet_id
        JOIN assignment ON assignment.id = score_sheet.assignment_id
        JOIN panelist ON panelist.id = assignment.panelist_id
        WHERE score_event.kind IN ('score', 'reason', 'comment', 'note', 'hand_in', 'abstain')
          AND score_event.account_id <> panelist.account_id
          AND NOT EXISTS (SELECT 1 FROM paper_sheet WHERE paper_sheet.assignment_id = assignment.id)
        """,
    ),
    (
        "one entry at most is on stage",
        """
        SELECT pitch_slot.round_id FROM pitch_slot WHERE pitch_slot.state = 'on'
        GROUP BY pitch_slot.round_id HAVING COUNT(*) > 1
        """,
    ),
    (
        "a recused judge has no sheet that stands for the entry",
        """
        SELECT score_sheet.id FROM score_sheet
        JOIN assignment ON assignment.id = score_sheet.assignment_id
        WHERE assignment.state = 'recused' AND score_sheet.state <> 'withdrawn'
        """,
    ),
    (
        "a sheet handed in has a total and every required score",
        """
        SELECT score_sheet.id FROM score_sheet
        WHERE score_sheet.state = 'handed_in'
          AND (score_sheet.total IS NULL OR EXISTS (
            SELECT 1 FROM criterion
            WHERE criterion.rubric_version_id = score_sheet.rubric_version_id
              AND criterion.is_required
              AND NOT EXISTS (
                SELECT 1 FROM score
                WHERE score.sheet_id = score_sheet.id AND score.criterion_id = criterion.id AND score.value IS NOT NULL
              )))
        """,
    ),
    (
        "a score belongs to the version its sheet is scored with",
        """
        SELECT score.id FROM score
        JOIN score_sheet ON score_sheet.id = score.sheet_id
        JOIN criterion ON criterion.id = score.criterion_id
        WHERE criterion.rubric_version_id <> score_sheet.rubric_version_id
        """,
    ),
    (
        "a score lies between 0 and its maximum",
        """
        SELECT score.id FROM score JOIN criterion ON criterion.id = score.criterion_id
        WHERE score.value < 0 OR score.value > criterion.maximum
        """,
    ),
    (
        "the history of a sheet ends with the hash the sheet knows",
        """
        SELECT score_sheet.id FROM score_sheet
        JOIN score_event ON score_event.sheet_id = score_sheet.id
        WHERE score_event.id = (SELECT max(last.id) FROM score_event AS last WHERE last.sheet_id = score_sheet.id)
          AND score_event.hash <> score_sheet.history_hash
        """,
    ),
    (
        "an entry is in a later round only if it advanced from one before",
        """
        SELECT later.id FROM round_entry AS later
        JOIN round AS own ON own.id = later.round_id
        WHERE EXISTS (
            SELECT 1 FROM round AS prior
            WHERE prior.contest_id = own.contest_id AND prior.position < own.position
              AND prior.kind IN ('review', 'site_visit', 'pitch'))
          AND NOT EXISTS (
            SELECT 1 FROM round_entry AS earlier JOIN round AS prior ON prior.id = earlier.round_id
            WHERE earlier.application_id = later.application_id AND earlier.decision = 'advance'
              AND prior.contest_id = own.contest_id AND prior.position < own.position)
        """,
    ),
    (
        "what is announced was published",
        """
        SELECT round_entry.id FROM round_entry
        WHERE round_entry.announced_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM publication
            WHERE publication.round_id = round_entry.round_id AND publication.withdrawn_at IS NULL)
        """,
    ),
    (
        "a round has at most one publication that stands",
        """
        SELECT round_id FROM publication WHERE withdrawn_at IS NULL GROUP BY round_id HAVING count(*) > 1
        """,
    ),
    (
        "no more of a prize is given than there are",
        """
        SELECT prize.id FROM prize JOIN award ON award.prize_id = prize.id
        GROUP BY prize.id, prize.quantity HAVING count(*) > prize.quantity
        """,
    ),
    (
        "the record of a round is as long as it says and ends with the hash it names",
        """
        SELECT event_chain.id FROM event_chain
        WHERE event_chain.length <> (
            SELECT count(*) FROM sealed_event WHERE sealed_event.round_id = event_chain.round_id)
           OR event_chain.length > 0 AND NOT EXISTS (
            SELECT 1 FROM sealed_event
            WHERE sealed_event.round_id = event_chain.round_id
              AND sealed_event.number = event_chain.length AND sealed_event.hash = event_chain.head)
        """,
    ),
    (
        "an event stands in the record of its own round",
        """
        SELECT sealed_event.id FROM sealed_event
        JOIN score_event ON score_event.id = sealed_event.event_id
        JOIN score_sheet ON score_sheet.id = score_event.sheet_id
        JOIN assignment ON assignment.id = score_sheet.assignment_id
        WHERE assignment.round_id <> sealed_event.round_id
        """,
    ),
)
A_FETCH = 1_000


def broken_records() -> Iterator[tuple[int, int]]:
    """Yield (round, number) of the first link of every record that does not follow from the one before."""
    statement = select(SealedEvent).order_by(SealedEvent.round_id, SealedEvent.number)
    rows = session().scalars(statement.execution_options(yield_per=A_FETCH))
    for round_id, links in groupby(rows, key=attrgetter("round_id")):
        head = BEGINNING
        for number, row in enumerate(links, 1):
            head = linked(head, Link(number, row.sheet, row.kind, row.criterion, row.value, row.rest))
            if head != row.hash or row.number != number:
                yield round_id, number
                break


def broken_histories() -> Iterator[tuple[int]]:
    """Yield the sheets whose history was changed afterwards: an event does not hash to what it did."""
    statement = select(ScoreEvent).order_by(ScoreEvent.sheet_id, ScoreEvent.id)
    rows = session().scalars(statement.execution_options(yield_per=A_FETCH))
    for sheet_id, events in groupby(rows, key=attrgetter("sheet_id")):
        if first_broken((_change(event), event.hash) for event in events) is not None:
            yield (sheet_id,)


def _change(event: ScoreEvent) -> Change:
    return Change(
        event.sheet_id,
        event.at,
        event.account_id,
        event.kind,
        event.criterion_id,
        event.before,
        event.after,
        event.note,
    )


CHECKS = (
    ("every link of a record follows from the one before", broken_records),
    ("every event of a sheet's history is as it was written", broken_histories),
)
