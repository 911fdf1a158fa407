"""Participants' pages of a session: what it is, joining, wishes, hours, the agenda, asking for a change."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, can, ensure, requires
from ecosystem.core.addresses import base_url
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import EcosystemError, Refused
from ecosystem.core.pagination import Page
from ecosystem.core.signals import ask
from ecosystem.core.web.lists import list_url
from ecosystem.core.web.responses import file_answer
from ecosystem.investors.domain.life_cycle import ON_NOW, WITH_TIMETABLE
from ecosystem.investors.forms.sessions import AskForm, away_form, change_form, wishes_form
from ecosystem.investors.kinds import MEETING_STATES, MEETING_TONES, PARTICIPANT_STATES, PARTICIPANT_TONES, REQUESTS
from ecosystem.investors.models import (
    InvestorSession,
    Participant,
    ParticipantState,
    RequestKind,
    RequestState,
    Side,
    WishKind,
)
from ecosystem.investors.policies import ParticipantAction, SessionAction
from ecosystem.investors.queries.candidates import own_profiles
from ecosystem.investors.queries.directory import Browse, Other, Show, browse
from ecosystem.investors.queries.sessions import (
    part_of,
    parts_of,
    requests_of,
    session_by_public_id,
    slots_of,
    wishes_from,
)
from ecosystem.investors.queries.timetables import agenda_of, slot_at
from ecosystem.investors.services import day, joining, wishes
from ecosystem.investors.signals import AboutParticipant, AboutParticipants, AfterMeetings
from ecosystem.startups.domain.taxonomy import SECTORS

PER_PAGE = 60
bp = Blueprint("investor_sessions", __name__, url_prefix="/investor-sessions")


def _own(session_: InvestorSession, action: ParticipantAction = ParticipantAction.ACT) -> Participant:
    """The visitor's part in the session. Raises NoSuchRecord for those who have none."""
    participant = one_or_missing(part_of(actor(), session_))
    ensure(actor(), action, participant)
    return participant


@bp.get("/")
@requires(SessionAction.LIST_MINE)
def mine() -> str:
    """The sessions I take part in."""
    return render_template(
        "investors/sessions/mine.html", parts=parts_of(actor()), states=PARTICIPANT_STATES, tones=PARTICIPANT_TONES
    )


@bp.get("/<session_id>")
@requires(SessionAction.VIEW, on=session_by_public_id, anonymous=True)
def show(session_: InvestorSession) -> str:
    """What the session is, how to take part, what is next for me."""
    part = part_of(actor(), session_)
    form, can_join = AskForm(formdata=None), part is None and can(actor(), SessionAction.JOIN, session_)
    if can_join:
        form.who.choices = [
            (f"{'startup' if hasattr(each, 'one_liner') else 'investor'}:{each.public_id}", each.name)
            for each in own_profiles(actor())
        ]
    return render_template(
        "investors/sessions/session.html",
        session=session_,
        event=session_.event,
        part=part,
        form=form,
        can_join=can_join,
        invests=any(str(choice[0]).startswith("investor:") for choice in form.who.choices or ()),
        slots=slots_of(session_),
        wishes_open=wishes.are_open(session_),
        has_timetable=session_.state in WITH_TIMETABLE,
        states=PARTICIPANT_STATES,
        tones=PARTICIPANT_TONES,
    )


def _joined(part: Participant) -> str:
    """What happens next to somebody who asked to take part."""
    if part.state is ParticipantState.APPROVED:
        return str(_("“%(name)s” takes part. Now say whom you want to meet.", name=part.name))
    return str(_("The organiser has your request for “%(name)s”, and answers by mail.", name=part.name))


@bp.post("/<session_id>/join")
@requires(SessionAction.JOIN, on=session_by_public_id)
def join(session_: InvestorSession) -> Response:
    """Ask to take part for one of my startups, or as an investor."""
    form = AskForm()
    known = {
        f"{'startup' if hasattr(each, 'one_liner') else 'investor'}:{each.public_id}": each
        for each in own_profiles(actor())
    }
    profile = known.get(form.who.data or "")
    if profile is None:
        flash(_("Choose for whom you take part."), "error")
    else:
        try:
            part = joining.ask_to_join(session_, profile, by=me())
            flash(_joined(part), "success")
        except EcosystemError as error:
            flash(error.message, "error")
    return redirect(url_for(".show", session_id=session_.public_id))


@bp.post("/<session_id>/<any(accept,decline):reply>")
@requires(SessionAction.VIEW, on=session_by_public_id)
def answer(session_: InvestorSession, reply: str) -> Response:
    """Answer an invitation."""
    try:
        part = joining.answer(_own(session_), reply, by=me())
        flash(str(PARTICIPANT_STATES[part.state]), "success")
    except Refused as error:
        flash(error.message, "error")
    return redirect(url_for(".show", session_id=session_.public_id))


