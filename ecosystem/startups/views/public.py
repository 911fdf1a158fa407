"""What everybody may see of startups, and their files."""

from flask import Response, render_template, request

from ecosystem.core.access import actor, public, requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.pagination import page_of
from ecosystem.startups import queries
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import StartupAction
from ecosystem.startups.queries import DirectoryFilter
from ecosystem.startups.views.blueprint import bp
from ecosystem.uploads.responses import A_DAY, send_stored


@bp.get("/startups")
@public
def index() -> str:
    """The directory of startups with a public profile."""
    wanted = DirectoryFilter(
        query=request.args.get("q", "").strip()[:200],
        sector=request.args.get("sector", ""),
        province=request.args.get("province", ""),
        stage=request.args.get("stage", ""),
        newest_first=request.args.get("sort") == "new",
    )
    page = page_of(queries.public_directory(wanted), number=request.args.get("page", 1, int), per_page=24)
    provinces = queries.provinces_in_directory()
    return render_template(
        "startups/index.html", page=page, wanted=wanted, provinces=provinces, sectors=SECTORS, stages=STAGES
    )


@bp.get("/startups/<slug>")
@requires(StartupAction.VIEW, on=queries.startup_by_slug, anonymous=True)
def show(startup: Startup) -> str:
    """A startup's profile with its journey; private ones for their team only."""
    return render_template("startups/show.html", startup=startup, journey=queries.journey_of(startup, actor()))


@bp.get("/files/startups/logo/<public_id>")
@requires(StartupAction.VIEW, on=queries.startup_by_logo, anonymous=True)
def logo(startup: Startup) -> Response:
    """A startup's logo. Another logo has another address, so browsers may keep it."""
    return send_stored(one_or_missing(startup.logo), inline=True, max_age=A_DAY)


@bp.get("/files/startups/deck/<public_id>")
@requires(StartupAction.SEE_DECK, on=queries.startup_by_deck, anonymous=True)
def deck(startup: Startup) -> Response:
    """A startup's pitch deck."""
    return send_stored(one_or_missing(startup.deck), inline=True)
