"""What takes longer than a page should wait for in mentoring: a matching run."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session
from ecosystem.core.web.navigation import path_to
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.services import rounds


def may_see(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever works for the organiser of the programme."""
    programme = session().get(Programme, task.payload["programme_id"])
    return programme is not None and can(actor, MentoringAction.SEE_DESK, programme)


@background(rounds.KIND, title=_l("Matching of mentors and startups"), see=may_see)
def match(task: Running) -> None:
    """Match both ways and keep the run for the desk."""
    programme = session().get_one(Programme, task.payload["programme_id"])
    assert task.asked_by is not None  # only people ask for it
    url = path_to("mentoring_desk.round_desk", programme_slug=programme.slug)
    rounds.work_out(
        programme,
        seed=task.payload["seed"],
        by=task.asked_by,
        done=lambda: task.finish({"said": _("The matching is done."), "url": url}),
    )
