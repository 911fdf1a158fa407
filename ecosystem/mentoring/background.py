"""What takes longer than a page should wait for in mentoring: a matching run, publishing a large round."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ecosystem.accounts.models import Account
from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session
from ecosystem.core.web.navigation import path_to
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.services import publishing, rounds


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


@background(publishing.KIND, title=_l("Publishing a matching round"), see=may_see)
def publish(task: Running) -> None:
    """Make the draft that was looked at the matches of the round, then write the mails, which are held."""
    programme = session().get_one(Programme, task.payload["programme_id"])
    by = session().get_one(Account, task.asked_by)
    publishing.publish(programme, by=by, draft=task.payload["draft"])
    number = publishing.write_mails(programme, lambda done, of: task.progress(done, of, _("Writing the mails")))
    said = ngettext("%(num)s match is published.", "%(num)s matches are published.", number)
    task.finish({"said": said, "url": path_to("mentoring_desk.round_desk", programme_slug=programme.slug)})
