"""Forgetting: fictional entries with all that hangs on them, and judges who were erased."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, select, update

from ecosystem.core.database import session, transaction
from ecosystem.judging.models import (
    Assignment,
    Award,
    ComponentValue,
    Conflict,
    EntryBar,
    EventChain,
    Panelist,
    RoundEntry,
    Score,
    ScoreEvent,
    ScoreSheet,
    SealedEvent,
)

_OF_ENTRIES: tuple[Any, ...] = (Conflict, EntryBar, RoundEntry, ComponentValue, Award, Assignment)


def forget_entries(application_ids: Collection[int]) -> None:
    """Delete charges, sheets, decisions and prizes of these entries; for fictional ones only."""
    with transaction() as current:
        charges = select(Assignment.id).where(Assignment.application_id.in_(application_ids))
        sheets = select(ScoreSheet.id).where(ScoreSheet.assignment_id.in_(charges))
        _forget_records(charges)
        for kind in (Score, ScoreEvent):
            current.execute(delete(kind).where(kind.sheet_id.in_(sheets)))
        current.execute(delete(ScoreSheet).where(ScoreSheet.assignment_id.in_(charges)))
        for of_entry in _OF_ENTRIES:
            current.execute(delete(of_entry).where(of_entry.application_id.in_(application_ids)))


def _forget_records(charges: Select[int]) -> None:
    """The records of the rounds in which these charges were scored begin anew: a record has no gaps."""
    rounds = list(session().scalars(select(Assignment.round_id).where(Assignment.id.in_(charges)).distinct()))
    for kind in (SealedEvent, EventChain):
        session().execute(delete(kind).where(kind.round_id.in_(rounds)))


def forget_judge(account_id: int) -> None:
    """Take a person's name and address off the panels and clear the private notes; the scores stay."""
    with transaction() as current:
        places = list(current.scalars(select(Panelist).where(Panelist.account_id == account_id)))
        for place in places:
            place.name, place.email = f"#{place.id}", f"erased-{place.id}@invalid"
            place.availability, place.answer_note = "", ""
        charges = select(Assignment.id).where(Assignment.panelist_id.in_([place.id for place in places]))
        current.execute(update(ScoreSheet).where(ScoreSheet.assignment_id.in_(charges)).values(private_note=""))
