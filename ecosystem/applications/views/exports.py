"""Taking entries out: CSV, XLSX, all dossiers as ZIP."""

from flask import Response, stream_with_context

from ecosystem.applications.documents.tables import XLSX, stream_csv, write_xlsx
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries.exports import exported_rows, handed_in
from ecosystem.applications.views.entries import bp, filter_asked
from ecosystem.applications.views.frame import me
from ecosystem.audit.services import record
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core.access import requires
from ecosystem.core.database import transaction


@bp.get("/export.csv")
@requires(ApplicationAction.EXPORT, on=contest_by_slug)
def export_csv(contest: Contest) -> Response:
    """The list as filtered, for spreadsheets."""
    _note(contest, "csv")
    rows = exported_rows(contest, filter_asked())
    body = stream_with_context(stream_csv(rows))
    return Response(body, mimetype="text/csv", headers=_attachment(contest, "csv"))


@bp.get("/export.xlsx")
@requires(ApplicationAction.EXPORT, on=contest_by_slug)
def export_xlsx(contest: Contest) -> Response:
    """The same as a workbook."""
    _note(contest, "xlsx")
    return Response(
        write_xlsx(exported_rows(contest, filter_asked())), mimetype=XLSX, headers=_attachment(contest, "xlsx")
    )


@bp.get("/dossiers.zip")
@requires(ApplicationAction.EXPORT, on=contest_by_slug)
def dossiers(contest: Contest) -> Response:
    """Every dossier that was handed in: its PDF and its files, made while it is sent."""
    from ecosystem.applications.documents.archive import stream_dossiers  # loads the PDF library

    _note(contest, "zip")
    body = stream_with_context(stream_dossiers(contest, handed_in(contest)))
    return Response(body, mimetype="application/zip", headers=_attachment(contest, "zip"))


def _attachment(contest: Contest, extension: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{contest.slug}.{extension}"'}


def _note(contest: Contest, kind: str) -> None:
    with transaction():
        record("application.export", contest, by=me().id, scope=contest, note=kind)
