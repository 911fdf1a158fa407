"""The organiser's pages of participants: the list, inviting, one participant with hours, wishes and meetings."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import EcosystemError, NoSuchRecord
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import table_answer
from ecosystem.investors.forms.sessions import InviteForm, KeepApartForm, away_form
from ecosystem.investors.kinds import MEETING_STATES, PARTICIPANT_STATES, PARTICIPANT_TONES, SIDE, SIDES, WISHES
from ecosystem.investors.models import InvestorSession, Participant, Side
from ecosystem.investors.policies import SessionAction
from ecosystem.investors.queries.candidates import candidates_for, profile_named
from ecosystem.investors.queries.sessions import (
    People,
    counts_of,
    participant_of_session,
    participants_of,
    session_by_public_id,
    slots_of,
    wish_counts,
    wishes_from,
)
from ecosystem.investors.queries.timetables import agenda_of, rows_of
from ecosystem.investors.services import day, joining
from ecosystem.investors.views.desk import OF_SESSION

bp = Blueprint("investor_people", __name__, url_prefix=f"{OF_SESSION}/people")
PER_PAGE = 50


def _wanted() -> People:
    values = {name: request.args.get(name, "") for name in ("side", "state", "wishes")}
    return People(request.args.get("q", "").strip()[:100], sort=request.args.get("sort", "name"), **values)


@bp.get("/")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def index(session_: InvestorSession) -> str:
    """Everybody who takes part, asks or is invited."""
    wanted = _wanted()
    page = page_of(participants_of(session_, wanted), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    form = InviteForm(formdata=None)
    form.who.choices = [("", "–"), *candidates_for(session_)]
    return render_template(
        "investors/sessions/people.html",
        session=session_,
        event=session_.event,
        page=page,
        wanted=wanted,
        counts=counts_of(session_),
        wish_counts=wish_counts([each.id for each in page.items]),
        sides=SIDES,
        side_words=SIDE,
        states=PARTICIPANT_STATES,
        tones=PARTICIPANT_TONES,
        form=form,
    )


@bp.get("/table.<any(csv,xlsx):kind>")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def export(session_: InvestorSession, kind: str) -> Response:
    """The list as a table for spreadsheets."""
    rows = list(_rows(session_))
    name = f"participants-{session_.public_id}"
    return table_answer(rows, name, kind)


def _rows(session_: InvestorSession) -> Iterator[tuple[Any, ...]]:
    from ecosystem.core.database import session

    yield (_("Name"), _("Side"), _("Person"), _("State"), _("Wishes made"), _("Wishes received"), _("Away"))
    people = list(session().scalars(participants_of(session_, _wanted())).unique())
    counts = wish_counts([each.id for each in people])
    for each in people:
        made, got = counts[each.id]
        away = ", ".join(str(position) for position in each.away)
        yield (
            each.name,
            str(SIDE[each.side]),
            each.account.name,
            str(PARTICIPANT_STATES[each.state]),
            made,
            got,
            away,
        )


@bp.post("/invite")
@requires(SessionAction.RUN, on=session_by_public_id)
def invite(session_: InvestorSession) -> Response:
    """Invite a startup or an investor."""
    form = InviteForm()
    try:
        profile, account = profile_named(form.who.data or "")
        joining.invite(session_, profile, account, by=me())
        flash(_("%(name)s was invited.", name=profile.name), "success")
    except EcosystemError as error:
        flash(error.message, "error")
    return redirect(url_for(".index", session_id=session_.public_id))


@bp.get("/<participant_id>")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def show(session_: InvestorSession, participant_id: str) -> str:
    """One participant: hours, wishes, meetings, pairs kept apart."""
    participant = participant_of_session(session_.public_id, participant_id)
    slots = slots_of(session_)
    others = [row for row in rows_of(session_) if row.side is not participant.side]
    apart = KeepApartForm(formdata=None)
    apart.investor.choices = [("", "–"), *((row.public_id, row.name) for row in others)]
    return render_template(
        "investors/sessions/participant.html",
        session=session_,
        event=session_.event,
        participant=participant,
        slots=slots,
        form=away_form(slots, session_.timezone, participant.away),
        apart=apart,
        others={row.id: row for row in others},
        wishes=wishes_from(participant),
        agenda=agenda_of(participant, cancelled=True),
        wish_words=WISHES,
        meeting_states=MEETING_STATES,
        states=PARTICIPANT_STATES,
        tones=PARTICIPANT_TONES,
        side_words=SIDE,
    )


@bp.post("/<participant_id>/<any(approve,decline):answer>")
@requires(SessionAction.RUN, on=session_by_public_id)
def decide(session_: InvestorSession, participant_id: str, answer: str) -> Response:
    """Let somebody take part, or not."""
    participant = participant_of_session(session_.public_id, participant_id)
    try:
        joining.answer(participant, answer, by=me())
        state = PARTICIPANT_STATES[participant.state]
        flash(_("%(name)s: %(state)s. A mail says so.", name=participant.name, state=state), "success")
    except EcosystemError as error:
        flash(error.message, "error")
    return redirect(url_for(".index", session_id=session_.public_id))


@bp.post("/<participant_id>/hours")
@requires(SessionAction.RUN, on=session_by_public_id)
def hours(session_: InvestorSession, participant_id: str) -> Response:
    """Note in which slots somebody cannot come."""
    participant = participant_of_session(session_.public_id, participant_id)
    form = away_form(slots_of(session_), session_.timezone)
    if form.validate_on_submit():
        joining.set_away(participant, form.away.data or [], by=me())
        flash(_("Saved."), "success")
    return _to(session_, participant)


@bp.post("/<participant_id>/drop-out")
@requires(SessionAction.RUN, on=session_by_public_id)
def drop_out(session_: InvestorSession, participant_id: str) -> Response:
    """Take somebody out; the others are told, and the holes wait for a repair."""
    participant = participant_of_session(session_.public_id, participant_id)
    number = len(day.drop_out(participant, reason="", by=me()))
    flash(
        ngettext(
            "%(num)s meeting was cancelled. Fill the holes: plan a repair.",
            "%(num)s meetings were cancelled. Fill the holes: plan a repair.",
            number,
        ),
        "warning",
    )
    return redirect(url_for("investor_timetables.index", session_id=session_.public_id))


@bp.post("/<participant_id>/keep-apart")
@requires(SessionAction.RUN, on=session_by_public_id)
def keep_apart(session_: InvestorSession, participant_id: str) -> Response:
    """Never let this participant meet another."""
    participant, form = participant_of_session(session_.public_id, participant_id), KeepApartForm()
    if not form.validate_on_submit():
        raise NoSuchRecord(_("This is no longer here."))
    other = participant_of_session(session_.public_id, form.investor.data)
    founder, investor = (participant, other) if participant.side is Side.FOUNDER else (other, participant)
    try:
        joining.keep_apart(session_, founder, investor, form.reason.data or "", by=me())
        flash(_("They will not be planned to meet."), "success")
    except EcosystemError as error:
        flash(error.message, "error")
    return _to(session_, participant)


def _to(session_: InvestorSession, participant: Participant) -> Response:
    return redirect(url_for(".show", session_id=session_.public_id, participant_id=participant.public_id))
