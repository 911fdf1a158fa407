"""The organiser's desk of a matching round: who ranked, runs side by side, the draft, its publication."""

from secrets import randbelow
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.background import BackgroundTask, alive
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import EcosystemError, Refused
from ecosystem.core.pagination import page_of_list
from ecosystem.mentoring.domain.life_cycle import Mode
from ecosystem.mentoring.forms.people import PairForm
from ecosystem.mentoring.kinds.programmes import WAYS, WHY_LEFT, flaw_in_words
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import programmes, rounds
from ecosystem.mentoring.queries.mails import held_mails
from ecosystem.mentoring.services import publishing
from ecosystem.mentoring.services import rounds as services
from ecosystem.mentoring.services.programmes import is_ranking
from ecosystem.mentoring.views.blueprint import desk


@desk.get("/<programme_slug>/round")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def round_desk(programme: Programme) -> str:
    """Where the round stands: rankings, proposals side by side, the draft with what is wrong with it."""
    if programme.mode is not Mode.ROUND:
        return render_template("mentoring/desk/no_round.html", programme=programme)
    inputs = rounds.inputs_of(programme)
    done = rounds.runs_of(programme)
    run = next((each for each in done if each.public_id == request.args.get("run")), done[0] if done else None)
    draft, wanted = rounds.draft_with_flaws(inputs), _filter()
    shown = page_of_list(rounds.fitting(draft.rows, wanted), number=request.args.get("page", 1, int))
    return render_template(
        "mentoring/desk/round.html",
        programme=programme,
        inputs=inputs,
        unranked_mentors=[each for each in inputs.mentors.values() if each.ranked_at is None],
        unranked_startups=[each for each in inputs.startups.values() if each.ranked_at is None],
        runs=done,
        run=run,
        is_old=run is not None and run.inputs_hash != inputs.digest,
        task=_at_work(programme),
        draft=draft,
        wanted=wanted,
        shown=shown,
        in_words=lambda flaw: flaw_in_words(flaw, inputs.mentors, inputs.startups),
        is_ranking=is_ranking(programme, clock.now()),
        add_form=PairForm.offering(
            [(each.public_id, each.profile.account.name) for each in inputs.mentors.values()],
            [(each.public_id, each.startup.name) for each in inputs.startups.values()],
        ),
        held=held_mails(programme) if programme.matched_at is not None else 0,
        ways=WAYS,
        counts={key: sum(map(holds, draft.rows)) for key, holds in rounds.SHOWN.items()},
        why_left=WHY_LEFT,
    )


def _filter() -> rounds.DraftFilter:
    return rounds.DraftFilter(request.args.get("q", "").strip()[:200], request.args.get("show", ""))


def _at_work(programme: Programme) -> BackgroundTask | None:
    return alive(services.KIND, f"programme:{programme.id}", besides=[publishing.KIND])


def _back(programme: Programme, part: str = "") -> Response:
    return redirect(url_for(".round_desk", programme_slug=programme.slug) + part)


@desk.post("/<programme_slug>/round/remind")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def remind(programme: Programme) -> Response:
    """Remind everybody who has not ranked."""
    number = _tried(lambda: services.remind_unranked(programme, by=me()))
    if number is not None:
        flash(ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", number), "success")
    return _back(programme)


@desk.post("/<programme_slug>/round/run")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def run(programme: Programme) -> Response:
    """Let a worker match both ways."""
    _tried(lambda: services.ask_for_run(programme, seed=randbelow(1_000_000), by=me()))
    return _back(programme)


@desk.post("/<programme_slug>/round/runs/<run_id>/<any(flow,stable):way>")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def choose(programme: Programme, run_id: str, way: str) -> Response:
    """Make the draft of a proposal; locked pairs stay."""
    chosen = rounds.run_in(programme, run_id)
    _tried(lambda: services.choose(chosen, way, by=me()))
    return _back(programme, "#draft")


@desk.post("/<programme_slug>/round/pairs/<any(add,remove,lock,unlock):step>")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def set_pair(programme: Programme, step: str) -> Response:
    """Change a pair of the draft by hand."""
    mentor, startup = request.form.get("mentor", ""), request.form.get("startup", "")
    mentors = {each.public_id: each for each in programmes.mentors_of(programme)}
    startups = {each.public_id: each for each in programmes.startups_of(programme)}
    pair = one_or_missing(mentors.get(mentor)), one_or_missing(startups.get(startup))
    _tried(lambda: services.set_pair(*pair, step, by=me()))
    return _back(programme, "#draft")


@desk.post("/<programme_slug>/round/publish")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def publish(programme: Programme) -> Response:
    """Publish the draft."""
    number = _tried(lambda: publishing.ask_to_publish(programme, by=me()))
    if number:
        flash(ngettext("%(num)s match is published.", "%(num)s matches are published.", number), "success")
    return _back(programme)


@desk.post("/<programme_slug>/round/release")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def release_mails(programme: Programme) -> Response:
    """Send the mails about the matches."""
    number = publishing.release_mails(programme, by=me())
    flash(ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", number), "success")
    return _back(programme)


def _tried(act: Any) -> Any:
    """Do it; say in words what stands against it."""
    try:
        return act()
    except (Refused, EcosystemError) as error:
        flash(str(error.message), "error")
        return None
