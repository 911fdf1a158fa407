"""Entries that resemble each other: the list, one pair side by side, what people make of it."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.forms.similar import RESEMBLANCE_WORDS, ResemblanceForm
from ecosystem.applications.models import Resemblance, SimilarPair
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries.similar import (
    comparison_of,
    is_public_only,
    pair_in_contest,
    pairs_by_state,
    passages_of,
    similar_pairs,
)
from ecosystem.applications.services.similar import ask_to_compare, comparison_under_way, judge_pair
from ecosystem.applications.views.entries import bp
from ecosystem.applications.views.frame import done
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.pagination import page_of


@bp.get("/similar")
@requires(ApplicationAction.LIST, on=contest_by_slug)
def similar(contest: Contest) -> str:
    """The pairs found, strongest first."""
    state, words = _state(request.args.get("state", "")), request.args.get("q", "")
    return render_template(
        "applications/similar.html",
        contest=contest,
        page=page_of(similar_pairs(contest, state=state, words=words), number=request.args.get("page", 1, int)),
        state=state,
        words=words,
        states=RESEMBLANCE_WORDS,
        counts=pairs_by_state(contest.id),
        comparison=comparison_of(contest.id),
        task=comparison_under_way(contest),
    )


@bp.post("/similar/compare")
@requires(ApplicationAction.COMPARE, on=contest_by_slug)
def compare(contest: Contest) -> Response:
    """Compare now; the page shows how far it is."""
    here = url_for("applications_staff.similar", slug=contest.slug)
    ask_to_compare(contest, by=me(), url=here)
    return redirect(here)


@bp.get("/similar/<public_id>")
@requires(ApplicationAction.VIEW_PAIR, on=pair_in_contest)
def pair(pair: SimilarPair) -> str:
    """Two entries side by side with the passages alike."""
    return _page(pair, ResemblanceForm(formdata=None, state=_answered(pair), note=pair.note))


@bp.post("/similar/<public_id>/judge")
@requires(ApplicationAction.JUDGE_PAIR, on=pair_in_contest)
def judge_resemblance(pair: SimilarPair) -> str | Response:
    """Keep what somebody makes of the pair."""
    form = ResemblanceForm()
    if not form.validate_on_submit():
        return _page(pair, form)
    state = Resemblance(form.state.data)
    judge_pair(pair=pair, state=state, note=form.note.data or "", by=me(), at=clock.now())
    done(_("Kept. Both entries stay as they are."))
    return _back(pair)


@bp.post("/similar/<public_id>/undo")
@requires(ApplicationAction.JUDGE_PAIR, on=pair_in_contest)
def undo_resemblance(pair: SimilarPair) -> Response:
    """Ask the question again."""
    judge_pair(pair=pair, state=Resemblance.OPEN, note=pair.note, by=me(), at=clock.now())
    done(_("Taken back. The pair waits to be looked at again."))
    return _back(pair)


def _page(pair: SimilarPair, form: ResemblanceForm) -> str:
    return render_template(
        "applications/similar_pair.html",
        contest=pair.contest,
        pair=pair,
        sides=passages_of(pair),
        relation=_relation(pair),
        other_is_public_only=is_public_only(pair, pair.other),
        states=RESEMBLANCE_WORDS,
        form=form,
    )


def _relation(pair: SimilarPair) -> str:
    """What is known about who stands behind both."""
    first, second = pair.entry, pair.other
    if first.startup_id is not None and first.startup_id == second.startup_id:
        return str(_("Both are from the same startup."))
    if first.created_by_id == second.created_by_id:
        return str(_("The same person began both."))
    return ""


def _answered(pair: SimilarPair) -> str | None:
    return None if pair.state is Resemblance.OPEN else pair.state.value


def _state(word: str) -> Resemblance | None:
    return next((state for state in Resemblance if state.value == word), None)


def _back(pair: SimilarPair) -> Response:
    return redirect(url_for("applications_staff.pair", slug=pair.contest.slug, public_id=pair.public_id))
