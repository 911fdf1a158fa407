"""What takes longer than a page should wait for: telling and paying back everybody of a cancelled exhibition."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session
from ecosystem.core.web.formatting import format_money
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.policies import ExhibitionAction
from ecosystem.exhibitions.services.winding_down import wind_down


def may_see(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever sees the exhibition's desk at the moment they look."""
    exhibition = session().get(Exhibition, task.payload["exhibition_id"])
    return exhibition is not None and can(actor, ExhibitionAction.SEE_DESK, exhibition)


@background("exhibitions.wind_down", title=_l("Telling exhibitors and giving fees back"), see=may_see)
def wind_down_exhibition(task: Running) -> str:
    """Free booths, ask for refunds and tell everybody; goes on where it stopped."""
    returned = wind_down(
        task.payload["exhibition_id"], by=task.payload["by"], told=lambda done, total: task.progress(done, total)
    )
    return str(_("Everybody is told; %(amount)s go back.", amount=format_money(returned)))
