"""Setting an exhibition up and taking it through its life."""

from dataclasses import asdict, dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Refused, Text
from ecosystem.core.signals import announce
from ecosystem.core.slugs import add_with_slug
from ecosystem.events.models import Event
from ecosystem.events.policies import is_public as event_is_public
from ecosystem.exhibitions.domain.details import A_DAY, ExhibitionDetails
from ecosystem.exhibitions.domain.life_cycle import EXHIBITION_LIFE, ExhibitionState
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.queries.plans import has_prices, problems_in
from ecosystem.exhibitions.signals import ExhibitionCancelled
from ecosystem.payments.services.paying import ways_of

RESERVED_SLUGS = frozenset({"new", "invitations", "mine"})


def create_exhibition(event: Event, details: ExhibitionDetails, *, by: Account) -> Exhibition:
    """Create an exhibition as a draft in `event`; return it, stored, under a slug of its own."""
    with transaction():
        exhibition = Exhibition(event_id=event.id, **asdict(details))
        add_with_slug(exhibition, details.title, fallback="exhibition", reserved=RESERVED_SLUGS)
        record("exhibition.created", exhibition, by=by.id, scope=event.organiser)
        return exhibition


def edit_exhibition(exhibition: Exhibition, details: ExhibitionDetails, *, shown: int | None, by: Account) -> None:
    """Change the settings. Raises StaleEdit when somebody changed them since they were shown."""
    with transaction():
        present = locked(Exhibition, exhibition.id)
        check_version(present, shown)
        changes = assign(present, asdict(details))
        if changes:
            record("exhibition.edited", present, by=by.id, scope=present.event.organiser, changes=changes)


@dataclass(frozen=True)
class Need:
    """What is missing, in words; `where` names the page that mends it: "event", "halls", "selling" or "settings"."""

    sentence: Text
    where: str


def publishing_needs(exhibition: Exhibition) -> list[Need]:
    """Return what is missing before the exhibition can be published; nothing when it can."""
    needs: list[Need] = []
    if not event_is_public(exhibition.event):
        needs.append(Need(_l("Publish the event first."), "event"))
    problems, booths = problems_in(exhibition)
    if not booths:
        needs.append(Need(_l("Draw at least one booth, or add one that is online."), "halls"))
    needs += [Need(problem.sentence, "halls") for problem in problems[:10]]
    if len(problems) > 10:
        needs.append(Need(_l("… and %(more)s more problems of the plan.", more=len(problems) - 10), "halls"))
    return needs


def advice(exhibition: Exhibition) -> list[Need]:
    """Return what does not keep the exhibition from being published, but will trouble its exhibitors."""
    if not has_prices(exhibition):
        return []
    ways = ways_of(exhibition.event.organiser)
    if not ways:
        return [Need(_l("Booths have a price, but exhibitors find no way to pay yet."), "selling")]
    if exhibition.hold_minutes < A_DAY and any(way.is_manual for way in ways):
        return [
            Need(_l("Booths are held for less than a day; bank transfers take longer to be confirmed."), "settings")
        ]
    return []


def take_step(exhibition: Exhibition, step: str, *, by: Account, reason: str = "") -> Exhibition:
    """Publish, close, reopen or cancel.

    Raises InvalidTransition from a wrong state, Refused when something is missing.
    """
    with transaction():
        present = locked(Exhibition, exhibition.id)
        before, target = present.state, EXHIBITION_LIFE.after(present.state, step)
        if target is ExhibitionState.PUBLISHED and (needs := publishing_needs(present)):
            raise Refused(" ".join(str(need.sentence) for need in needs))
        present.state = target
        if target is ExhibitionState.PUBLISHED and present.published_at is None:
            present.published_at = clock.now()
        if step == "cancel":
            present.cancelled_reason = reason
        changes = {"state": (before, target)}
        record(f"exhibition.{step}", present, by=by.id, scope=present.event.organiser, changes=changes, note=reason)
        session().flush()
        if step == "cancel":
            announce(ExhibitionCancelled(present.id))
        return present
