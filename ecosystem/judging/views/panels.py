"""The panel of a round: who judges, invitations, what is noted about each judge."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Contest, Round
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.judging.forms.panels import InviteForm, PanelistForm, PasteForm
from ecosystem.judging.models import Panelist
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import panels as queries
from ecosystem.judging.queries.rounds import judged_rounds, round_in_contest
from ecosystem.judging.services import panels as services
from ecosystem.judging.services.panels import NotInvited
from ecosystem.startups.domain.taxonomy import sector_titles

bp = Blueprint("judging_panels", __name__, url_prefix="/organise/contests/<slug>/judging/panels")


def _back(round_: Round) -> Response:
    return redirect(url_for(".panel", slug=round_.contest.slug, public_id=round_.public_id))


def _page(round_: Round, *, form: InviteForm | None = None, paste: PasteForm | None = None) -> str:
    form = form or InviteForm(formdata=None)
    form.offer(round_.contest.boards)
    return render_template(
        "judging/panels/panel.html",
        contest=round_.contest,
        round=round_,
        rounds=judged_rounds(round_.contest),
        lines=queries.panel_lines(round_),
        boards={board.id: board for board in round_.contest.boards},
        form=form,
        paste=paste or PasteForm(formdata=None),
        earlier=_others_with_judges(round_.contest, round_),
        at=clock.now(),
        sector_names=sector_titles,
    )


def _others_with_judges(contest: Contest, round_: Round) -> list[Round]:
    sizes = queries.panel_sizes(contest)
    return [each for each in judged_rounds(contest) if each.id != round_.id and sizes.get(each.id, (0, 0, 0))[0]]


@bp.get("/<public_id>")
@requires(JudgingAction.VIEW, on=round_in_contest)
def panel(round_: Round) -> str:
    """Everybody on the panel with their loads, and the ways to invite more."""
    return _page(round_)


@bp.post("/<public_id>")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def invite(round_: Round) -> Any:
    """Invite one judge by mail."""
    form = InviteForm()
    form.offer(round_.contest.boards)
    if form.validate_on_submit():
        try:
            invited = services.invite_judge(round_, form.to_value(), by=me())
        except AlreadyTaken as error:
            form.email.errors = [error.message]
        else:
            flash(_("The invitation to %(name)s is on its way.", name=invited.name), "success")
            return _back(round_)
    return _page(round_, form=form), 400


@bp.post("/<public_id>/paste")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def invite_many(round_: Round) -> Any:
    """Invite everybody on a pasted list."""
    form = PasteForm()
    if not form.validate_on_submit():
        return _page(round_, paste=form), 400
    _tell(*services.invite_judges(round_, form.to_value(), by=me()))
    return _back(round_)


@bp.post("/<public_id>/copy")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def copy(round_: Round) -> Response:
    """Invite the judges of another round."""
    wished = request.form.get("source", "")
    source = one_or_missing(next((r for r in judged_rounds(round_.contest) if r.public_id == wished), None))
    _tell(*services.copy_panel(source, round_, by=me()))
    return _back(round_)


def _tell(invited: list[Panelist], left_out: list[NotInvited]) -> None:
    if invited:
        sent = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", len(invited))
        flash(sent, "success")
    if left_out:
        names = ", ".join(each.invitee.name for each in left_out[:8])
        flash(_("Not invited, because they are on the panel already: %(names)s.", names=names), "warning")


@bp.route("/<public_id>/<judge_id>", methods=["GET", "POST"])
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def judge(round_: Round, judge_id: str) -> Any:
    """What is noted about one judge, and the judge's charges."""
    panelist = queries.panelist_in(round_, judge_id)
    form = PanelistForm(obj=panelist)
    form.offer(round_.contest.boards)
    if form.validate_on_submit():
        services.change_panelist(panelist, form.to_value(), shown_version=form.shown_version, by=me())
        flash(_("Saved."), "success")
        return _back(round_)
    page = render_template(
        "judging/panels/judge.html",
        contest=round_.contest,
        round=round_,
        panelist=panelist,
        form=form,
        charges=queries.open_charges(panelist),
        sector_names=sector_titles,
        profile=queries.profile_of(panelist.account_id) if panelist.account_id else None,
    )
    return (page, 400) if form.errors else page


@bp.post("/<public_id>/<judge_id>/remind")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def remind(round_: Round, judge_id: str) -> Response:
    """Send the invitation once more."""
    panelist = queries.panelist_in(round_, judge_id)
    try:
        services.remind_invited(panelist, by=me())
    except Refused as error:
        flash(error.message, "warning")
    else:
        flash(_("The invitation was sent again. Only the new link works."), "success")
    return _back(round_)


@bp.post("/<public_id>/<judge_id>/again")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def invite_again(round_: Round, judge_id: str) -> Response:
    """Invite somebody anew who declined or was taken off."""
    services.invite_again(queries.panelist_in(round_, judge_id), by=me())
    flash(_("The invitation is on its way."), "success")
    return _back(round_)


@bp.post("/<public_id>/<judge_id>/remove")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def remove(round_: Round, judge_id: str) -> Response:
    """Take a judge off the panel."""
    panelist = queries.panelist_in(round_, judge_id)
    number = services.remove_panelist(panelist, by=me())
    flash(_("%(name)s is no longer on the panel.", name=panelist.name), "success")
    if number:
        short = ngettext(
            "%(num)s entry lost a judge; assign a replacement.",
            "%(num)s entries lost a judge; assign replacements.",
            number,
        )
        flash(short, "warning")
    return _back(round_)
