"""The frame of the set-up pages: the steps at their side, and use cases whose refusal goes into the form."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.contests.services import publication
from ecosystem.contests.services.changes import rules_are_locked
from ecosystem.core.access import may_open
from ecosystem.core.errors import AlreadyTaken, Invalid, InvalidTransition, Refused, StaleEdit, Text, TooMany
from ecosystem.core.forms import differing

# Endpoint, title, the last part of its address: the order in which a contest is set up.
STEPS: tuple[tuple[str, Text, str], ...] = (
    ("contests.basics", _l("Basics"), "basics"),
    ("contests.schedule", _l("Time"), "schedule"),
    ("contests_structure.boards", _l("Boards"), "boards"),
    ("contests_structure.rounds", _l("Rounds"), "rounds"),
    ("contests_structure.prizes", _l("Prizes"), "prizes"),
    ("contests_form.builder", _l("Application form"), "form"),
    ("contests_fees.fees", _l("Fees"), "fees"),
    ("contests_eligibility.rules", _l("Eligibility"), "eligibility"),
    ("contests_changes.preview", _l("Rules preview"), "rules"),
    ("contests.questions", _l("Questions"), "questions"),
    ("contests_changes.deadlines", _l("Deadlines and amendments"), "deadlines"),
    ("contests.publish", _l("Publish"), "publish"),
)
EXPECTED = (Invalid, Refused, AlreadyTaken, InvalidTransition, TooMany)


def show(template: str, contest: Contest, *, status: int = 200, **values: Any) -> Response:
    """Answer with a set-up page of the contest."""
    page = render_template(
        f"contests/{template}.html",
        contest=contest,
        steps=steps_of(contest),
        is_locked=rules_are_locked(contest),
        **values,
    )
    return make_response(page, status)


def steps_of(contest: Contest) -> list[dict[str, Any]]:
    """Return the steps of the set-up; on a draft those that lack something say so."""
    lacking = _lacking(contest)
    steps = []
    for endpoint, title, part in STEPS:
        state = "problem" if part in lacking else "done"
        steps.append(
            {
                "text": title,
                "href": url_for(endpoint, slug=contest.slug) if may_open(endpoint, contest) else None,
                "state": _final(contest, lacking) if part == "publish" else state,
                "current": request.path.rstrip("/").split("/setup/")[-1].split("/")[0] == part,
            }
        )
    return steps


def _final(contest: Contest, lacking: set[str]) -> str:
    if contest.state is not ContestState.DRAFT:
        return "done"
    return "problem" if lacking else "todo"


def _lacking(contest: Contest) -> set[str]:
    if contest.state is not ContestState.DRAFT:
        return set()
    blocking = [problem for problem in publication.own_shortcomings(contest) if problem.blocking]
    return {problem.url.rsplit("/setup/", 1)[-1] for problem in blocking if "/setup/" in problem.url}


def carried_out(
    form: Any, act: Callable[[], Any], *, present: Callable[[], Mapping[str, Any]] | None = None, version: Any = None
) -> bool:
    """Run a use case. What it refuses is shown in `form`, where what was typed stays; then this is False.

    After somebody else's edit, `present()` gives the values now stored (by field) and `version()` their version:
    the page shows both sides, and saving again means it.
    """
    try:
        act()
    except StaleEdit as error:
        if present is None:
            raise
        form.stale = differing(form, present())
        form.version.data = form.version.raw_data = None
        form.version.data = str(version())
        form.form_errors.append(error.message)
        return False
    except EXPECTED as error:
        form.take_errors(error)
        return False
    return True


def back_to(endpoint: str, contest: Contest, anchor: str = "", **values: Any) -> Response:
    """Redirect to a page of the contest."""
    return make_response(redirect(url_for(endpoint, slug=contest.slug, _anchor=anchor or None, **values), code=303))
