"""The day: the organiser's live view, the board of the hall, the code at the table."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, can, ensure, requires
from ecosystem.core.errors import EcosystemError
from ecosystem.investors.kinds import MEETING_STATES, MEETING_TONES, SIDE
from ecosystem.investors.models import InvestorSession, Meeting, MeetingState, SessionTable, Side
from ecosystem.investors.policies import MeetingAction, SessionAction, TableAction
from ecosystem.investors.queries.sessions import session_by_public_id, slots_of, table_by_public_id
from ecosystem.investors.queries.timetables import (
    meeting_by_public_id,
    meeting_of_session,
    meetings_at,
    sittings_of,
    slot_at,
    states_of_meetings,
)
from ecosystem.investors.services import day
from ecosystem.investors.views.desk import OF_SESSION

bp = Blueprint("investor_day", __name__)
STEPS: dict[str, tuple[MeetingState, Side | None]] = {
    "held": (MeetingState.HELD, None),
    "founder_absent": (MeetingState.NO_SHOW, Side.FOUNDER),
    "investor_absent": (MeetingState.NO_SHOW, Side.INVESTOR),
    "undo": (MeetingState.PLANNED, None),
}


def _now(session_: InvestorSession) -> dict[str, Any]:
    """The slot that runs, the next one, and who sits where in both."""
    slots = slots_of(session_)
    present, following = slot_at(slots, clock.now())
    wanted = [slot.id for slot in (present, following) if slot is not None]
    sittings = sittings_of(session_, wanted)
    return {
        "session": session_,
        "event": session_.event,
        "slots": slots,
        "present": present,
        "following": following,
        "now_sitting": [each for each in sittings if present is not None and each.slot_id == present.id],
        "next_sitting": [each for each in sittings if following is not None and each.slot_id == following.id],
        "side_words": SIDE,
        "meeting_states": MEETING_STATES,
        "meeting_tones": MEETING_TONES,
    }


@bp.get(f"{OF_SESSION}/live")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def live(session_: InvestorSession) -> str:
    """Who sits where, who is late, what is left: for the staff, with buttons; `slot` shows another one."""
    shown = _now(session_)
    chosen = request.args.get("slot", 0, int)
    slot = next((each for each in shown["slots"] if each.position == chosen), shown["present"] or shown["following"])
    sittings = sittings_of(session_, [slot.id]) if slot is not None else []
    return render_template(
        "investors/sessions/live.html", **shown, slot=slot, sittings=sittings, figures=states_of_meetings(session_)
    )


@bp.post(f"{OF_SESSION}/meetings/<meeting_id>/<any(held,founder_absent,investor_absent,undo):outcome>")
@requires(SessionAction.CHECK, on=session_by_public_id)
def settle(session_: InvestorSession, meeting_id: str, outcome: str) -> Response:
    """Say at the desk whether a meeting took place."""
    meeting = meeting_of_session(session_.public_id, meeting_id)
    _check(meeting, outcome)
    return redirect(url_for(".live", session_id=session_.public_id, slot=meeting.slot.position))


@bp.post(f"{OF_SESSION}/meetings/<meeting_id>/call/<any(founder,investor,nobody):side>")
@requires(SessionAction.CHECK, on=session_by_public_id)
def call(session_: InvestorSession, meeting_id: str, side: str) -> Response:
    """Call somebody who is late, on the board of the hall; "nobody" takes the call back."""
    meeting = meeting_of_session(session_.public_id, meeting_id)
    try:
        day.call_late(meeting, None if side == "nobody" else Side(side), by=me())
    except EcosystemError as error:
        flash(error.message, "error")
    return redirect(url_for(".live", session_id=session_.public_id, slot=meeting.slot.position))


@bp.get("/investor-sessions/<session_id>/board")
@requires(SessionAction.SEE_BOARD, on=session_by_public_id)
def board(session_: InvestorSession) -> str:
    """The board of the hall: how long this slot still lasts, who is next at which table, who is called."""
    return render_template("investors/sessions/board.html", **_now(session_))


@bp.get("/investor-sessions/tables/<table_id>")
@requires(TableAction.VIEW, on=table_by_public_id)
def table(table: SessionTable) -> str:
    """What the code at a table opens: the meeting there now (and the one before, if nobody said anything)."""
    meetings = [each for each in meetings_at(table) if can(actor(), MeetingAction.CHECK, each)]
    now = clock.now()
    current = next((each for each in meetings if each.slot.starts_at - day.EARLY <= now < each.slot.ends_at), None)
    unsaid = [
        each
        for each in meetings
        if each is not current and each.slot.ends_at <= now and each.state is MeetingState.PLANNED
    ]
    return render_template(
        "investors/sessions/table.html",
        session=table.session,
        table=table,
        current=current,
        unsaid=unsaid,
        upcoming=next((each for each in meetings if each.slot.starts_at > now), None),
        states=MEETING_STATES,
        tones=MEETING_TONES,
    )


@bp.post("/investor-sessions/meetings/<meeting_id>/<any(held,founder_absent,investor_absent,undo):outcome>")
@requires(MeetingAction.CHECK, on=meeting_by_public_id)
def check(meeting: Meeting, outcome: str) -> Response:
    """Say at the table whether the meeting takes place."""
    ensure(actor(), MeetingAction.CHECK, meeting)
    _check(meeting, outcome)
    return redirect(url_for(".table", table_id=meeting.table.public_id))


def _check(meeting: Meeting, outcome: str) -> None:
    state, absent = STEPS[outcome]
    try:
        day.check(meeting, state, absent=absent, by=me())
        flash(_("Noted: %(state)s.", state=MEETING_STATES[state]), "success")
    except EcosystemError as error:
        flash(error.message, "error")
