"""An organiser's programmes: searched, by state, in an order, with how many take part; on a page and as a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ecosystem.core.database import scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.web.formatting import format_datetime
from ecosystem.events.models import Organiser
from ecosystem.mentoring.domain.life_cycle import MentorState, Mode, ParticipantState, ProgrammeState
from ecosystem.mentoring.kinds.programmes import PROGRAMME_STATES
from ecosystem.mentoring.models import Mentorship, Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.queries.desk_lists import Wanted

ORDERS = {"name": Programme.sort_key, "time": Programme.opens_at, "state": Programme.state}
USUAL = "-time"


@dataclass(frozen=True)
class TakingPart:
    """How many mentors and startups take part in a programme, and how many matches are active."""

    mentors: int = 0
    startups: int = 0
    matches: int = 0


def programmes_of(organiser: Organiser, wanted: Wanted) -> Select[Any]:
    """Statement: the programmes of an organiser that fit, in the order that is wanted (the latest first)."""
    statement = select(Programme).options(joinedload(Programme.event)).where(Programme.organiser_id == organiser.id)
    if wanted.query:
        statement = statement.where(matches(Programme.search_text, wanted.query))
    if wanted.state in {each.value for each in ProgrammeState}:
        statement = statement.where(Programme.state == ProgrammeState(wanted.state))
    sort = wanted.sort if wanted.sort.lstrip("-") in ORDERS else USUAL
    column: Any = ORDERS[sort.lstrip("-")]
    return statement.order_by(column.desc() if sort.startswith("-") else column, Programme.id.desc())


def counts_of(organiser: Organiser) -> dict[str, int]:
    """Count the organiser's programmes in each state."""
    rows = session().execute(
        select(Programme.state, func.count()).where(Programme.organiser_id == organiser.id).group_by(Programme.state)
    )
    return {state.value: number for state, number in rows}


def taking_part_in(programmes: Iterable[Programme]) -> Mapping[int, TakingPart]:
    """Return for each programme, by id, how many take part; three statements."""
    idents = [each.id for each in programmes]
    mentors = _counted(ProgrammeMentor, idents, ProgrammeMentor.state == MentorState.ACCEPTED)
    startups = _counted(ProgrammeStartup, idents, ProgrammeStartup.state == ParticipantState.JOINED)
    active = _counted(Mentorship, idents, Mentorship.live.is_(True))
    return {each: TakingPart(mentors.get(each, 0), startups.get(each, 0), active.get(each, 0)) for each in idents}


def _counted(kind: Any, idents: Sequence[int], condition: Any) -> dict[int, int]:
    statement = select(kind.programme_id, func.count()).where(kind.programme_id.in_(idents), condition)
    return {row[0]: row[1] for row in session().execute(statement.group_by(kind.programme_id))}


def table_of(found: Select[Any]) -> Iterator[Sequence[Any]]:
    """Yield the programmes as a table for spreadsheets: a heading, then one row each."""
    programmes: Sequence[Programme] = scalars(found)
    numbers = taking_part_in(programmes)
    yield (
        _("Programme"), _("Event"), _("How you find each other"), _("Opens"), _("Closes"), _("Mentoring ends"),
        _("Status"), _("Mentors"), _("Startups"), _("Active matches"),
    )  # fmt: skip
    for each in programmes:
        times = (format_datetime(at, each.timezone) for at in (each.opens_at, each.closes_at, each.ends_at))
        part = numbers[each.id]
        yield (
            each.title,
            each.event.title if each.event is not None else "",
            _("Matching round") if each.mode is Mode.ROUND else _("Open requests"),
            *times,
            str(PROGRAMME_STATES[each.state][0]),
            part.mentors,
            part.startups,
            part.matches,
        )
