"""The organiser's lists of a programme, and the same as files."""

from typing import Any

from flask import Response, render_template, request

from ecosystem.accounts.policies import me
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.database import transaction
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import table_answer
from ecosystem.mentoring.forms.people import CapacityForm, InviteForm
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import programmes
from ecosystem.mentoring.queries.desk_lists import LISTS, Wanted, without_mentor
from ecosystem.mentoring.views.blueprint import desk


def wanted_in_list() -> Wanted:
    """Return what the address asks a list for."""
    args = request.args
    return Wanted(args.get("q", "").strip()[:200], args.get("state", ""), args.get("sort", ""))


def list_page(programme: Programme, what: str, **besides: Any) -> str:
    """Return the page of one of `LISTS`: what fits, how many stand in each state, and what it needs `besides`."""
    listed, wanted = LISTS[what], wanted_in_list()
    return render_template(
        f"mentoring/desk/{what}.html",
        programme=programme,
        what=what,
        page=page_of(listed.fitting(programme, wanted), number=request.args.get("page", 1, int)),
        wanted=wanted,
        counts=listed.counts(programme),
        sort=wanted.sort if wanted.sort.lstrip("-") in listed.orders else listed.usual,
        **besides,
    )


@desk.get("/<programme_slug>/mentors")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def mentors(programme: Programme) -> str:
    """The mentors, their state, their places and how many are taken."""
    return mentors_page(programme, InviteForm(formdata=None))


def mentors_page(programme: Programme, form: InviteForm, wrong: tuple[str, Any] | None = None) -> str:
    """Return the list of mentors with the form of invitations, and `wrong`: a name and what could not be done."""
    return list_page(
        programme,
        "mentors",
        taken=programmes.active_by_mentor(programme.id),
        form=form,
        capacity_form=CapacityForm(formdata=None),
        wrong=wrong,
        moment=clock.now(),
    )


@desk.get("/<programme_slug>/startups")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def startups(programme: Programme) -> str:
    """The startups, what they need, who has no mentor."""
    return list_page(programme, "startups", taken=programmes.active_by_startup(programme.id))


@desk.get("/<programme_slug>/requests")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def request_list(programme: Programme) -> str:
    """All requests of the programme, without the messages."""
    return list_page(programme, "requests")


@desk.get("/<programme_slug>/matches")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def match_list(programme: Programme) -> str:
    """All matches of the programme, and the startups that have none."""
    return list_page(programme, "matches", left=without_mentor(programme))


@desk.get("/<programme_slug>/sessions")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def session_list(programme: Programme) -> str:
    """When the pairs of the programme met and will meet, and what became of it; never their notes."""
    return list_page(programme, "sessions", zone=programme.timezone)


@desk.get("/<programme_slug>/lists/<any(mentors,startups,requests,matches,sessions):what>.<any(csv,xlsx):kind>")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def export(programme: Programme, what: str, kind: str) -> Response:
    """A list as filtered, for spreadsheets; that it was taken out is on record."""
    with transaction():
        record("programme.exported", programme, by=me().id, scope=programme.organiser, note=f"{what}.{kind}")
    listed = LISTS[what]
    rows, name = listed.table(programme, listed.fitting(programme, wanted_in_list())), f"{programme.slug}-{what}"
    return table_answer(rows, name, kind)
