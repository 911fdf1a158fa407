"""An organiser's programmes: list, settings, overview, steps."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import Refused
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import table_answer
from ecosystem.events.models import Organiser
from ecosystem.events.queries import organiser_by_slug
from ecosystem.mentoring.domain.life_cycle import PROGRAMME_STEPS, MentorState, Mode, ParticipantState
from ecosystem.mentoring.forms.programmes import ProgrammeForm
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import organised, programmes
from ecosystem.mentoring.queries.figures import figures_of
from ecosystem.mentoring.services import programmes as services
from ecosystem.mentoring.views.blueprint import desk
from ecosystem.mentoring.views.organiser.lists import wanted_in_list

TAKEN = {
    "open": _l("The programme is open: everybody sees its page."),
    "finish": _l("The programme is finished, and its matches with it."),
    "cancel": _l("The programme is cancelled; those who were matched get a mail."),
}


@desk.get("/of/<organiser_slug>")
@requires(MentoringAction.LIST_PROGRAMMES, on=organiser_by_slug)
def index(organiser: Organiser) -> str:
    """The programmes of an organiser."""
    wanted = wanted_in_list()
    page = page_of(organised.programmes_of(organiser, wanted), number=request.args.get("page", 1, int))
    return render_template(
        "mentoring/desk/index.html",
        organiser=organiser,
        page=page,
        wanted=wanted,
        counts=organised.counts_of(organiser),
        numbers=organised.taking_part_in(page.items),
        sort=wanted.sort if wanted.sort.lstrip("-") in organised.ORDERS else organised.USUAL,
    )


@desk.get("/of/<organiser_slug>/table.<any(csv,xlsx):kind>")
@requires(MentoringAction.LIST_PROGRAMMES, on=organiser_by_slug)
def table(organiser: Organiser, kind: str) -> Response:
    """The programmes as filtered, for spreadsheets."""
    rows = organised.table_of(organised.programmes_of(organiser, wanted_in_list()))
    return table_answer(rows, f"{organiser.slug}-mentoring", kind)


@desk.route("/of/<organiser_slug>/new", methods=["GET", "POST"])
@requires(MentoringAction.CREATE_PROGRAMME, on=organiser_by_slug)
def new(organiser: Organiser) -> Any:
    """Set up a programme."""
    events = programmes.events_of(organiser)
    form = ProgrammeForm.showing(None, events, organiser.timezone)
    if request.method == "GET":
        wanted = request.args.get("event_slug")
        form.event.data = next((str(each.id) for each in events if each.slug == wanted), "")
    if form.validate_on_submit():
        values = form.to_values() | {"timezone": organiser.timezone}
        programme = services.create_programme(organiser, values, by=me())
        flash(_("The programme is a draft. Invite mentors, then open it."), "success")
        return redirect(url_for(".show", programme_slug=programme.slug))
    page = render_template("mentoring/desk/new.html", organiser=organiser, form=form)
    return page, 400 if form.errors else 200


@desk.get("/<programme_slug>/")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def show(programme: Programme) -> str:
    """Where the programme stands, and what is to be decided."""
    return render_template(
        "mentoring/desk/show.html",
        programme=programme,
        figures=figures_of(programme),
        applied_mentors=programmes.mentors_of(programme, MentorState.APPLIED),
        applied_startups=programmes.startups_of(programme, ParticipantState.APPLIED),
        steps=PROGRAMME_STEPS.available(programme.state),
        needs=services.opening_needs(programme) if programme.state.value == "draft" else [],
        is_round=programme.mode is Mode.ROUND,
        phase=programme.window.phase(clock.now()).value,
    )


@desk.route("/<programme_slug>/settings", methods=["GET", "POST"])
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def settings(programme: Programme) -> Any:
    """Change a programme."""
    form = ProgrammeForm.showing(programme, programmes.events_of(programme.organiser), programme.timezone)
    if form.validate_on_submit():
        try:
            services.change_programme(programme, form.to_values(), by=me(), shown=form.shown_version)
        except Refused as error:
            form.form_errors.append(error.message)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", programme_slug=programme.slug))
    page = render_template("mentoring/desk/settings.html", programme=programme, form=form)
    return page, 400 if form.errors or form.form_errors else 200


@desk.post("/<programme_slug>/<any(open,finish,cancel):step>")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def take_step(programme: Programme, step: str) -> Response:
    """Open, finish or cancel the programme."""
    try:
        services.take_step(programme, step, by=me())
    except Refused as error:
        flash(str(error.message), "error")
    else:
        flash(str(TAKEN[step]), "success")
    return redirect(url_for(".show", programme_slug=programme.slug))
