"""A mentor's profile, and whom somebody does not want to be matched with."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.search import fold, person_sort_key, sort_key
from ecosystem.mentoring.domain.life_cycle import LIVE_REQUESTS, Side
from ecosystem.mentoring.domain.taxonomy import TOPICS
from ecosystem.mentoring.models import MentoringRequest, MentoringVeto, MentorProfile, ProgrammeMentor, ProgrammeStartup
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.startups.models import Startup


def save_profile(
    profile: MentorProfile | None, values: Mapping[str, Any], *, by: Account, shown: int | None = None
) -> MentorProfile:
    """Make one's profile as a mentor, or change it. Raises StaleEdit when it changed since it was shown."""
    with transaction() as current:
        if profile is None:
            made = MentorProfile(account_id=by.id, account=by, **values)
            index(made)
            with unique_or(_l("You are a mentor already. Please reload the page.")):
                current.add(made)
                current.flush()
            audit.record("mentor.joined", made, by=by.id)
            return made
        present = locked(MentorProfile, profile.id)
        check_version(present, shown)
        changes = audit.assign(present, values)
        index(present)
        if changes:
            audit.record("mentor.changed", present, by=by.id, changes=changes)
        return present


def index(profile: MentorProfile) -> None:
    """Derive what lists search and sort by, from the profile and the person's name."""
    account = profile.account
    profile.sort_key = sort_key(account.sort_name) if account.sort_name else person_sort_key(account.name)
    sectors = [str(SECTORS[code]) for code in profile.sectors if code in SECTORS]
    topics = [str(TOPICS[code]) for code in profile.topics if code in TOPICS]
    told = (account.name, account.organisation, profile.headline, profile.expertise)
    words = [*(each or "" for each in told), *sectors, *topics]
    profile.search_text = fold(" ".join(words))


def refuse_startup(profile: MentorProfile, startup: Startup, *, by: Account) -> None:
    """Never suggest the mentor to this startup; it is not told. A request that waits is answered neutrally later."""
    _refuse(profile, startup, Side.MENTOR, by)


def refuse_mentor(startup: Startup, profile: MentorProfile, *, by: Account) -> None:
    """Never suggest the mentor to this startup any more; the mentor is not told."""
    _refuse(profile, startup, Side.STARTUP, by)


def _refuse(profile: MentorProfile, startup: Startup, side: Side, by: Account) -> None:
    with transaction() as current:
        locked(MentorProfile, profile.id)
        if session().scalar(_veto(profile, startup, side)) is None:
            current.add(MentoringVeto(profile_id=profile.id, startup_id=startup.id, side=side))
            audit.record("mentoring.refused", profile, by=by.id, note=side.value)
        if side is Side.MENTOR:
            _mute_requests(profile, startup)


def _mute_requests(profile: MentorProfile, startup: Startup) -> None:
    """Those that wait go on waiting, as far as the startup can see."""
    waiting = (
        select(MentoringRequest)
        .join(ProgrammeMentor, ProgrammeMentor.id == MentoringRequest.programme_mentor_id)
        .join(ProgrammeStartup, ProgrammeStartup.id == MentoringRequest.programme_startup_id)
        .where(
            ProgrammeMentor.profile_id == profile.id,
            ProgrammeStartup.startup_id == startup.id,
            MentoringRequest.state.in_(LIVE_REQUESTS),
        )
    )
    for request in session().scalars(waiting):
        request.muted = True


def take_back(profile: MentorProfile, startup: Startup, side: Side, *, by: Account) -> None:
    """Let the two be suggested to each other again, as far as this side goes."""
    with transaction() as current:
        current.execute(
            delete(MentoringVeto).where(
                MentoringVeto.profile_id == profile.id,
                MentoringVeto.startup_id == startup.id,
                MentoringVeto.side == side,
            )
        )
        audit.record("mentoring.refusal_taken_back", profile, by=by.id, note=side.value)


def _veto(profile: MentorProfile, startup: Startup, side: Side) -> Any:
    return select(MentoringVeto).where(
        MentoringVeto.profile_id == profile.id, MentoringVeto.startup_id == startup.id, MentoringVeto.side == side
    )
