"""Making, changing, opening and ending a programme."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Refused, Text
from ecosystem.core.search import fold, sort_key
from ecosystem.core.signals import announce
from ecosystem.core.slugs import add_with_slug
from ecosystem.events.models import Organiser
from ecosystem.mentoring.domain.life_cycle import (
    LIVE_REQUESTS,
    PROGRAMME_STEPS,
    Mode,
    ProgrammeState,
)
from ecosystem.mentoring.models import MentoringRequest, Mentorship, Programme
from ecosystem.mentoring.queries.programmes import active_by_startup, startups_of
from ecosystem.mentoring.services.cancelled import close
from ecosystem.mentoring.services.matches import end_mentorship, finish_mentorship
from ecosystem.mentoring.signals import ProgrammeCancelled

RESERVED_SLUGS = frozenset({"new", "mentors", "mine", "inbox", "profile"})


def create_programme(organiser: Organiser, values: Mapping[str, Any], *, by: Account) -> Programme:
    """Make a programme as a draft; nobody but the staff sees it before it is opened."""
    with transaction():
        programme = Programme(organiser_id=organiser.id, **values)
        _index(programme)
        add_with_slug(programme, programme.title, fallback="programme", reserved=RESERVED_SLUGS)
        audit.record("programme.created", programme, by=by.id, scope=organiser)
        return programme


def change_programme(programme: Programme, values: Mapping[str, Any], *, by: Account, shown: int | None) -> None:
    """Change a programme. Raises StaleEdit when it changed since it was shown.

    Raises Refused when people rely on what would change: the way of matching once it is open, matches published
    already, or fewer mentors a startup than some have.
    """
    with transaction():
        present = locked(Programme, programme.id)
        check_version(present, shown)
        _ensure_fair(present, values)
        changes = audit.assign(present, values)
        _index(present)
        if changes:
            audit.record("programme.changed", present, by=by.id, scope=present.organiser, changes=changes)


def _ensure_fair(programme: Programme, values: Mapping[str, Any]) -> None:
    if programme.state is not ProgrammeState.DRAFT and values["mode"] != programme.mode:
        raise Refused(_l("The programme is open: how mentors and startups find each other stands."))
    most = max(active_by_startup(programme.id).values(), default=0)
    if values["mentors_per_startup"] < most:
        raise Refused(_l("Some startup has %(num)d mentors already. End a match first, or allow as many.", num=most))


def _index(programme: Programme) -> None:
    programme.sort_key = sort_key(programme.title)
    programme.search_text = fold(f"{programme.title} {programme.title_en or ''} {programme.summary or ''}")


def opening_needs(programme: Programme) -> list[Text]:
    """Return what is missing before the programme can be opened, in words; nothing when it can."""
    needs: list[Text] = []
    if programme.organiser.approved_at is None:
        needs.append(_l("The organiser still waits for the operator's approval."))
    if not programme.description.strip():
        needs.append(_l("Describe the programme, so that mentors and startups know whether it is for them."))
    if programme.closes_at <= clock.now():
        needs.append(_l("Its time is over: move the dates."))
    return needs


def take_step(programme: Programme, step: str, *, by: Account) -> None:
    """Open, finish or cancel a programme. Finishing finishes its matches, cancelling ends them with that reason.

    Raises InvalidTransition from a wrong state, Refused when something is missing.
    """
    with transaction():
        present = locked(Programme, programme.id)
        before = present.state
        target = PROGRAMME_STEPS.after(before, step)
        if step == "open" and (needs := opening_needs(present)):
            raise Refused(" ".join(str(need) for need in needs))
        present.state = target
        session().flush()
        audit.record(
            f"programme.{step}", present, by=by.id, scope=present.organiser, changes={"state": (before, target)}
        )
        if step in ("finish", "cancel"):
            _wind_up(present, cancelled=step == "cancel", by=by)


def _wind_up(programme: Programme, *, cancelled: bool, by: Account) -> None:
    open_requests = select(MentoringRequest).where(
        MentoringRequest.programme_id == programme.id, MentoringRequest.state.in_(LIVE_REQUESTS)
    )
    for request in session().scalars(open_requests):
        close(request, "drop")
    active = select(Mentorship).where(Mentorship.programme_id == programme.id, Mentorship.live.is_(True))
    for mentorship in session().scalars(active):
        if cancelled:
            end_mentorship(mentorship, reason=str(_l("The programme was cancelled.")), by=by)
        else:
            finish_mentorship(mentorship, by=by)
    if cancelled:
        announce(ProgrammeCancelled(programme.id))


def is_ranking(programme: Programme, at: datetime) -> bool:
    """Tell whether both sides rank at `at`: in an open round, in its time, before its matches are published."""
    return (
        programme.mode is Mode.ROUND
        and programme.state is ProgrammeState.OPEN
        and programme.matched_at is None
        and programme.window.accepts(at)
    )


def unplaced(programme: Programme) -> int:
    """Count the startups of a programme that have no mentor at present."""
    active = active_by_startup(programme.id)
    return sum(each.id not in active for each in startups_of(programme))
