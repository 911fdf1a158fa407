"""The public gallery of a contest."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries import entry_in_contest
from ecosystem.applications.queries.gallery import GalleryEntry, gallery_entry, picture_of
from ecosystem.applications.queries.lists import gallery_entries
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core.access import requires
from ecosystem.core.pagination import page_of
from ecosystem.uploads.responses import A_DAY, send_stored

bp = Blueprint("applications_gallery", __name__)


@bp.get("/contests/<slug>/gallery")
@requires(ApplicationAction.VIEW_GALLERY, on=contest_by_slug, anonymous=True)
def gallery(contest: Contest) -> str:
    """Entries whose teams asked for it and which the organiser let in."""
    words, board = request.args.get("q", "")[:100], request.args.get("board", "")[:40]
    entries = page_of(
        gallery_entries(contest, words=words, board=board), number=request.args.get("page", 1, int), per_page=24
    )
    return render_template("applications/gallery.html", contest=contest, entries=entries, words=words, board=board)


@bp.get("/contests/<slug>/gallery/<public_id>")
@requires(ApplicationAction.VIEW_IN_GALLERY, on=entry_in_contest, anonymous=True)
def gallery_page(application: Application) -> str:
    """One entry: summary and what the organiser chose to show of the answers."""
    shown: GalleryEntry = gallery_entry(application)
    return render_template(
        "applications/gallery_page.html", contest=application.contest, entry=application, shown=shown
    )


@bp.get("/contests/<slug>/gallery/<public_id>/<file_id>")
@requires(ApplicationAction.VIEW_IN_GALLERY, on=entry_in_contest, anonymous=True)
def picture(application: Application, file_id: str) -> Response:
    """A picture of the entry, under a name that tells nothing."""
    file = picture_of(application, file_id)
    extension = file.name.rpartition(".")[2]
    return send_stored(file, inline=True, name=f"{application.code}.{extension}", max_age=A_DAY)
