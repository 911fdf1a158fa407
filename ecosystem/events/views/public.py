"""Events as everybody sees them, their calendar and their pictures."""

from flask import Blueprint, Response, render_template, request

from ecosystem.core import clock
from ecosystem.core.access import public, requires
from ecosystem.core.addresses import base_url
from ecosystem.core.database import one_or_missing
from ecosystem.core.pagination import page_of
from ecosystem.events import queries
from ecosystem.events.domain.life_cycle import phase_on
from ecosystem.events.models import Event, Organiser, Partner, Speaker
from ecosystem.events.policies import EventAction
from ecosystem.events.queries import EventFilter
from ecosystem.uploads.responses import A_DAY, send_stored

bp = Blueprint("events_public", __name__)


@bp.get("/events")
@public
def index() -> str:
    """What comes, or what was."""
    wanted = EventFilter(
        query=request.args.get("q", "").strip()[:200],
        province=request.args.get("province", ""),
        past=request.args.get("when") == "past",
    )
    today = clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).date()
    page = page_of(queries.public_events(wanted, today), number=request.args.get("page", 1, int), per_page=24)
    provinces = queries.provinces_of_events()
    return render_template("events/index.html", page=page, wanted=wanted, provinces=provinces, today=today)


@bp.get("/events/<event_slug>")
@requires(EventAction.VIEW, on=queries.event_by_slug, anonymous=True)
def show(event: Event) -> str:
    """An event: days, place, what is held in it, programme, speakers, partners."""
    days = queries.programme_by_days(event)
    today = clock.now().astimezone(clock.zone(event.timezone)).date()
    return render_template(
        "events/show.html",
        event=event,
        days=days,
        speakers=queries.speakers_of(event),
        partners=queries.partners_of(event, listed_only=True),
        held=queries.held_in(event),
        phase=phase_on(today, event.starts_on, event.ends_on),
    )


@bp.get("/events/<event_slug>.ics")
@requires(EventAction.VIEW, on=queries.event_by_slug, anonymous=True)
def calendar(event: Event) -> Response:
    """The event and its programme for calendar programs; the address can be subscribed to."""
    from ecosystem.events.documents import event_calendar  # loads the calendar library, so only when one is asked for

    content = event_calendar(event, queries.programme_of(event), base_url=base_url())
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'inline; filename="{event.slug}.ics"'
    return response


@bp.get("/files/events/cover/<public_id>")
@requires(EventAction.VIEW, on=queries.event_by_cover, anonymous=True)
def cover(event: Event) -> Response:
    """An event's cover picture. Another picture has another address, so browsers may keep it."""
    return send_stored(one_or_missing(event.cover), inline=True, max_age=A_DAY)


@bp.get("/files/events/speakers/<public_id>")
@requires(EventAction.SEE_PICTURE, on=queries.speaker_by_photo, anonymous=True)
def photo(speaker: Speaker) -> Response:
    """A speaker's photo."""
    return send_stored(one_or_missing(speaker.photo), inline=True, max_age=A_DAY)


@bp.get("/files/events/partners/<public_id>")
@requires(EventAction.SEE_PICTURE, on=queries.partner_by_logo, anonymous=True)
def partner_logo(partner: Partner) -> Response:
    """A partner's logo."""
    return send_stored(one_or_missing(partner.logo), inline=True, max_age=A_DAY)


@bp.get("/files/organisers/logo/<public_id>")
@public
def organiser_logo(public_id: str) -> Response:
    """An organiser's logo: it stands on public pages."""
    organiser: Organiser = queries.organiser_by_logo(public_id)
    return send_stored(one_or_missing(organiser.logo), inline=True, max_age=A_DAY)
