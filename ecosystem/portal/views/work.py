"""My work: everything a person has to do, over all features."""

from typing import cast

from flask import Blueprint, render_template

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.events.policies import organiser_ids
from ecosystem.portal import queries
from ecosystem.portal.policies import PortalAction

bp = Blueprint("work", __name__)
blueprints = (bp,)


@bp.get("/work")
@requires(PortalAction.WORK)
def mine() -> str:
    """What waits for this person: invitations, entries, judging, contests they run."""
    me = cast(Account, actor())
    now = clock.now()
    return render_template(
        "portal/work.html",
        invitations=queries.invitations_of(me.id, me.email, now),
        entries=queries.entries_of(me.id),
        judging=queries.judge_tasks_of(me.id),
        startups=queries.startups_of(me.id),
        contests=queries.contests_run_by(sorted(organiser_ids(me))),
        is_organiser=bool(organiser_ids(me)),
    )