@bp.route("/<session_id>/wishes", methods=["GET", "POST"])
@requires(SessionAction.VIEW, on=session_by_public_id)
def wish(session_: InvestorSession) -> Any:
    """Whom I must meet, would like to meet, would rather not."""
    part = _own(session_)
    present, wanted = wishes_from(part), _browsed()
    page = _page(browse(part, wanted, present))
    others = page.items
    shown = {each.public_id: present[each.id].kind for each in others if each.id in present}
    form = wishes_form([(each.public_id, each.name) for each in others], shown)
    is_open = wishes.are_open(session_) and part.state is ParticipantState.APPROVED
    if form.validate_on_submit():
        chosen = {each.id: form[f"w_{each.public_id}"].data for each in others}
        given = {ident: WishKind(kind) if kind else None for ident, kind in chosen.items()}
        try:
            wishes.set_wishes(part, given, by=me())
            flash(_("Your wishes are saved. You can change them until they close."), "success")
            return redirect(list_url(page=page.number + 1) if "next" in request.form else list_url())
        except Refused as error:
            flash(error.message, "error")
    return render_template(
        "investors/sessions/wishes.html",
        session=session_,
        event=session_.event,
        part=part,
        page=page,
        form=form,
        is_open=is_open,
        wanted=wanted,
        about=_about(session_, others),
        sectors=SECTORS,
        most_musts=wishes.MOST_MUSTS,
    )


def _page(others: Sequence[Other]) -> Page[Other]:
    number = min(max(request.args.get("page", 1, int), 1), max(1, -(-len(others) // PER_PAGE)))
    return Page(others[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(others))


def _browsed() -> Browse:
    show = request.args.get("show", "")
    return Browse(
        query=request.args.get("q", "").strip()[:100],
        sector=request.args.get("sector", ""),
        show=Show(show) if show in set(Show) else Show.ALL,
    )


def _about(session_: InvestorSession, others: Sequence[Other]) -> dict[int, list[AboutParticipant]]:
    """What features above tell about the others, by participant."""
    question = AboutParticipants(tuple(other.id for other in others), session_.id, me().id)
    told: dict[int, list[AboutParticipant]] = {}
    for each in ask(question) if others else ():
        told.setdefault(each.participant_id, []).append(each)
    return told


@bp.route("/<session_id>/hours", methods=["GET", "POST"])
@requires(SessionAction.VIEW, on=session_by_public_id)
def hours(session_: InvestorSession) -> Any:
    """In which slots I cannot come."""
    part, slots = _own(session_), slots_of(session_)
    form = away_form(slots, session_.timezone, part.away)
    if session_.state in WITH_TIMETABLE:
        return redirect(url_for(".agenda", session_id=session_.public_id))
    if form.validate_on_submit():
        joining.set_away(part, form.away.data or [], by=me())
        flash(_("Saved."), "success")
        return redirect(url_for(".show", session_id=session_.public_id))
    return render_template(
        "investors/sessions/hours.html", session=session_, event=session_.event, part=part, form=form
    )


@bp.get("/<session_id>/agenda")
@requires(SessionAction.VIEW, on=session_by_public_id)
def agenda(session_: InvestorSession) -> str:
    """My meetings: when, where, with whom, and what came after."""
    part = _own(session_, ParticipantAction.VIEW)
    meetings = agenda_of(part, cancelled=True) if session_.state in WITH_TIMETABLE else []
    slots = slots_of(session_)
    after = ask(AfterMeetings(tuple(each.id for each in meetings), me().id)) if meetings else []
    return render_template(
        "investors/sessions/agenda.html",
        session=session_,
        event=session_.event,
        part=part,
        meetings=[each for each in meetings if each.live],
        cancelled=[each for each in meetings if not each.live],
        slots=slots,
        present=slot_at(slots, clock.now())[0],
        is_founder=part.side is Side.FOUNDER,
        states=MEETING_STATES,
        tones=MEETING_TONES,
        after={each.meeting_id: each for each in after},
        form=change_form(slots, session_.timezone),
        may_ask=session_.state in ON_NOW and can(actor(), ParticipantAction.ACT, part),
        requests=[each for each in requests_of(part) if each.state is RequestState.OPEN],
        request_kinds=REQUESTS,
    )


@bp.get("/<session_id>/agenda/print")
@requires(SessionAction.VIEW, on=session_by_public_id)
def printed(session_: InvestorSession) -> str:
    """My meetings on paper."""
    part = _own(session_, ParticipantAction.VIEW)
    meetings = agenda_of(part) if session_.state in WITH_TIMETABLE else []
    by_slot = {each.slot_id: each for each in meetings}
    return render_template(
        "investors/sessions/print.html",
        session=session_,
        part=part,
        slots=slots_of(session_),
        by_slot=by_slot,
        is_founder=part.side is Side.FOUNDER,
    )


@bp.get("/<session_id>/agenda.ics")
@requires(SessionAction.VIEW, on=session_by_public_id)
def calendar(session_: InvestorSession) -> Response:
    """My meetings for a calendar program."""
    from ecosystem.investors.documents.calendars import agenda_calendar

    part = _own(session_, ParticipantAction.VIEW)
    meetings = agenda_of(part, cancelled=True) if session_.state in WITH_TIMETABLE else []
    content = agenda_calendar(part, meetings, base_url=base_url())
    return file_answer(content, f"agenda-{session_.public_id}.ics", "text/calendar")


@bp.post("/<session_id>/changes")
@requires(SessionAction.VIEW, on=session_by_public_id)
def change(session_: InvestorSession) -> Response:
    """Ask the organiser for a change of my agenda."""
    part = _own(session_)
    form = change_form(slots_of(session_), session_.timezone)
    if form.validate_on_submit():
        try:
            kind = RequestKind(form.kind.data)
            day.ask_for_change(part, kind, away=form.away.data or [], text=form.text.data or "", by=me())
            flash(_("The organiser was told. Your meetings stay until you hear from them."), "success")
        except EcosystemError as error:
            flash(error.message, "error")
    else:
        flash(_("Please choose one."), "error")
    return redirect(url_for(".agenda", session_id=session_.public_id))
