"""Taking entries out: CSV, XLSX, all dossiers as ZIP; at once when that is quick, else as a task."""

import hashlib
import json
from dataclasses import asdict

from flask import redirect, stream_with_context, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries.exports import count_handed_in, count_listed, exported_rows, handed_in
from ecosystem.applications.views.entries import bp, filter_asked
from ecosystem.audit.services import record
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core.access import requires
from ecosystem.core.background import ask_for
from ecosystem.core.database import transaction
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.responses import file_answer, table_answer

MOST_DOSSIERS_AT_ONCE = 20
MOST_ROWS_AT_ONCE = 10_000


@bp.get("/export.csv")
@requires(ApplicationAction.EXPORT, on=contest_by_slug)
def export_csv(contest: Contest) -> Response:
    """The list as filtered, for spreadsheets."""
    if (later := _list_later(contest, "csv")) is not None:
        return later
    return table_answer(exported_rows(contest, filter_asked()), contest.slug, "csv")


@bp.get("/export.xlsx")
@requires(ApplicationAction.EXPORT, on=contest_by_slug)
def export_xlsx(contest: Contest) -> Response:
    """The same as a workbook."""
    if (later := _list_later(contest, "xlsx")) is not None:
        return later
    return table_answer(exported_rows(contest, filter_asked()), contest.slug, "xlsx")


@bp.get("/dossiers.zip")
@requires(ApplicationAction.EXPORT, on=contest_by_slug)
def dossiers(contest: Contest) -> Response:
    """Every dossier that was handed in: its PDF and its files."""
    _note(contest, "zip")
    number = count_handed_in(contest)
    if number > MOST_DOSSIERS_AT_ONCE:
        return _later(contest, "applications.dossiers", f"contest:{contest.id}", number=number)
    from ecosystem.applications.documents.archive import stream_dossiers  # loads the PDF library

    body = stream_with_context(stream_dossiers(contest, handed_in(contest)))
    return file_answer(body, f"{contest.slug}.zip", "application/zip")


def _list_later(contest: Contest, kind: str) -> Response | None:
    """Ask for a list too long to wait for; None for one that can be made at once."""
    _note(contest, kind)
    wanted = filter_asked()
    number = count_listed(contest, wanted)
    if number <= MOST_ROWS_AT_ONCE:
        return None
    plain = asdict(wanted)
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]
    subject = f"contest:{contest.id}:{kind}:{digest}"
    return _later(contest, "applications.list", subject, number=number, kind=kind, filter=plain)


def _later(contest: Contest, task_kind: str, subject: str, **payload: object) -> Response:
    task = ask_for(
        task_kind,
        subject=f"{subject}:{get_locale()}",
        by=me().id,
        payload={"contest_id": contest.id, **payload},
        about=in_language(contest, "title"),
        url=url_for("applications_staff.entries", slug=contest.slug),
    )
    return redirect(url_for("tasks.show", public_id=task.public_id))


def _note(contest: Contest, kind: str) -> None:
    with transaction():
        record("application.export", contest, by=me().id, scope=contest, note=kind)
