"""The organiser's pages of a session: list, settings, overview, steps, tables, another day."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.background import ask_for
from ecosystem.core.errors import EcosystemError, Invalid, NoSuchRecord, Refused
from ecosystem.events.models import Event
from ecosystem.events.queries import event_of_organiser
from ecosystem.investors.domain.life_cycle import LIFE, SESSION_STATES, TONES, SessionState
from ecosystem.investors.forms.sessions import MoveForm, SessionForm, session_form, tables_form
from ecosystem.investors.kinds import JOIN_RULES, MEETING_STATES, PARTICIPANT_STATES, REQUESTS, SIDES
from ecosystem.investors.models import InvestorSession, ParticipantState, Side
from ecosystem.investors.policies import SessionAction
from ecosystem.investors.queries.sessions import (
    counts_of,
    open_requests,
    request_of_session,
    session_by_public_id,
    sessions_of,
    slots_of,
    tables_of,
    wish_totals,
)
from ecosystem.investors.queries.timetables import PAPERS_KIND, newest_run, states_of_meetings
from ecosystem.investors.services import day, sessions

bp = Blueprint("investor_sessions_desk", __name__)
OF_EVENT = "/organise/<organiser_slug>/events/<event_slug>/investor-sessions"
OF_SESSION = "/organise/investor-sessions/<session_id>"


@bp.record
def name_states(state: BlueprintSetupState) -> None:
    """Let templates say the states of sessions in words."""
    state.app.jinja_env.globals.update(investor_session_states=SESSION_STATES, investor_session_tones=TONES)


def home(session_: InvestorSession) -> str:
    """Return the address of the session's desk."""
    return url_for("investor_sessions_desk.show", session_id=session_.public_id)


@bp.get(f"{OF_EVENT}/")
@requires(SessionAction.SEE_DESK, on=event_of_organiser)
def index(event: Event) -> str:
    """The sessions of the event."""
    return render_template("investors/sessions/index.html", event=event, sessions=sessions_of(event))


@bp.route(f"{OF_EVENT}/new", methods=["GET", "POST"])
@requires(SessionAction.RUN, on=event_of_organiser)
def new(event: Event) -> Any:
    """Set up a session."""
    form = session_form(event)
    if form.validate_on_submit():
        made = sessions.create_session(event, form.to_plan(), by=me())
        flash(_("The session is set up. Nobody sees it before you open it."), "success")
        return redirect(home(made))
    page = render_template("investors/sessions/settings.html", event=event, session=None, form=form, may_reshape=True)
    return page, 400 if form.errors else 200


@bp.get(f"{OF_SESSION}/")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def show(session_: InvestorSession) -> str:
    """Where the session is, what is late, what is to be decided."""
    counts = counts_of(session_)
    taking = {side: counts.get((side, ParticipantState.APPROVED), (0, 0)) for side in Side}
    return render_template(
        "investors/sessions/show.html",
        session=session_,
        event=session_.event,
        counts=counts,
        taking=taking,
        wishes=wish_totals(session_),
        slots=slots_of(session_),
        run=newest_run(session_),
        meetings=states_of_meetings(session_),
        requests=open_requests(session_),
        steps=LIFE.available(session_.state),
        sides=SIDES,
        states=PARTICIPANT_STATES,
        meeting_states=MEETING_STATES,
        request_kinds=REQUESTS,
        join_rules=JOIN_RULES,
        asking=sum(number for (_s, state), (number, _w) in counts.items() if state is ParticipantState.ASKED),
    )


@bp.route(f"{OF_SESSION}/settings", methods=["GET", "POST"])
@requires(SessionAction.RUN, on=session_by_public_id)
def settings(session_: InvestorSession) -> Any:
    """Change the settings."""
    form: SessionForm = session_form(session_.event, session_)
    if form.validate_on_submit():
        try:
            sessions.change_session(session_, form.to_plan(), by=me(), shown=form.shown_version)
        except (Refused, Invalid) as error:
            flash(error.message, "error")
        else:
            flash(_("Saved."), "success")
            return redirect(home(session_))
    page = render_template(
        "investors/sessions/settings.html",
        event=session_.event,
        session=session_,
        form=form,
        may_reshape=session_.published_at is None,
    )
    return page, 400 if form.errors else 200


@bp.post(f"{OF_SESSION}/steps/<step>")
@requires(SessionAction.RUN, on=session_by_public_id)
def take(session_: InvestorSession, step: str) -> Response:
    """Open, close the wishes, open them again, start, close, cancel."""
    if step not in LIFE.transitions or step in ("plan", "publish"):
        raise NoSuchRecord(_("There is no such page."))
    present = sessions.take_step(session_, step, by=me())
    flash(str(SESSION_STATES[SessionState(present.state)]), "success")
    return redirect(home(session_))


