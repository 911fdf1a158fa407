"""Work of exhibitions for the scheduler: offers that ran out, booths that became free."""

from ecosystem.core.jobs import Job
from ecosystem.exhibitions.services import waiting

A_MINUTE = 60


def pass_offers_on() -> str:
    """Pass offers nobody took on, and offer what became free."""
    passed, offered = waiting.expire_offers(), waiting.offer_free_booths()
    return f"{passed} offers ran out, {offered} booths offered" if passed or offered else ""


JOBS: tuple[Job, ...] = (Job("booth_offers", A_MINUTE, pass_offers_on),)
