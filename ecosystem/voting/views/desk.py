"""The organiser's pages of public votes: settings, counts before and after quarantine, the watch."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused
from ecosystem.voting.domain.bursts import Watch, thresholds_from
from ecosystem.voting.forms import PURPOSES, WATCHES, PollForm, ReasonForm, poll_form
from ecosystem.voting.models import Poll
from ecosystem.voting.policies import VotingAction
from ecosystem.voting.queries import tally as counting
from ecosystem.voting.queries.polls import components_of, poll_in_contest, polls_of
from ecosystem.voting.services import polls, watching

bp = Blueprint("voting_desk", __name__, url_prefix="/organise/contests/<slug>/votes")


@bp.get("/")
@requires(VotingAction.VIEW, on=contest_by_slug)
def index(contest: Contest) -> str:
    """The public votes of the contest."""
    found = polls_of(contest)
    return render_template("voting/index.html", contest=contest, polls=found, moment=clock.now(), purposes=PURPOSES)


@bp.route("/new", methods=["GET", "POST"])
@requires(VotingAction.RUN, on=contest_by_slug)
def new(contest: Contest) -> Any:
    """Set up a vote."""
    form = poll_form(contest, components_of(contest))
    if form.validate_on_submit():
        poll = polls.set_up(contest, form.to_values(), by=me())
        flash(_("The vote is set up. Nobody sees it before you announce it."), "success")
        return redirect(_home(poll, contest))
    return _form_page(contest, form, None)


@bp.route("/<poll_id>/settings", methods=["GET", "POST"])
@requires(VotingAction.RUN, on=poll_in_contest)
def settings(poll: Poll) -> Any:
    """Change a vote."""
    form = poll_form(poll.contest, components_of(poll.contest), poll)
    if form.validate_on_submit():
        try:
            polls.change(poll, form.to_values(), by=me(), shown=form.shown_version)
        except (Refused, Invalid) as error:
            flash(str(error.message), "error")
        else:
            flash(_("Saved."), "success")
            return redirect(_home(poll))
    return _form_page(poll.contest, form, poll)


def _form_page(contest: Contest, form: PollForm, poll: Poll | None) -> Any:
    page = render_template("voting/settings.html", contest=contest, form=form, poll=poll, watches=WATCHES)
    return page, 400 if form.errors else 200


@bp.get("/<poll_id>")
@requires(VotingAction.VIEW, on=poll_in_contest)
def show(poll: Poll) -> str:
    """Counts before and after quarantine, votes over time, what the watch held and why."""
    return render_template(
        "voting/show.html",
        contest=poll.contest,
        poll=poll,
        rows=counting.tally(poll),
        turnout=counting.turnout(poll),
        hours=counting.by_hour(poll),
        groups=counting.groups_of(poll),
        thresholds=thresholds_from(poll.thresholds),
        watches=WATCHES,
        purposes=PURPOSES,
        is_over=not poll.window.accepts(clock.now()) and poll.opens_at <= clock.now(),
        phase=poll.window.phase(clock.now()).value,
        form=ReasonForm(formdata=None),
    )


@bp.post("/<poll_id>/<any(announce,publish,hand_over,watch):step>")
@requires(VotingAction.RUN, on=poll_in_contest)
def take(poll: Poll, step: str) -> Response:
    """Announce the vote, publish its totals, enter the counts into the ranking, or look for bursts now."""
    _STEPS[step](poll)
    return redirect(_home(poll))


def _announce(poll: Poll) -> None:
    polls.announce_poll(poll, by=me())
    flash(_("Everybody can see the vote now."), "success")


def _publish(poll: Poll) -> None:
    polls.publish_totals(poll, by=me())
    flash(_("The totals are public."), "success")


def _hand_over(poll: Poll) -> None:
    changed = polls.hand_over(poll, by=me())
    said = ngettext("The votes of %(num)s entry were entered.", "The votes of %(num)s entries were entered.", changed)
    flash(said, "success")


def _watch(poll: Poll) -> None:
    held = watching.watch(poll)
    flash(
        ngettext("%(num)s ballot was put into quarantine.", "%(num)s ballots were put into quarantine.", held), "info"
    )


_STEPS: dict[str, Callable[[Poll], None]] = {
    "announce": _announce,
    "publish": _publish,
    "hand_over": _hand_over,
    "watch": _watch,
}


@bp.post("/<poll_id>/<any(release,hold):step>-ballots")
@requires(VotingAction.RUN, on=poll_in_contest)
def review(poll: Poll, step: str) -> Response:
    """Release a group of ballots, or hold it again, with a reason."""
    form = ReasonForm()
    watch = _named(request.form.get("watch", ""))
    if not form.validate_on_submit():
        flash(_("Please give a reason."), "error")
        return redirect(_home(poll))
    act = watching.release if step == "release" else watching.hold_again
    number = act(poll, watch, request.form.get("group", "")[:254], reason=form.reason.data or "", by=me())
    flash(ngettext("%(num)s ballot changed.", "%(num)s ballots changed.", number), "success")
    return redirect(_home(poll))


def _named(text: str) -> Watch:
    """The watch named; NoSuchRecord for any other text."""
    if text not in {each.value for each in Watch}:
        raise NoSuchRecord(_l("This is no longer here."))
    return Watch(text)


def _home(poll: Poll, contest: Contest | None = None) -> str:
    return url_for(".show", slug=(contest or poll.contest).slug, poll_id=poll.public_id)
