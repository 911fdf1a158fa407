"""Publishing a matching round: the pairs of the draft become matches, all or none; then mails are written and held."""

import hashlib
import json
from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import locked, transaction
from ecosystem.core.errors import Refused
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.navigation import path_to
from ecosystem.mentoring import notices
from ecosystem.mentoring.models import DraftPair, Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.queries.mails import batch_of
from ecosystem.mentoring.queries.matches import matches_of_round
from ecosystem.mentoring.queries.rounds import draft_of, pairs_to_publish
from ecosystem.mentoring.services.matches import begin_mentorships, lock_places
from ecosystem.mentoring.services.rounds import ensure_unpublished
from ecosystem.notifications.services import release

KIND = "mentoring.publishing"
AT_ONCE = 100  # pairs up to which a request publishes
MAILS_AT_ONCE = 50  # matches whose mails are written in one transaction


def digest_of_draft(programme: Programme) -> str:
    """Return what stands for the pairs of the draft, so that nothing else is published than what was looked at."""
    pairs = sorted((each.programme_mentor_id, each.programme_startup_id) for each in draft_of(programme))
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def ask_to_publish(programme: Programme, *, by: Account) -> int | None:
    """Publish the draft, at once if it is small; else a worker does it and None is returned. Raises as `publish`."""
    if programme.matched_at is not None or len(draft_of(programme)) <= AT_ONCE:
        with transaction():
            number = publish(programme, by=by)
            write_mails(programme)
        return number
    with transaction():
        present = locked(Programme, programme.id)
        ensure_unpublished(present)
        _ensure_publishable(present)
        ask_for(
            KIND,
            subject=f"programme:{present.id}",
            by=by.id,
            payload={"programme_id": present.id, "draft": digest_of_draft(present)},
            about=str(in_language(present, "title")),
            url=path_to("mentoring_desk.round_desk", programme_slug=present.slug),
        )
        return None


def publish(programme: Programme, *, by: Account, draft: str | None = None) -> int:
    """Make every pair of the draft a match, all or none; both sides see each other from now on. Return how many.

    Cannot be undone; a match can be ended. Twice is once. `write_mails` follows. Raises Refused while a pair breaks a
    capacity or a veto, when the draft is empty, or no longer the one that `draft` (its digest) stands for.
    """
    with transaction() as current:
        present = locked(Programme, programme.id)
        if present.matched_at is not None:
            return 0
        ensure_unpublished(present)
        if draft is not None and draft != digest_of_draft(present):
            raise Refused(_l("The draft was changed meanwhile. Please look at it again, and publish then."))
        lock_places(present)
        pairs = _ensure_publishable(present)
        begin_mentorships(present, pairs, by=by)
        current.execute(delete(DraftPair).where(DraftPair.programme_id == present.id))
        present.matched_at = clock.now()
        audit.record(
            "programme.published", present, by=by.id, scope=present.organiser, changes={"pairs": (0, len(pairs))}
        )
        return len(pairs)


def _ensure_publishable(programme: Programme) -> list[tuple[ProgrammeMentor, ProgrammeStartup]]:
    pairs, lawful = pairs_to_publish(programme)
    if not pairs:
        raise Refused(_l("The draft is empty: run the matching and choose a proposal first."))
    if not lawful:
        raise Refused(_l("Some pairs break a capacity, or the will of a side. Mend them first."))
    return pairs


def write_mails(programme: Programme, told: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Write the mails about the matches of a published round, held until `release_mails`; return how many matches.

    In several transactions, so that nobody waits long to write; what is written already is not written again. `told`
    is called with how many are done, of how many.
    """
    found = matches_of_round(programme)
    for first in range(0, len(found), MAILS_AT_ONCE):
        with transaction():
            for match in found[first : first + MAILS_AT_ONCE]:
                notices.matches.matched(match, batch=batch_of(programme))
        told(min(first + MAILS_AT_ONCE, len(found)), len(found))
    return len(found)


def release_mails(programme: Programme, *, by: Account) -> int:
    """Let the mails about the matches go, all together; return how many. Twice is once."""
    with transaction():
        present = locked(Programme, programme.id)
        number = release(batch_of(present))
        if number:
            audit.record("programme.mails_released", present, by=by.id, scope=present.organiser)
        return number
