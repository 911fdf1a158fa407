"""Rounds of a contest."""

from collections.abc import Mapping
from dataclasses import asdict

from flask_babel import lazy_gettext as _l

from ecosystem.audit.services import assign
from ecosystem.contests.domain.details import RoundDetails
from ecosystem.contests.models import Contest, Round, RoundQuota
from ecosystem.contests.services.boards import next_position, refuse_over
from ecosystem.contests.services.changes import changing, unless_used
from ecosystem.contests.signals import EntriesOn
from ecosystem.core.database import check_version, locked, session
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import ask

MOST_ROUNDS = 20
_USED_ROUND = _l("Entries, judges or rubrics already belong to this round, so it stays.")


def add_round(contest: Contest, *, details: RoundDetails, by: int, amendment: str = "") -> Round:
    """Add a round at the end. Raises Invalid when its time does not fit, Refused over the limit, AmendmentNeeded."""
    with changing(contest.id, by=by, amendment=amendment) as change:
        rounds = change.contest.rounds
        refuse_over(len(rounds), MOST_ROUNDS)
        check_round(details)
        made = Round(contest_id=contest.id, position=next_position(rounds), **_round_columns(details))
        session().add(made)
        session().flush()
        _set_places(change.contest, made, details.places)
        change.noting("round.added", made)
        return made


def edit_round(
    round_: Round, *, details: RoundDetails, by: int, version: int | None = None, amendment: str = ""
) -> None:
    """Change a round. Raises Invalid, StaleEdit, AmendmentNeeded, and Refused to change the kind of a used round."""
    with changing(round_.contest_id, by=by, amendment=amendment) as change:
        present = locked(Round, round_.id)
        check_version(present, version)
        check_round(details)
        if details.kind is not present.kind and _is_used(present):
            raise Refused(_l("Entries are already in this round, so its kind stays."))
        changes = assign(present, _round_columns(details))
        _set_places(change.contest, present, details.places)
        change.noting("round.edited", present, changes)


def remove_round(round_: Round, *, by: int, amendment: str = "") -> None:
    """Remove a round. Raises Refused while entries, judges or rubrics hang on it."""
    with changing(round_.contest_id, by=by, amendment=amendment) as change:
        present = locked(Round, round_.id)
        if _is_used(present):
            raise Refused(_USED_ROUND)
        change.noting("round.removed", change.contest, {"round": (present.name, None)})
        with unless_used(_USED_ROUND):
            session().delete(present)


def check_round(details: RoundDetails) -> None:
    """Raise Invalid unless the round ends after it begins and its figures make sense."""
    if details.opens_at and details.closes_at and details.closes_at <= details.opens_at:
        message = _l("The round must end after it begins.")
        raise Invalid(message, details={"closes_at": message})
    if details.kind.is_judged and not 1 <= details.reviews_per_entry <= 50:
        message = _l("Between 1 and 50 judges score each entry.")
        raise Invalid(message, details={"reviews_per_entry": message})


def _set_places(contest: Contest, round_: Round, places: Mapping[int, int]) -> None:
    known = {board.id for board in contest.boards}
    if not set(places) <= known:
        raise Invalid(_l("This board does not belong to the contest."))
    present = {quota.board_id: quota for quota in round_.quotas}
    for board_id in known:
        wished, quota = places.get(board_id), present.get(board_id)
        if wished is None and quota is not None:
            round_.quotas.remove(quota)
        elif wished is not None and quota is not None:
            quota.places = wished
        elif wished is not None:
            round_.quotas.append(RoundQuota(board_id=board_id, places=wished))


def _round_columns(details: RoundDetails) -> dict[str, object]:
    columns = asdict(details)
    columns.pop("places")
    return columns


def _is_used(round_: Round) -> bool:
    return any(ask(EntriesOn(round_.contest_id, round_id=round_.id)))
