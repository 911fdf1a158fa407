"""Beginning an entry, and its own fields: title, summary, board, startup."""

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember, GalleryState
from ecosystem.applications.queries.eligibility import findings_before
from ecosystem.applications.queries.entries import entry_by_public_id, members_of
from ecosystem.applications.services.editing import index, open_entry
from ecosystem.applications.signals import TeamChanged
from ecosystem.audit.services import assign, record
from ecosystem.contests.domain.eligibility import broken
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Board, Contest
from ecosystem.contests.services.deadlines import deadline_for
from ecosystem.core.database import check_state, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, NotAllowed, Refused
from ecosystem.core.signals import announce
from ecosystem.startups.models import Startup, StartupMember


def enter(
    *,
    contest: Contest,
    board: Board | None,
    startup: Startup | None,
    title: str,
    create_key: str,
    by: Account,
    at: datetime,
) -> Application:
    """Begin an entry led by `by`; a second call with the same `create_key` returns the first one's entry.

    Raises Refused when the contest takes no entries at `at` or a rule of eligibility bars it (`details["findings"]`),
    Invalid for a board of another contest, NotAllowed for a startup the person is no member of.
    """
    try:
        return _enter(contest, board, startup, title, create_key, by, at)
    except AlreadyTaken:
        return _made_before(contest, create_key, by)


def _enter(
    contest: Contest,
    board: Board | None,
    startup: Startup | None,
    title: str,
    create_key: str,
    by: Account,
    at: datetime,
) -> Application:
    with transaction() as current:
        _check_window(contest, by, at)
        _check_board(contest, board)
        _check_startup(contest, startup, by)
        own_key = _own_key(create_key, by)
        if current.scalar(_by_key(contest, own_key)) is not None:
            raise AlreadyTaken(_l("This entry was begun already."))
        findings = broken(findings_before(contest, board=board, startup=startup, account=by))
        if findings:
            raise Refused(findings[0].reason, details={"findings": findings})
        entry = Application(
            contest=contest,
            board=board,
            startup=startup,
            created_by_id=by.id,
            create_key=own_key,
            title=title,
            is_test=contest.is_test,
            last_edited_at=at,
        )
        lead = ApplicationMember(
            account_id=by.id,
            name=by.name,
            email=by.email,
            phone=by.phone,
            organisation=by.organisation,
            is_lead=True,
            may_edit=True,
        )
        entry.members.append(lead)
        with unique_or(_l("This entry was begun already.")):
            current.add(entry)
            current.flush()
        index(entry, [lead])
        record("application.enter", entry, by=by.id, scope=contest)
        return entry


def _made_before(contest: Contest, create_key: str, by: Account) -> Application:
    made = session().scalar(_by_key(contest, _own_key(create_key, by)))
    if made is None:
        raise Refused(_l("The entry could not be begun. Please reload the page and try again."))
    return entry_by_public_id(made.public_id)


def _own_key(create_key: str, by: Account) -> str:
    """Keys of two people never meet, whatever their browsers send."""
    return f"{by.id}:{create_key}"[:64]


def _by_key(contest: Contest, create_key: str) -> Select[Application]:
    return select(Application).where(Application.contest_id == contest.id, Application.create_key == create_key)


def _check_window(contest: Contest, by: Account, at: datetime) -> None:
    if contest.state is not ContestState.PUBLISHED:
        raise Refused(_l("The contest takes no entries."))
    window = deadline_for(contest, [by.id])
    if window.opens_at is not None and at < window.opens_at:
        raise Refused(_l("The contest is not open for entries yet."))
    if not window.accepts(at):
        raise Refused(_l("The deadline for entries is over."))


def _check_board(contest: Contest, board: Board | None) -> None:
    if board is not None and board.contest_id != contest.id:
        raise Invalid(_l("Please choose one of the boards of this contest."))
    if contest.boards and board is None:
        raise Invalid(_l("Please choose the board you enter on."))


def _check_startup(contest: Contest, startup: Startup | None, by: Account) -> None:
    if startup is None:
        if contest.needs_startup:
            raise Refused(_l("This contest is for startups: please choose yours."))
        return
    membership = select(StartupMember.id).where(
        StartupMember.startup_id == startup.id, StartupMember.account_id == by.id
    )
    if session().scalar(membership) is None:
        raise NotAllowed(_l("You are not on the team of this startup."))


@dataclass(frozen=True)
class EntryBasics:
    """The entry's own fields, as typed."""

    title: str
    summary: str
    board: Board | None
    startup: Startup | None
    wants_gallery: bool = False


def basics_state(entry: Application) -> int:
    """Return a number that changes when the entry's own fields do.

    The row's version also rises with a decision; while that is held, the team must not notice.
    """
    shown = (entry.title, entry.summary, entry.board_id, entry.startup_id, entry.gallery is not GalleryState.HIDDEN)
    return crc32(repr(shown).encode()) % 10**9


def edit_basics(
    *, application: Application, basics: EntryBasics, shown_version: int | None, by: Account, at: datetime
) -> Application:
    """Change title, summary, board and startup; answers given for another board are kept.

    `shown_version` is the entry's `basics_state` when the form was made. Raises StaleEdit when somebody else changed
    them meanwhile, Refused after the deadline.
    """
    with transaction():
        entry = open_entry(application, at=at).application
        check_state(basics_state(entry), shown_version)
        _check_board(entry.contest, basics.board)
        if basics.startup is None or basics.startup.id != entry.startup_id:  # one that is there already may stay
            _check_startup(entry.contest, basics.startup, by)
        startup_before = entry.startup_id
        values = {
            "title": basics.title,
            "summary": basics.summary,
            "board_id": basics.board.id if basics.board else None,
            "startup_id": basics.startup.id if basics.startup else None,
            "gallery": _wish(entry, basics.wants_gallery),
        }
        changes = assign(entry, values)
        if not changes:
            return entry
        entry.last_edited_at = at
        if set(changes) - {"gallery"} and entry.announced_state is not ApplicationState.DRAFT:
            entry.has_unsubmitted_changes = True
        session().flush()
        session().expire(entry, ["board", "startup"])
        index(entry, members_of(entry.id))
        record("application.edit", entry, by=by.id, scope=entry.contest, changes=changes)
        if entry.startup_id != startup_before:
            announce(TeamChanged(entry.id))
        return entry


def _wish(entry: Application, wanted: bool) -> GalleryState:
    if not wanted:
        return GalleryState.HIDDEN
    return GalleryState.ASKED if entry.gallery is GalleryState.HIDDEN else entry.gallery
