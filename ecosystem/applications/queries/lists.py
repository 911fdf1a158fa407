"""Lists of entries: the staff's, a person's, the gallery's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from ecosystem.applications.domain.life_cycle import IN_CONTEST, ApplicationState
from ecosystem.applications.models import Application, GalleryState
from ecosystem.applications.policies import on_team_of
from ecosystem.applications.queries.fees import fee_condition
from ecosystem.contests.models import Board, Contest
from ecosystem.core.database import scalars
from ecosystem.core.finding import matches
from ecosystem.startups.models import Startup

SORTS: Mapping[str, tuple[Any, ...]] = {
    "code": (Application.number,),
    "title": (Application.sort_key,),
    "submitted": (Application.submitted_at,),
    "edited": (Application.last_edited_at,),
    "state": (Application.state, Application.number),
}


@dataclass(frozen=True)
class EntryFilter:
    """What the staff's list is narrowed to; empty means everything."""

    words: str = ""
    state: ApplicationState | None = None
    held: bool = False
    board: str = ""
    province: str = ""
    sector: str = ""
    gallery: bool = False
    fee: str = ""
    sort: str = "code"


def entries_for_staff(contest: Contest, wanted: EntryFilter) -> Select[Any]:
    """Statement: entries of the contest, with board and startup, as filtered and sorted. Drafts are the teams' own
    business: only those that were handed in once are listed."""
    statement = (
        select(Application)
        .where(Application.contest_id == contest.id, Application.number.is_not(None), *_conditions(wanted))
        .options(
            joinedload(Application.board),
            joinedload(Application.startup).load_only(Startup.name, Startup.province_code, Startup.sectors),
        )
    )
    if wanted.board:
        statement = statement.join(Board, Application.board_id == Board.id).where(Board.key == wanted.board)
    if wanted.province or wanted.sector:
        statement = statement.join(Startup, Application.startup_id == Startup.id)
    return statement.order_by(*order_of(wanted.sort), Application.id)


def order_of(sort: str) -> list[ColumnElement[Any]]:
    """Return the order named `sort` ("-title" descending); by code for an unknown name."""
    columns = SORTS.get(sort.removeprefix("-"), SORTS["code"])
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]


def entries_of_account_in(contest_id: int, account_id: int) -> Sequence[Application]:
    """Return the entries of an account in a contest, newest first."""
    rows: Sequence[Application] = scalars(
        select(Application)
        .where(Application.contest_id == contest_id, on_team_of(account_id))
        .order_by(Application.id.desc())
    )
    return rows


def entries_of_startup(startup_id: int) -> Sequence[Application]:
    """Return the entries a startup handed in and did not withdraw, with their contests."""
    rows: Sequence[Application] = scalars(
        select(Application)
        .where(
            Application.startup_id == startup_id,
            Application.first_submitted_at.is_not(None),
            Application.announced_state != ApplicationState.WITHDRAWN,
            Application.is_test.is_(False),
        )
        .options(joinedload(Application.contest), selectinload(Application.members))
        .order_by(Application.first_submitted_at)
    )
    return rows


def gallery_entries(contest: Contest, *, words: str = "", board: str = "") -> Select[Any]:
    """Statement: the entries of the public gallery, by title, with what a card shows."""
    statement = (
        select(Application)
        .where(
            Application.contest_id == contest.id,
            Application.gallery == GalleryState.SHOWN,
            Application.announced_state.in_(IN_CONTEST),
        )
        .options(
            load_only(Application.public_id, Application.title, Application.summary, Application.code),
            joinedload(Application.board),
        )
        .order_by(Application.sort_key, Application.id)
    )
    if words:
        statement = statement.where(matches(Application.gallery_text, words))
    if board:
        statement = statement.join(Board, Application.board_id == Board.id).where(Board.key == board)
    return statement


def _conditions(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        found.append(matches(Application.search_text, wanted.words))
    if wanted.state is not None:
        found.append(Application.state == wanted.state)
    if wanted.held:
        decided = (ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE)
        found += [Application.state.in_(decided), Application.announced_state != Application.state]
    if wanted.province:
        found.append(Startup.province_code == wanted.province)
    if wanted.sector:
        found.append(cast(Startup.sectors, String).contains(f'"{wanted.sector}"', autoescape=True))
    if wanted.fee:
        found.append(fee_condition(wanted.fee))
    if wanted.gallery:
        found.append(Application.gallery.in_([GalleryState.ASKED, GalleryState.SHOWN]))
    return found


def entries_by_public_ids(contest: Contest, public_ids: Sequence[str]) -> Sequence[Application]:
    """Return the entries of the contest among these ids, by code."""
    rows: Sequence[Application] = scalars(
        select(Application)
        .where(Application.contest_id == contest.id, Application.public_id.in_(public_ids))
        .options(joinedload(Application.board))
        .order_by(Application.number, Application.id)
    )
    return rows


def queue_for_screening(contest_id: int) -> Select[Any]:
    """Statement: entries that wait for their eligibility check, first handed in first."""
    return (
        select(Application)
        .where(Application.contest_id == contest_id, Application.state == ApplicationState.SUBMITTED)
        .options(joinedload(Application.board))
        .order_by(Application.first_submitted_at, Application.id)
    )
