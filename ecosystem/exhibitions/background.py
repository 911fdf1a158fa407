"""What takes longer than a page should wait for: telling everybody of a cancelled exhibition."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.policies import ExhibitionAction
from ecosystem.exhibitions.services.winding_down import KIND, wind_down


def may_see(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever sees the exhibition's desk at the moment they look."""
    exhibition = session().get(Exhibition, task.payload["exhibition_id"])
    return exhibition is not None and can(actor, ExhibitionAction.SEE_DESK, exhibition)


@background(KIND, title=_l("Telling exhibitors that an exhibition is cancelled"), see=may_see)
def wind_down_exhibition(task: Running) -> str:
    """Free booths and tell everybody; goes on where it stopped."""
    number = wind_down(task.payload["exhibition_id"], run_id=task.payload.get("run_id"), told=task.progress)
    return str(ngettext("%(num)s exhibitor is told.", "%(num)s exhibitors are told.", number))
