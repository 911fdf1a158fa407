"""After a meeting: what came of it, the own note, contact data once both agree."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.core.pagination import page_of
from ecosystem.fundraising.domain.outcomes import OUTCOMES, TONES
from ecosystem.fundraising.forms import NoteForm, ReportForm
from ecosystem.fundraising.policies import FundraisingAction, side_of
from ecosystem.fundraising.queries import meetings as queries
from ecosystem.fundraising.queries.contacts import contact_of
from ecosystem.fundraising.queries.meetings import other_side, own_side
from ecosystem.fundraising.services import follow_up as services
from ecosystem.investors.models import Meeting, Side

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
PER_PAGE = 40


@bp.record
def name_things(state: Any) -> None:
    """Let templates say in words what codes mean."""
    state.app.jinja_env.globals.update(outcome_titles=OUTCOMES, outcome_tones=TONES)


@bp.get("")
@requires(FundraisingAction.LIST_MEETINGS)
def mine() -> str:
    """All meetings of the own sides, latest first, with what was told."""
    page = page_of(queries.meetings_of(me()), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    lines = queries.lines_of(page.items)
    sides = {line.meeting.id: side_of(actor(), line.meeting) or Side.FOUNDER for line in lines}
    return render_template("fundraising/meetings.html", page=page, lines=lines, sides=sides, other_side=other_side)


@bp.get("/<public_id>")
@requires(FundraisingAction.FOLLOW_UP, on=queries.meeting_by_public_id)
def show(meeting: Meeting) -> str:
    """One meeting."""
    return _page(meeting)


@bp.post("/<public_id>/outcome")
@requires(FundraisingAction.FOLLOW_UP, on=queries.meeting_by_public_id)
def report(meeting: Meeting) -> Any:
    """Tell what came of it."""
    form = ReportForm()
    if not form.validate_on_submit():
        return _page(meeting, report_form=form), 400
    try:
        services.report(meeting, _side(meeting), form.to_value(), next_step=form.next_step.data or "", by=me())
    except (Invalid, Refused, AlreadyTaken) as error:
        wrong = dict(error.details) or {"outcome": error.message}
        for name, message in wrong.items():
            form[name].errors = [message]
        return _page(meeting, report_form=form), error.status
    flash(_("Thank you. You can tell more whenever something changes."), "success")
    return redirect(url_for(".show", public_id=meeting.public_id))


@bp.post("/<public_id>/note")
@requires(FundraisingAction.FOLLOW_UP, on=queries.meeting_by_public_id)
def note(meeting: Meeting) -> Any:
    """Store the side's own note."""
    form, side = NoteForm(), _side(meeting)
    if not form.validate_on_submit():
        return _page(meeting, note_form=form), 400
    try:
        services.write_note(meeting, side, form.text.data or "", version=form.shown_version, by=me())
    except StaleEdit as error:
        stored = queries.note_of(meeting, side)
        if stored is not None:
            form.show_both({"text": stored.text}, version=stored.version)
        return _page(meeting, note_form=form), error.status
    flash(_("The note is stored."), "success")
    return redirect(url_for(".show", public_id=meeting.public_id))


@bp.post("/<public_id>/contact")
@requires(FundraisingAction.FOLLOW_UP, on=queries.meeting_by_public_id)
def contact(meeting: Meeting) -> Response:
    """Let the other side have one's contact data, or take that back."""
    side = _side(meeting)
    own, other = own_side(meeting, side), other_side(meeting, side)
    if request.form.get("withdraw"):
        services.withdraw_contact(own, other, by=me())
        flash(_("Taken back: “%(name)s” does not see your data here any more.", name=other.name), "success")
    elif services.offer_contact(own, other, by=me()):
        flash(_("You both agree: the contact data stands below."), "success")
    else:
        flash(_("“%(name)s” was told. Both see the data once they agree too.", name=other.name), "success")
    return redirect(url_for(".show", public_id=meeting.public_id, _anchor="contact"))


def _side(meeting: Meeting) -> Side:
    side = side_of(actor(), meeting)
    assert side is not None  # the rule let the actor in
    return side


def _page(meeting: Meeting, *, report_form: ReportForm | None = None, note_form: NoteForm | None = None) -> str:
    side = _side(meeting)
    own, other = own_side(meeting, side), other_side(meeting, side)
    line = queries.lines_of([meeting])[0]
    told, written = line.reports.get(side), queries.note_of(meeting, side)
    offers = queries.offers_between(own, other)
    return render_template(
        "fundraising/meeting.html",
        meeting=meeting,
        side=side,
        other=other,
        told=told,
        standing=line.standing,
        report_form=report_form or ReportForm(formdata=None, obj=told),
        note_form=note_form or NoteForm(formdata=None, obj=written),
        has_offered=own.id in offers,
        is_offered=other.id in offers,
        contact=contact_of(other) if len(offers) == 2 else None,
    )
