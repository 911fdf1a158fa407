"""Empty score sheets for a pitch day without electricity: for each judge the entries in order and the rubric."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import pgettext

from ecosystem.contests.models import Round
from ecosystem.core.documents.paper import GREY, Paper
from ecosystem.core.web.formatting import format_number, in_language
from ecosystem.judging.models import Criterion, Panelist, PitchSlot
from ecosystem.judging.queries.pitching import Programme

ROWS_FOR_REMARKS = 2


def blank_sheets_document(
    round_: Round,
    programme: Programme,
    panel: Sequence[Panelist],
    criteria: Mapping[int, Sequence[Criterion]],
    charges: set[tuple[int, int]],
) -> bytes:
    """Return the sheets as PDF, a page for each judge and entry.

    `criteria` are by the entry's board, `charges` the pairs (entry, judge) that stand.
    """
    pdf = Paper(foot=f"{in_language(round_.contest, 'title')} · {in_language(round_, 'name')}")
    pdf.set_title(_("Score sheets"))
    for judge in panel:
        own = [slot for slot in programme.slots if (slot.application_id, judge.id) in charges]
        for slot in own:
            assert slot.application is not None
            pdf.add_page()
            _sheet(
                pdf, round_, programme.number_of(slot), slot, judge, criteria.get(slot.application.board_id or 0, ())
            )
    if not pdf.page_no():
        pdf.add_page()
        pdf.say(_("No entry is assigned to a judge yet."))
    return pdf.finish()


def _sheet(
    pdf: Paper, round_: Round, number: int, slot: PitchSlot, judge: Panelist, criteria: Sequence[Criterion]
) -> None:
    entry = slot.application
    assert entry is not None
    pdf.say(_("SCORE SHEET"), size=17, style="B", align="C", after=1)
    pdf.say(f"{in_language(round_, 'name')} · {in_language(round_.contest, 'title')}", align="C", colour=GREY, after=5)
    pdf.say(_("Place %(number)s", number=number), size=12, style="B", after=1)
    pdf.say(_("Entry: %(code)s – %(title)s", code=entry.code or "", title=entry.title), style="B", after=1)
    pdf.say(_("Judge: %(name)s", name=judge.name), after=4)
    head = (pgettext("table", "No."), _("Criterion"), _("Maximum"), _("Score"), _("Comment"))
    rows = [(at, _named(each), format_number(each.maximum), "", "") for at, each in enumerate(criteria, 1)]
    pdf.grid(
        head, [*rows, ("", _("Total"), "", "", "")], (11, 60, 18, 22, 49), ("CENTER", "LEFT", "RIGHT", "RIGHT", "LEFT")
    )
    pdf.say(_("Comment to the applicant"), style="B", after=22)
    pdf.signatures([("", ""), (_("Judge"), judge.name)])


def _named(criterion: Criterion) -> str:
    """Name and description, and room to write beside them."""
    said = f"{in_language(criterion, 'name')}\n{criterion.description or ''}".strip()
    return said + "\n" * ROWS_FOR_REMARKS
