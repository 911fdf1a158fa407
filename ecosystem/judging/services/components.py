"""Use cases of what the jury does not score on sheets: votes and points outside it, the chair's vote among ties."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Round
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.models import ComponentValue, RoundEntry
from ecosystem.judging.queries.decisions import is_published
from ecosystem.judging.queries.rounds import entries_in


def enter_component(round_: Round, key: str, values: Mapping[str, Decimal], *, by: Account) -> int:
    """Store the votes or points of component `key` by entry code, over earlier ones; return how many changed.

    Raises Invalid naming the codes that are not in the round, Refused after publication. All or nothing.
    """
    with transaction() as current:
        locked(Round, round_.id)
        _ensure_unpublished(round_)
        entries = {entry.code: entry for entry in entries_in(round_)}
        unknown = [code for code in values if code not in entries]
        if unknown:
            raise Invalid(_l("These codes are not in the round: %(codes)s", codes=", ".join(unknown[:20])))
        stored = _stored(round_, key)
        changed: dict[str, tuple[Decimal | None, Decimal]] = {}
        for code, value in values.items():
            row = stored.get(entries[code].id)
            if row is None:
                row = ComponentValue(round_id=round_.id, application_id=entries[code].id, key=key, value=value)
                current.add(row)
                changed[code] = (None, value)
            elif row.value != value:
                changed[code] = (row.value, value)
            row.value, row.entered_by_id = value, by.id
        audit.record("judging.component_entered", round_, by=by.id, scope=round_.contest, changes=changed, note=key)
        return len(changed)


def _stored(round_: Round, key: str) -> dict[int, ComponentValue]:
    rows = session().scalars(
        select(ComponentValue).where(ComponentValue.round_id == round_.id, ComponentValue.key == key)
    )
    return {row.application_id: row for row in rows}


def vote_among_ties(round_: Round, ranks: Mapping[int, int | None], *, by: Account) -> None:
    """Store the chair's order of tied entries, 1 the best, by the entries' ids; None takes a vote back.

    Raises Refused after publication.
    """
    with transaction():
        locked(Round, round_.id)
        _ensure_unpublished(round_)
        entries = entries_in(round_, list(ranks))
        rows = round_entries(round_, entries)
        changes = {}
        for entry in entries:
            before, after = rows[entry.id].chair_rank, ranks[entry.id]
            rows[entry.id].chair_rank = after
            changes[entry.code] = (before, after)
        audit.record("judging.chair_voted", round_, by=by.id, scope=round_.contest, changes=changes)


def round_entries(round_: Round, entries: Sequence[Application]) -> dict[int, RoundEntry]:
    """Return the entries' places in the round by the entries' ids, made where they are not stored yet.

    Call it under the round's lock.
    """
    ids = [entry.id for entry in entries]
    found = session().scalars(
        select(RoundEntry).where(RoundEntry.round_id == round_.id, RoundEntry.application_id.in_(ids))
    )
    rows = {row.application_id: row for row in found}
    for entry in entries:
        if entry.id not in rows:
            rows[entry.id] = RoundEntry(round_id=round_.id, application_id=entry.id, board_id=entry.board_id)
            session().add(rows[entry.id])
    return rows


def _ensure_unpublished(round_: Round) -> None:
    if is_published(round_):
        raise Refused(_l("The results of this round have been published already. Withdraw the publication first."))
