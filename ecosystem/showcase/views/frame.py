"""What the pages of the showcase share: who acts, what a use case refused, what they are called."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import get_locale

from ecosystem.accounts.models import Account
from ecosystem.accounts.policies import me
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core import clock
from ecosystem.core.access import actor
from ecosystem.core.errors import AlreadyTaken, Invalid, InvalidTransition, Refused, TooMany
from ecosystem.core.web.formatting import in_language
from ecosystem.exhibitions.models import Booth, Exhibition, Exhibitor
from ecosystem.showcase.domain.certificates import certificate_title, validity
from ecosystem.showcase.domain.enquiries import ENQUIRY_KINDS, ENQUIRY_STATES
from ecosystem.showcase.domain.products import SEEKS
from ecosystem.showcase.domain.visiting import SOURCES
from ecosystem.showcase.models import BoothPage

PLAN = "exhibitions.show"
EXPECTED = (Refused, Invalid, TooMany, AlreadyTaken, InvalidTransition)


def me_or_nobody() -> Account | None:
    """Return who acts; None for somebody who is not signed in."""
    return me() if actor().is_authenticated else None


def origin() -> Origin:
    """Return where the request comes from."""
    return Origin(request.remote_addr or "", "")


def language() -> str:
    """Return the language the page is read in."""
    return str(get_locale())


def carried_out(form: Any, act: Callable[[], Any]) -> bool:
    """Run a use case. What it refuses is shown in `form`, where what was typed stays; then this is False."""
    try:
        act()
    except EXPECTED as error:
        form.take_errors(error)
        return False
    return True


def booth_url(exhibitor: Exhibitor, **values: Any) -> str:
    """Return the path of an exhibitor's public page."""
    return url_for("showcase.booth", exhibitor_id=exhibitor.public_id, **values)


def plan_url(exhibition: Exhibition, booth: Booth | None) -> str:
    """Return the path of the floor plan with a booth highlighted; "" while there is no such page."""
    if booth is None or booth.hall is None or PLAN not in current_app.view_functions:
        return ""
    return url_for(PLAN, slug=exhibition.slug, booth=booth.number, _anchor="chosen")


def exhibitor_logo(exhibitor: Exhibitor) -> str:
    """Return the path of an exhibitor's logo, its startup's where that is public; "" for none."""
    if exhibitor.logo is not None:
        return url_for("showcase.logo", file_id=exhibitor.logo.public_id)
    startup = exhibitor.startup
    if startup is not None and startup.is_public and startup.logo is not None:
        return url_for("startups.logo", public_id=startup.logo.public_id)
    return ""


def booth_name(exhibitor: Exhibitor, page: BoothPage | None = None) -> str:
    """Return an exhibitor's name as the reader reads it: the English one in English, where there is one."""
    if page is not None and page.name_en and language() == "en":
        return page.name_en
    return exhibitor.name


def today() -> Any:
    """Return the day it is where exhibitions are held."""
    return clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).date()


def certificate_state(certificate: Any) -> str:
    """Return how a certificate stands today, as a code."""
    return validity(certificate.valid_until, today()).value


def name_things(state: BlueprintSetupState) -> None:
    """Let templates say what is sought, certificates, sources and states in words."""
    state.app.jinja_env.globals.update(
        seek_titles=SEEKS,
        certificate_title=certificate_title,
        certificate_state=certificate_state,
        booth_name=booth_name,
        exhibitor_logo=exhibitor_logo,
        plan_url=plan_url,
        visit_sources=SOURCES,
        enquiry_states=ENQUIRY_STATES,
        enquiry_kinds=ENQUIRY_KINDS,
        words_of=in_language,
    )
