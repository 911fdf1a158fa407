"""The organiser's view: how far talks went, what was committed by year. Notes are never shown here."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from ecosystem.core.access import requires
from ecosystem.core.documents.tables import XLSX, write_book
from ecosystem.core.pagination import Page
from ecosystem.core.web.formatting import format_datetime
from ecosystem.core.web.responses import file_answer
from ecosystem.fundraising.domain.outcomes import OUTCOMES, Committed, Outcome, Told, by_year, funnel
from ecosystem.fundraising.policies import FundraisingAction
from ecosystem.fundraising.queries.outcomes import Named, Tale, between, named, tales_of
from ecosystem.investors.kinds import MEETING_STATES
from ecosystem.investors.models import InvestorSession, MeetingState
from ecosystem.investors.queries.sessions import session_by_public_id

bp = Blueprint("outcomes", __name__, url_prefix="/organise/investor-sessions/<session_id>/outcomes")
PER_PAGE = 50


@bp.get("")
@requires(FundraisingAction.SEE_OUTCOMES, on=session_by_public_id)
def show(held: InvestorSession) -> str:
    """The funnel, the years, and the meetings with what both sides told, page by page."""
    tales = tales_of(held)
    wanted, query = request.args.get("outcome", ""), request.args.get("q", "").strip()[:100]
    found = between(held, query) if query else ()
    chosen = [tale for tale in tales if (not wanted or tale.code == wanted) and (not query or tale.meeting_id in found)]
    return render_template(
        "fundraising/outcomes.html",
        session=held,
        event=held.event,
        held=held,
        page=_page(held, chosen),
        wanted=wanted,
        query=query,
        total=len(tales),
        checked=sum(tale.state is MeetingState.HELD for tale in tales),
        told=sum(tale.standing.outcome is not None for tale in tales),
        differing=sum(tale.standing.differs for tale in tales),
        reached=funnel(tale.standing for tale in tales),
        years=_years(tales),
        outcomes=Outcome,
    )


def _page(held: InvestorSession, tales: Sequence[Tale]) -> Page[Named]:
    number = min(max(request.args.get("page", 1, int), 1), max(1, -(-len(tales) // PER_PAGE)))
    shown = tales[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(named(held, shown), number, PER_PAGE, len(tales))


@bp.get("/table")
@requires(FundraisingAction.SEE_OUTCOMES, on=session_by_public_id)
def table(held: InvestorSession) -> Response:
    """The same as a workbook."""
    tales = tales_of(held)
    years = [[year.year, year.confirmed, year.claimed] for year in _years(tales)]
    book = write_book(
        {
            _("Meetings"): _rows(held, tales),
            _("Committed"): [[_("Year"), _("Told by both (₫)"), _("Told by one side (₫)")], *years],
        }
    )
    response = file_answer(book, "outcomes.xlsx", XLSX)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _rows(held: InvestorSession, tales: Sequence[Tale]) -> Iterator[list[Any]]:
    yield [_("Hour"), _("Startup"), _("Investor"), _("State"), _("The startup tells"), _("The investor tells")]
    for line in named(held, tales):
        yield [
            format_datetime(line.starts_at, held.timezone),
            line.founder,
            line.investor,
            str(MEETING_STATES[line.tale.state]),
            _told(line.tale.founder),
            _told(line.tale.investor),
        ]


def _told(told: Told | None) -> str:
    return "" if told is None else str(OUTCOMES[told.outcome])


def _years(tales: Sequence[Tale]) -> list[Committed]:
    return by_year((tale.founder, tale.investor) for tale in tales)