@bp.post(f"{OF_SESSION}/remind")
@requires(SessionAction.RUN, on=session_by_public_id)
def remind(session_: InvestorSession) -> Response:
    """Remind those who have not said whom they want to meet."""
    try:
        number = sessions.remind_of_wishes(session_, by=me())
        flash(ngettext("%(num)s person was reminded.", "%(num)s people were reminded.", number), "success")
    except Refused as error:
        flash(error.message, "warning")
    return redirect(home(session_))


@bp.route(f"{OF_SESSION}/move", methods=["GET", "POST"])
@requires(SessionAction.RUN, on=session_by_public_id)
def move(session_: InvestorSession) -> Any:
    """Move the session to another day or zone, with all its meetings."""
    form, effect = MoveForm(obj=session_), None
    if form.validate_on_submit():
        wanted = f"{form.held_on.data} {form.timezone.data}"
        if form.seen.data == wanted:
            try:
                _move(session_, form)
            except EcosystemError as error:
                flash(error.message, "error")
            else:
                flash(_("The session was moved, and everybody's calendar with it."), "success")
                return redirect(home(session_))
        effect, form.seen.data = _effect(session_, form), wanted
    page = render_template(
        "investors/sessions/move.html", event=session_.event, session=session_, form=form, effect=effect
    )
    return page, 400 if form.errors else 200


def _effect(session_: InvestorSession, form: MoveForm) -> dict[str, Any]:
    """What moving as asked for would do: the hours before and after, how many meetings and people it concerns."""
    assert form.held_on.data is not None  # the form requires it
    after = sessions.hours_on(session_, form.held_on.data, form.timezone.data)
    counts = counts_of(session_)
    told = (ParticipantState.APPROVED, ParticipantState.INVITED)
    return {
        "before": sessions.hours_on(session_, session_.held_on, session_.timezone),
        "after": after,
        "zone": form.timezone.data,
        "meetings": sum(states_of_meetings(session_).values()),
        "people": sum(number for (_side, state), (number, _w) in counts.items() if state in told),
        "is_draft": session_.state is SessionState.DRAFT,
        "wishes_late": session_.state in (SessionState.DRAFT, SessionState.OPEN)
        and session_.wishes_close_at is not None
        and session_.wishes_close_at > after[0],
    }


def _move(session_: InvestorSession, form: MoveForm) -> None:
    day_ = form.held_on.data
    assert day_ is not None  # the form requires it
    sessions.move_session(session_, held_on=day_, timezone=form.timezone.data, by=me())


@bp.route(f"{OF_SESSION}/tables", methods=["GET", "POST"])
@requires(SessionAction.RUN, on=session_by_public_id)
def tables(session_: InvestorSession) -> Any:
    """Names of tables, links of video rooms, and what is printed for them."""
    found = tables_of(session_)
    form = tables_form(found)
    if form.validate_on_submit():
        names = {t.number: (form[f"label_{t.number}"].data or "", form[f"link_{t.number}"].data or "") for t in found}
        sessions.name_tables(session_, names, by=me())
        flash(_("Saved."), "success")
        return redirect(url_for(".tables", session_id=session_.public_id))
    page = render_template(
        "investors/sessions/tables.html", event=session_.event, session=session_, form=form, tables=found
    )
    return page, 400 if form.errors else 200


@bp.post(f"{OF_SESSION}/papers/<any(agendas,cards):what>")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def papers(session_: InvestorSession, what: str) -> Response:
    """Ask for all agendas or all table cards as a PDF."""
    task = ask_for(
        PAPERS_KIND,
        subject=f"session:{session_.id}:{what}",
        by=me().id,
        payload={"session_id": session_.id, "what": what},
        about=session_.title,
        url=home(session_),
    )
    return redirect(url_for("tasks.show", public_id=task.public_id))


@bp.post(f"{OF_SESSION}/requests/<request_id>/<any(grant,refuse):verdict>")
@requires(SessionAction.RUN, on=session_by_public_id)
def answer_request(session_: InvestorSession, request_id: str, verdict: str) -> Response:
    """Grant a participant's request, which may cancel meetings, or refuse it."""
    request = request_of_session(session_.public_id, request_id)
    cancelled = day.answer_request(request, grant=verdict == "grant", by=me())
    if cancelled:
        said = ngettext(
            "%(num)s meeting was cancelled. Fill the holes: plan a repair.",
            "%(num)s meetings were cancelled. Fill the holes: plan a repair.",
            len(cancelled),
        )
        flash(said, "warning")
        return redirect(url_for("investor_timetables.index", session_id=session_.public_id))
    flash(_("Saved."), "success")
    return redirect(home(session_))
