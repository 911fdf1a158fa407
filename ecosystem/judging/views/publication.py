"""Decisions, prizes and the announcement of a round, for the organiser."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Contest, Prize, Round
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.forms.decisions import AwardForm, DecisionForm, PublishForm, WithdrawForm
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import decisions as queries
from ecosystem.judging.queries.comparability import obstacles_to_comparing
from ecosystem.judging.queries.rounds import next_round, round_in_contest
from ecosystem.judging.queries.standings import board_in, standings_of
from ecosystem.judging.services import awards as awarding
from ecosystem.judging.services import decisions as deciding
from ecosystem.judging.services import publication as services
from ecosystem.judging.views.ranking_rows import standings_page
from ecosystem.judging.views.round_frame import framed

bp = Blueprint("judging_results", __name__, url_prefix="/organise/contests/<slug>/judging/results")


@bp.get("/<public_id>")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def decisions(round_: Round) -> str:
    """Who goes on: what the rule says, what was decided so far."""
    board = board_in(round_.contest, request.args.get("board"))
    standings = standings_of(round_, board)
    show, text = request.args.get("show", "all"), request.args.get("q", "")
    return render_template(
        "judging/publication/decisions.html",
        **framed(round_, switches=True),
        standings=standings,
        page=standings_page(standings, show=show, text=text, number=request.args.get("page", 1, int)),
        show=show,
        text=text,
        obstacles=obstacles_to_comparing(round_, [board]),
        publication=queries.publication_of(round_),
        following=next_round(round_),
        form=DecisionForm(),
    )


@bp.post("/<public_id>")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def change(round_: Round) -> Response:
    """Decide about the ticked entries, or let the rule decide about those left."""
    form = DecisionForm()
    board = board_in(round_.contest, request.form.get("board"))
    if form.decision.data == "rule":
        applied = deciding.apply_rule(round_, board, by=me())
        numbers = {"on": applied.going_on, "stop": applied.stopping, "open": applied.left_open}
        flash(_("%(on)s go on, %(stop)s stop, %(open)s are left open.", **numbers), "success")
    else:
        number = deciding.decide(round_, _chosen(round_), form.to_decision(), by=me(), note=form.note.data or "")
        flash(ngettext("%(num)s decision changed.", "%(num)s decisions changed.", number), "success")
    return redirect(url_for(".decisions", slug=round_.contest.slug, public_id=round_.public_id, board=board.key))


def _chosen(round_: Round) -> list[int]:
    """The ids of the ticked entries; what is not in the round is left out."""
    ticked = set(request.form.getlist("entry"))
    return [each.entry.id for each in queries.decided_in(round_) if each.entry.public_id in ticked]


@bp.get("/<public_id>/awards")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def awards(round_: Round) -> str:
    """The prizes: proposed from the ranking, given, still to be given."""
    contest = round_.contest
    given, prizes = queries.awards_in(contest), queries.prizes_of(contest)
    entries = [each.entry for each in queries.decided_in(round_)]
    return render_template(
        "judging/publication/awards.html",
        **framed(round_),
        prizes=prizes,
        awards=given,
        proposals=awarding.proposals_for(round_),
        forms={prize.id: AwardForm.for_entries(entries).told_apart(prize.id) for prize in prizes},
        is_announced=any(award.announced_at for award in given),
    )


@bp.post("/<public_id>/awards")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def give(round_: Round) -> Response:
    """Give what the ranking proposes, or one prize to one entry."""
    here = redirect(url_for(".awards", slug=round_.contest.slug, public_id=round_.public_id))
    if "proposed" in request.form:
        number = awarding.give_proposed(round_, by=me())
        flash(ngettext("%(num)s prize given.", "%(num)s prizes given.", number), "success")
        return here
    entries = [each.entry for each in queries.decided_in(round_)]
    form = AwardForm.for_entries(entries)
    if not form.validate():
        flash(next(iter(form.errors.values()))[0], "error")
        return here
    prize = _prize(round_.contest, request.form.get("prize", 0, int))
    entry = one_or_missing(next((each for each in entries if each.public_id == form.entry.data), None))
    awarding.give(prize, entry, by=me(), citation=form.citation.data or "")
    flash(_("Prize given."), "success")
    return here


def _prize(contest: Contest, ident: int) -> Prize:
    return one_or_missing(next((each for each in queries.prizes_of(contest) if each.id == ident), None))


@bp.post("/<public_id>/awards/<award_id>/take-back")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def take_back(round_: Round, award_id: str) -> Response:
    """Take a prize back before it is announced."""
    found = next((each for each in queries.awards_in(round_.contest) if each.public_id == award_id), None)
    awarding.take_back(one_or_missing(found), by=me())
    flash(_("The prize was taken back."), "success")
    return redirect(url_for(".awards", slug=round_.contest.slug, public_id=round_.public_id))


@bp.get("/<public_id>/announcement")
@requires(JudgingAction.PUBLISH, on=round_in_contest)
def announcement(round_: Round) -> str:
    """Exactly what becomes visible to whom, before it does."""
    return _announcement_page(round_, PublishForm())


def _announcement_page(round_: Round, form: PublishForm) -> str:
    contest = round_.contest
    return render_template(
        "judging/publication/announcement.html",
        **framed(round_),
        plan=services.announcement_of(round_),
        following=next_round(round_),
        publication=queries.publication_of(round_),
        publications=queries.publications_in(contest),
        form=form,
        withdrawal=WithdrawForm(),
        decisions=Decision,
    )


@bp.post("/<public_id>/announcement")
@requires(JudgingAction.PUBLISH, on=round_in_contest)
def publish(round_: Round) -> Any:
    """Write the mails to read them first, or announce."""
    here = url_for(".announcement", slug=round_.contest.slug, public_id=round_.public_id)
    if "mails" in request.form:
        number = services.write_mails(round_)
        flash(ngettext("%(num)s mail waits in the outbox.", "%(num)s mails wait in the outbox.", number), "success")
        return redirect(here)
    form = PublishForm()
    if not form.validate_on_submit():
        return _announcement_page(round_, form), 400
    services.publish(round_, by=me())
    flash(_("The results are public."), "success")
    return redirect(here)


@bp.post("/<public_id>/announcement/withdraw")
@requires(JudgingAction.PUBLISH, on=round_in_contest)
def withdraw(round_: Round) -> Response:
    """Take published results back, with a reason."""
    form = WithdrawForm()
    form.validate_on_submit()
    publication = one_or_missing(queries.publication_of(round_))
    services.withdraw_publication(publication, reason=form.reason.data or "", by=me())
    flash(_("The results have been withdrawn; the decisions are held again."), "success")
    return redirect(url_for(".announcement", slug=round_.contest.slug, public_id=round_.public_id))
