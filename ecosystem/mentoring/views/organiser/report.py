"""The report of a programme: on the page with charts, as CSV and as a workbook."""

from flask import Response, render_template
from flask_babel import format_date

from ecosystem.core.access import requires
from ecosystem.core.web.responses import table_answer
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries.figures import figures_of
from ecosystem.mentoring.queries.programmes import programme_by_slug
from ecosystem.mentoring.queries.report import report_of, report_rows
from ecosystem.mentoring.views.blueprint import desk


@desk.get("/<programme_slug>/report")
@requires(MentoringAction.SEE_DESK, on=programme_by_slug)
def report(programme: Programme) -> str:
    """Matches, sessions, hours, absences, feedback."""
    found = report_of(programme)
    return render_template(
        "mentoring/desk/report.html",
        programme=programme,
        report=found,
        figures=figures_of(programme),
        months=[(format_date(month, "MM/yyyy"), number) for month, number in found.months],
        sides=Side,
    )


@desk.get("/<programme_slug>/report.<any(csv,xlsx):kind>")
@requires(MentoringAction.SEE_DESK, on=programme_by_slug)
def report_file(programme: Programme, kind: str) -> Response:
    """The same by match, as a file."""
    rows = report_rows(report_of(programme))
    name = f"{programme.slug}-report"
    return table_answer(rows, name, kind)
