"""Ranking in a matching round, on both sides: numbers in boxes, or dragged into order where a script runs."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid, Refused
from ecosystem.mentoring.domain.affinity import Fit, fit
from ecosystem.mentoring.domain.life_cycle import MentorState
from ecosystem.mentoring.domain.ranks import ranks_from
from ecosystem.mentoring.models import ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import programmes, rounds
from ecosystem.mentoring.queries.people import vetoes_among
from ecosystem.mentoring.queries.suggestions import free_times_of, need_of, offer_of
from ecosystem.mentoring.services import rounds as services
from ecosystem.mentoring.views.blueprint import bp

Offered = tuple[Any, Fit]


@bp.route("/mentoring/places/<place_id>/ranking", methods=["GET", "POST"])
@requires(MentoringAction.WORK, on=programmes.startup_place)
def startup_ranking(participant: ProgrammeStartup) -> Any:
    """A startup ranks the mentors of the programme."""
    mentors = programmes.mentors_of(participant.programme, MentorState.ACCEPTED)
    ids = [each.profile_id for each in mentors]
    unwanted, free = vetoes_among(ids, [participant.startup_id]), free_times_of(ids)
    need = need_of(participant)
    offered = [
        (each, fit(offer_of(each.profile, free.get(each.profile_id, frozenset())), need))
        for each in mentors
        if (each.profile_id, participant.startup_id) not in unwanted
    ]
    back = url_for(".place", place_id=participant.public_id)

    def store(chosen: Sequence[Any]) -> None:
        services.rank_mentors(participant, chosen, by=me())

    return _page(
        offered, rounds.ranked_by_startup(participant), store, participant, back=back, most=participant.programme.wishes
    )


@bp.route("/mentoring/served/<place_id>/ranking", methods=["GET", "POST"])
@requires(MentoringAction.SERVE, on=programmes.mentor_place)
def mentor_ranking(place: ProgrammeMentor) -> Any:
    """A mentor ranks the startups of the programme."""
    startups = programmes.startups_of(place.programme)
    unwanted = vetoes_among([place.profile_id], [each.startup_id for each in startups])
    offer = offer_of(place.profile, free_times_of([place.profile_id]).get(place.profile_id, frozenset()))
    offered = [
        (each, fit(offer, need_of(each))) for each in startups if (place.profile_id, each.startup_id) not in unwanted
    ]
    back = url_for(".served", place_id=place.public_id)

    def store(chosen: Sequence[Any]) -> None:
        services.rank_startups(place, chosen, by=me())

    return _page(offered, rounds.ranked_by_mentor(place), store, place, back=back, most=services.MOST_OF_MENTOR)


def _page(
    offered: Sequence[Offered],
    ranked: Any,
    store: Any,
    ranker: ProgrammeMentor | ProgrammeStartup,
    *,
    back: str,
    most: int,
) -> Any:
    by_id = {each.public_id: each for each, _fit in offered}
    problem, typed = None, {each.public_id: str(ranked[each.id]) for each in by_id.values() if each.id in ranked}
    if request.method == "POST":
        typed = {name: request.form.get(f"rank-{name}", "").strip()[:4] for name in by_id}
        try:
            order = ranks_from(typed)
            store([by_id[name] for name in order])
        except ValueError:
            problem = _("Please give every rank once, as whole numbers: 1 for the one you would like best, then 2, 3 …")
        except (Refused, Invalid) as error:
            problem = error.message
        else:
            flash(_("Your ranking is handed in. You can change it until ranking ends."), "success")
            return redirect(back)
    rows = sorted(offered, key=lambda pair: (_number(typed.get(pair[0].public_id, "")), -pair[1].points, pair[0].id))
    page = render_template(
        "mentoring/ranking.html",
        programme=ranker.programme,
        ranker=ranker,
        of_mentors=isinstance(ranker, ProgrammeStartup),
        rows=rows,
        typed=typed,
        most=most,
        problem=problem,
        back=back,
    )
    return page, 400 if problem else 200


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 10_000
