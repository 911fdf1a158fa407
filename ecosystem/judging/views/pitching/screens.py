"""The screens of the hall: the presenter's timer and the programme. They follow the stage by short questions."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from ecosystem.core import clock
from ecosystem.core.access import actor, can, requires
from ecosystem.judging.domain.pitching.clock import PitchPhase
from ecosystem.judging.forms.pitching import StepForm
from ecosystem.judging.models import Panelist, PitchDay, PitchSlot
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import pitching as queries
from ecosystem.judging.queries.desk import panelist_of
from ecosystem.judging.queries.pitching import Programme
from ecosystem.judging.queries.revisit import revisit_of
from ecosystem.judging.services.sheets import digest

bp = Blueprint("judge_stage", __name__)


def stage_day(public_id: str) -> PitchDay:
    """Return the pitch day of a round. Raises NoSuchRecord."""
    return queries.stage_of(public_id)


@bp.get("/stage/<public_id>")
@requires(JudgingAction.SEE_STAGE, on=stage_day, anonymous=True)
def timer(day: PitchDay) -> str:
    """Big digits for whoever presents."""
    found = told(day, queries.programme_of(day.round_id))
    runs = can(actor(), JudgingAction.RUN_PITCHES, day.round)
    form = StepForm(formdata=None, version=str(day.version)) if runs else None
    return render_template("judging/pitching/timer.html", day=day, state=found, form=form)


@bp.get("/stage/<public_id>/programme")
@requires(JudgingAction.SEE_STAGE, on=stage_day, anonymous=True)
def programme(day: PitchDay) -> str:
    """Who is on, who is next, and the programme; never a score."""
    found = queries.programme_of(day.round_id)
    return render_template("judging/pitching/screen.html", day=day, programme=found, state=told(day, found))


@bp.get("/stage/<public_id>/state")
@requires(JudgingAction.SEE_STAGE, on=stage_day, anonymous=True)
def state(day: PitchDay) -> Response:
    """What the clock counts; asked every second, answered with nothing while nothing changed."""
    tag = f"{day.id}-{day.version}"
    return _tagged(tag, lambda: told(day, queries.programme_of(day.round_id)))


def _tagged(tag: str, make: Callable[[], dict[str, Any]]) -> Response:
    """An answer without content for whoever has it already."""
    known = request.if_none_match.contains(tag)
    response = Response(status=304) if known else jsonify(make())
    response.set_etag(tag)
    return response


def _seat(public_id: str) -> Panelist:
    return panelist_of(public_id, actor().id)


@bp.get("/judge/rounds/<public_id>/now")
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def now(panelist: Panelist) -> Response:
    """Who is on stage, and where this judge scores them."""
    day = queries.day_of(panelist.round)
    tag = f"{panelist.id}-{day.version if day else 0}"
    return _tagged(tag, lambda: _now(panelist, day))


@bp.get("/judge/rounds/<public_id>/revisit")
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def revisit(panelist: Panelist) -> str:
    """All own scores side by side, to be adjusted before they are handed in."""
    groups = revisit_of(panelist)
    return render_template("judging/pitching/revisit.html", panelist=panelist, groups=groups, mark=digest)


def _now(panelist: Panelist, day: PitchDay | None) -> dict[str, Any]:
    found = queries.programme_of(panelist.round_id) if day is not None else Programme([])
    slot = found.current
    if slot is None or slot.application_id is None:
        return {"on": None}
    own = queries.own_address(panelist.id, slot.application_id)
    url = url_for("judge_desk.sheet", public_id=own) if own else None
    return {"on": {**_place(slot, found), "url": url, "id": own}}


def told(day: PitchDay, programme: Programme) -> dict[str, Any]:
    """Return the stage as scripts read it; times are instants, lengths seconds."""
    current, following = programme.current, programme.following
    return {
        "version": day.version,
        "phase": day.phase.value,
        "allowed": _allowed(day, current),
        "elapsed": day.elapsed,
        "running_since": day.running_since.isoformat() if day.running_since else None,
        "now": clock.now().isoformat(),
        "on": _place(current, programme) if current else None,
        "next": _place(following, programme) if following else None,
    }


def _allowed(day: PitchDay, current: PitchSlot | None) -> int:
    if day.phase is PitchPhase.BREAK and current is not None:
        return current.seconds
    return {PitchPhase.PITCH: day.pitch_seconds, PitchPhase.QUESTIONS: day.question_seconds}.get(day.phase, 0)


def _place(slot: PitchSlot, programme: Programme) -> dict[str, Any]:
    entry = slot.application
    if entry is None:
        return {"number": None, "code": "", "title": slot.title, "is_break": True, "slot": slot.public_id}
    return {
        "number": programme.number_of(slot),
        "code": entry.code or "",
        "title": entry.title,
        "is_break": False,
        "slot": slot.public_id,
    }
