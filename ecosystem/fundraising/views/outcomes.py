"""The organiser's view: how far talks went, what was committed by year. Notes are never shown here."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from ecosystem.core.access import requires
from ecosystem.core.database import scalars
from ecosystem.core.documents.tables import XLSX, write_book
from ecosystem.core.web.formatting import format_datetime
from ecosystem.core.web.responses import file_answer
from ecosystem.fundraising.domain.outcomes import OUTCOMES, Committed, Outcome, by_year, funnel
from ecosystem.fundraising.policies import FundraisingAction
from ecosystem.fundraising.queries.meetings import MeetingLine, lines_of, meetings_in
from ecosystem.investors.models import InvestorSession, MeetingState, Side
from ecosystem.investors.queries.sessions import session_by_public_id

bp = Blueprint("outcomes", __name__, url_prefix="/organise/investor-sessions/<session_id>/outcomes")


@bp.get("")
@requires(FundraisingAction.SEE_OUTCOMES, on=session_by_public_id)
def show(held: InvestorSession) -> str:
    """The funnel, the years, and every meeting with what both sides told."""
    lines = lines_of(scalars(meetings_in(held)))
    wanted = request.args.get("outcome", "")
    shown = [line for line in lines if not wanted or _code(line) == wanted]
    return render_template(
        "fundraising/outcomes.html",
        session=held,
        event=held.event,
        held=held,
        lines=shown,
        wanted=wanted,
        total=len(lines),
        checked=sum(line.meeting.state is MeetingState.HELD for line in lines),
        told=sum(line.standing.outcome is not None for line in lines),
        differing=sum(line.standing.differs for line in lines),
        reached=funnel(line.standing for line in lines),
        years=_years(lines),
        outcomes=Outcome,
    )


@bp.get("/table")
@requires(FundraisingAction.SEE_OUTCOMES, on=session_by_public_id)
def table(held: InvestorSession) -> Response:
    """The same as a workbook."""
    lines = lines_of(scalars(meetings_in(held)))
    years = [[year.year, year.confirmed, year.claimed] for year in _years(lines)]
    book = write_book(
        {
            _("Meetings"): _rows(lines),
            _("Committed"): [[_("Year"), _("Told by both (₫)"), _("Told by one side (₫)")], *years],
        }
    )
    response = file_answer(book, "outcomes.xlsx", XLSX)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _rows(lines: list[MeetingLine]) -> Iterator[list[Any]]:
    yield [_("Hour"), _("Startup"), _("Investor"), _("State"), _("The startup tells"), _("The investor tells")]
    for line in lines:
        yield [
            format_datetime(line.meeting.slot.starts_at, line.meeting.session.timezone),
            line.meeting.founder.name,
            line.meeting.investor.name,
            line.meeting.state.value,
            _told(line, Side.FOUNDER),
            _told(line, Side.INVESTOR),
        ]


def _told(line: MeetingLine, side: Side) -> str:
    told = line.told(side)
    return "" if told is None else str(OUTCOMES[told.outcome])


def _code(line: MeetingLine) -> str:
    if line.standing.differs:
        return "differs"
    return line.standing.outcome.value if line.standing.outcome else "nothing"


def _years(lines: list[MeetingLine]) -> list[Committed]:
    return by_year((line.told(Side.FOUNDER), line.told(Side.INVESTOR)) for line in lines)
