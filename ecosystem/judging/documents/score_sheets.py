"""Score sheets on paper, one page each, with a place to sign; before them the table of all totals."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import pgettext

from ecosystem.contests.models import Round
from ecosystem.core.documents.paper import GREY, STAMPED, Issue, Paper
from ecosystem.core.web.formatting import format_datetime, format_number, format_score, in_language
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.domain.results.marks import points
from ecosystem.judging.models import RubricVersion
from ecosystem.judging.queries.results import ReviewRow


def sheets_document(
    round_: Round,
    version: RubricVersion,
    rows: Sequence[ReviewRow],
    *,
    issue: Issue | None = None,
    told: Callable[[int], None] = lambda _number: None,
) -> bytes:
    """Return the sheets as PDF, the summary of totals on the first pages, with a code when `issue` records them.

    `told` hears how many are on paper.
    """
    pdf = Paper(foot=f"{in_language(round_.contest, 'title')} · {in_language(round_, 'name')}")
    pdf.set_title(_("Score sheets"))
    pdf.add_page()
    if issue is not None:
        pdf.set_y(STAMPED)
    _summary(pdf, round_, version, rows)
    for number, row in enumerate(rows):
        told(number)
        pdf.add_page()
        _sheet(pdf, round_, version, row)
    if issue is not None:
        pdf.stamp(issue)
    return pdf.finish()


def _summary(pdf: Paper, round_: Round, version: RubricVersion, rows: Sequence[ReviewRow]) -> None:
    pdf.say(_("SUMMARY OF SCORE SHEETS"), size=16, style="B", align="C", after=1)
    pdf.say(f"{in_language(round_, 'name')} · {in_language(round_.contest, 'title')}", align="C", colour=GREY, after=4)
    counted = [row for row in rows if row.state is SheetState.HANDED_IN]
    lines = [(row.code, row.title, row.judge, _score(row.total, version)) for row in counted]
    head = (_("Code"), _("Entry"), _("Judge"), _("Total"))
    pdf.grid(head, lines, (26, 75, 40, 18), ("LEFT", "LEFT", "LEFT", "RIGHT"))


def _sheet(pdf: Paper, round_: Round, version: RubricVersion, row: ReviewRow) -> None:
    pdf.say(_("SCORE SHEET"), size=17, style="B", align="C", after=1)
    pdf.say(f"{in_language(round_, 'name')} · {in_language(round_.contest, 'title')}", align="C", colour=GREY, after=5)
    pdf.say(_("Entry: %(code)s – %(title)s", code=row.code, title=row.title), style="B", after=1)
    pdf.say(_("Judge: %(name)s", name=row.judge), after=4)
    head = (pgettext("table", "No."), _("Criterion"), _("Maximum"), _("Score"), _("Comment"))
    pdf.grid(head, _lines(version, row), (11, 55, 18, 16, 60), ("CENTER", "LEFT", "RIGHT", "RIGHT", "LEFT"))
    if row.comment:
        pdf.say(_("Comment to the applicant"), style="B", after=1)
        pdf.say(row.comment, after=3)
    pdf.say(_handed_in(row, round_), size=9, colour=GREY)
    pdf.signatures([("", ""), (_("Judge"), row.judge)])


def _lines(version: RubricVersion, row: ReviewRow) -> list[tuple[object, ...]]:
    values = [points(mark) for mark in row.marks] or [None] * len(version.criteria)
    lines: list[tuple[object, ...]] = []
    for number, (criterion, value) in enumerate(zip(version.criteria, values, strict=True), 1):
        name, reason = in_language(criterion, "name"), row.reasons.get(criterion.id, "")
        lines.append((number, name, format_number(criterion.maximum), _score(value, version), reason))
    return [*lines, ("", _("Total"), format_number(version.total), _score(row.total, version), "")]


def _score(value: Decimal | None, version: RubricVersion) -> str:
    return format_score(value, version.places)


def _handed_in(row: ReviewRow, round_: Round) -> str:
    if row.state is not SheetState.HANDED_IN or not row.handed_in_at:
        return str(_("Not handed in"))
    moment = format_datetime(datetime.fromisoformat(row.handed_in_at), round_.contest.timezone)
    return str(_("Handed in on %(time)s", time=moment))
