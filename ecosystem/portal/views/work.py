"""My work: everything a person has to do, over all features."""

from datetime import timedelta

from flask import Blueprint, render_template

from ecosystem.accounts.policies import me
from ecosystem.calendar.queries.engagements import engagements_of
from ecosystem.calendar.queries.entries import entry_of
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.events.policies import organiser_ids
from ecosystem.portal.policies import PortalAction
from ecosystem.portal.queries import work
from ecosystem.portal.queries.due import due_of
from ecosystem.portal.queries.organised import events_of, organised_by
from ecosystem.portal.queries.parts import parts_of

bp = Blueprint("work", __name__)
blueprints = (bp,)

AHEAD = timedelta(days=30)
COMING = 6


@bp.get("/work")
@requires(PortalAction.WORK)
def mine() -> str:
    """What waits for this person, what comes next, what they take part in, what they run."""
    who = me()
    now = clock.now()
    organisers = sorted(organiser_ids(who))
    return render_template(
        "portal/work.html",
        due=due_of(who, now),
        coming=[entry_of(each) for each in engagements_of(who.id, now, now + AHEAD)[:COMING]],
        entries=work.entries_of(who.id),
        judging=work.judge_tasks_of(who.id),
        parts=parts_of(who),
        startups=work.startups_of(who.id),
        events=events_of(organisers, now),
        activities=organised_by(organisers, now),
        is_organiser=bool(organisers),
    )
