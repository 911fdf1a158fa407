"""Making a contest, and its basics."""

from dataclasses import asdict, replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit.services import assign, record
from ecosystem.contests.domain.details import ContestDetails, EntryTime
from ecosystem.contests.domain.starters import Starter
from ecosystem.contests.models import Contest
from ecosystem.contests.services.changes import changing, rules_are_locked
from ecosystem.contests.services.starting import furnish
from ecosystem.core import clock
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.identifiers import public_id, slugify
from ecosystem.core.search import fold, sort_key
from ecosystem.events.models import Event
from ecosystem.uploads.models import StoredFile

RESERVED = frozenset({"new", "contests", "feed"})


def create_contest(
    event: Event, *, details: ContestDetails, time: EntryTime, starter: Starter | None = None, by: int
) -> Contest:
    """Make a draft contest in `event`, furnished from `starter` (boards, rounds, form …) or bare.

    Raises Invalid when the time does not fit.
    """
    check_time(time)
    with transaction() as current:
        contest = Contest(event_id=event.id, slug=free_slug(details.title), **_columns(details))
        contest.year = details.year or (time.opens_at or clock.now()).year
        contest.opens_at, contest.closes_at, contest.timezone = time.opens_at, time.closes_at, time.timezone
        index(contest)
        with unique_or(_l("A contest of this name was made a moment ago. Please try again.")):
            current.add(contest)
            current.flush()
        if starter is not None:
            furnish(contest, starter)
        record("contest.created", contest, by=by, scope=contest, note=starter.key if starter else "")
        return contest


def edit_basics(
    contest: Contest,
    *,
    details: ContestDetails,
    by: int,
    version: int | None = None,
    amendment: str = "",
    cover: StoredFile | None = None,
    drop_cover: bool = False,
) -> None:
    """Change the basics, and the picture if `cover` is given or `drop_cover` says so.

    Raises StaleEdit, AmendmentNeeded, and Refused for a code that entries already bear.
    """
    with changing(contest.id, by=by, version=version, amendment=amendment) as change:
        present = change.contest
        details = replace(details, year=details.year or present.year)
        if present.next_number > 1 and (details.code_prefix, details.year) != (present.code_prefix, present.year):
            raise Refused(_l("Entries already have codes, so the prefix and the year of the codes stay."))
        values = _columns(details)
        if cover is not None or drop_cover:
            values["cover_id"] = cover.id if cover is not None else None
        changes = assign(present, values)
        index(present)
        change.noting("contest.edited", present, changes)


def edit_time(contest: Contest, *, time: EntryTime, by: int, version: int | None = None, amendment: str = "") -> None:
    """Change when entries are taken. Raises Invalid, StaleEdit, AmendmentNeeded, and Refused once that time began.

    While entries are taken the end moves by `extensions.extend_for_all` only, never to an earlier instant.
    """
    check_time(time)
    with changing(contest.id, by=by, version=version, amendment=amendment) as change:
        present = change.contest
        if rules_are_locked(present):
            _check_open_time(present, time)
        change.noting("contest.time_edited", present, assign(present, asdict(time)))


def _check_open_time(present: Contest, time: EntryTime) -> None:
    if time.opens_at != present.opens_at:
        raise Refused(_l("The contest has opened; when it opened cannot be changed."))
    if present.closes_at and (time.closes_at is None or time.closes_at < present.closes_at):
        raise Refused(_l("The deadline was announced; it can be moved to a later time, not to an earlier one."))


def check_time(time: EntryTime) -> None:
    """Raise Invalid unless the zone exists and entries close after they open."""
    if not clock.is_zone(time.timezone):
        raise Invalid(_l("There is no such time zone."), details={"timezone": _l("There is no such time zone.")})
    if time.opens_at and time.closes_at and time.closes_at <= time.opens_at:
        message = _l("Entries must close after they open.")
        raise Invalid(message, details={"closes_at": message})


def index(contest: Contest) -> None:
    """Derive what lists sort and search by. Call after changing the title or the summary."""
    contest.sort_key = sort_key(contest.title)
    contest.search_text = fold(f"{contest.title} {contest.title_en} {contest.summary} {contest.summary_en}")


def free_slug(title: str) -> str:
    """Return a slug for `title` that no contest has yet."""
    wished = slugify(title) or "contest"
    taken = set(session().scalars(select(Contest.slug).where(Contest.slug.startswith(wished, autoescape=True))))
    if wished not in taken and wished not in RESERVED:
        return wished
    numbered = (f"{wished}-{number}" for number in range(2, 100))
    return next((slug for slug in numbered if slug not in taken), f"{wished}-{public_id(6)}")


def _columns(details: ContestDetails) -> dict[str, object]:
    return asdict(details)
