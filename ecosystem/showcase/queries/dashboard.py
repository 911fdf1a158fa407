"""What an exhibitor's dashboard tells: what is done, what is next, what visitors do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.core.signals import ask
from ecosystem.exhibitions.models import Booth, ClaimState, Exhibitor, ExhibitorState
from ecosystem.exhibitions.queries.exhibitions import booths_of
from ecosystem.showcase.domain.checklist import Facts, Step, steps_for
from ecosystem.showcase.models import BoothPage
from ecosystem.showcase.queries.enquiries import counts_of_enquiries
from ecosystem.showcase.queries.favourites import keepers_of
from ecosystem.showcase.queries.figures import HourFigures, figures_by_hour, visits_of
from ecosystem.showcase.queries.products import counts_of, page_of_booth
from ecosystem.showcase.signals import ExhibitorFigure, ExhibitorFiguresAsked, ExhibitorStep, ExhibitorStepsAsked


@dataclass(frozen=True)
class Dashboard:
    """Everything on the page; figures of this feature, and what the features above answered."""

    page: BoothPage | None
    booths: list[Booth]
    products: tuple[int, int, int]
    visits_today: int
    visits: int
    scans: int
    favourites: int
    enquiries: dict[str, int]
    figures: list[ExhibitorFigure]
    steps: list[Step]
    further: list[ExhibitorStep]
    hours: list[HourFigures]

    @property
    def done(self) -> int:
        """How many lines of the checklist are done."""
        return sum(step.is_done for step in self.steps) + sum(step.is_done for step in self.further)

    @property
    def total(self) -> int:
        """How many lines the checklist has."""
        return len(self.steps) + len(self.further)


def dashboard_of(exhibitor: Exhibitor, *, today: datetime, now: datetime) -> Dashboard:
    """Return an exhibitor's dashboard; `today` is the first instant of the day. About ten statements."""
    page = page_of_booth(exhibitor)
    booths = list(booths_of(exhibitor, confirmed_only=False))
    products = counts_of(exhibitor)
    visits, scans = visits_of(exhibitor)
    return Dashboard(
        page=page,
        booths=booths,
        products=products,
        visits_today=visits_of(exhibitor, since=today)[0],
        visits=visits,
        scans=scans,
        favourites=keepers_of(exhibitor),
        enquiries=counts_of_enquiries(exhibitor),
        figures=ask(ExhibitorFiguresAsked(exhibitor.id)),
        steps=steps_for(_facts(exhibitor, page, booths, products)),
        further=ask(ExhibitorStepsAsked(exhibitor.id)),
        hours=figures_by_hour(exhibitor.exhibition, exhibitors=[exhibitor.id], since=now - timedelta(days=14)),
    )


def _facts(exhibitor: Exhibitor, page: BoothPage | None, booths: list[Booth], products: tuple[int, int, int]) -> Facts:
    states = [booth.claim.state for booth in booths if booth.claim is not None]
    return Facts(
        is_accepted=exhibitor.state is ExhibitorState.ACCEPTED,
        has_logo=exhibitor.logo_id is not None or (exhibitor.startup is not None and bool(exhibitor.startup.logo_id)),
        has_story=bool(page is not None and (page.tagline or page.story)) or bool(exhibitor.about),
        has_booth=bool(booths),
        is_confirmed=any(state is ClaimState.CONFIRMED for state in states),
        products=products[0],
        published=products[1],
    )


BOOTH_STATES: dict[Any, tuple[Text, str]] = {
    ClaimState.OFFERED: (_l("Offered to you"), "warning"),
    ClaimState.HELD: (_l("Held for you, not paid yet"), "warning"),
    ClaimState.CONFIRMED: (_l("Yours"), "success"),
}
