"""What the pages of an entry's team share: who is there, the steps at the left, messages."""

from collections.abc import Sequence
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from ecosystem.applications.forms.answers import in_words
from ecosystem.applications.models import Application
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.applications.queries.working import WorkingCopy, progress_of, working_copy
from ecosystem.applications.services.editing import why_closed
from ecosystem.applications.services.submission import Obstacle
from ecosystem.core import clock


def told(error: Exception) -> None:
    """Show what went wrong above the page the person comes back to."""
    flash(str(error), "error")


def done(sentence: object) -> None:
    """Show what was done above the next page."""
    flash(str(sentence), "success")


def frame_of(application: Application, current: str, copy: WorkingCopy | None = None) -> dict[str, Any]:
    """What every page of the form shows around itself."""
    copy = copy or working_copy(application)
    found = deadline_of(application)
    open_now = found.takes_edit(clock.now())
    return {
        "entry": application,
        "contest": application.contest,
        "copy": copy,
        "steps": steps_of(copy, current),
        "deadline": found,
        "open_now": open_now,
        "in_time": found.takes_submission(clock.now()),
        "closed_because": "" if open_now else why_closed(application, found),
    }


def steps_of(copy: WorkingCopy, current: str) -> list[dict[str, Any]]:
    """The steps at the left with their ticks; `current` names the page."""
    entry = copy.application
    progress = progress_of(copy)
    steps = [_step(copy, "basics", _("About the entry"), bool(entry.title), current, "entry_form.basics")]
    for part, _asked in copy.sections:
        address = url_for("entry_form.section", public_id=entry.public_id, section_id=part.id)
        done_here = progress[part.id]
        steps.append(
            {
                **_state(done_here, str(part.id) == current),
                "text": in_words(part, "title"),
                "href": address,
                "id": part.id,
            }
        )
    steps.append(_step(copy, "team", _("Team"), bool(copy.members), current, "entry_team.team"))
    steps.append(_step(copy, "check", _("Check and hand in"), False, current, "entry_outcome.check"))
    return steps


def _step(copy: WorkingCopy, name: str, text: str, is_done: bool, current: str, endpoint: str) -> dict[str, Any]:
    href = url_for(endpoint, public_id=copy.application.public_id)
    return {**_state(is_done, name == current), "text": text, "href": href}


def _state(is_done: bool, is_current: bool) -> dict[str, Any]:
    return {"state": "done" if is_done else ("current" if is_current else "todo"), "current": is_current}


def obstacle_links(copy: WorkingCopy, obstacles: Sequence[Obstacle]) -> list[tuple[str, str]]:
    """Each obstacle as (sentence, address of the page where it is mended)."""
    sections = {question.key: part.id for part, asked in copy.sections for question in asked}
    public_id = copy.application.public_id
    pages = {
        "title": url_for("entry_form.basics", public_id=public_id),
        "team": url_for("entry_team.team", public_id=public_id),
        "eligibility": url_for("entry_team.team", public_id=public_id),
        "fee": url_for("entries.show", public_id=public_id) + "#fee",
        "commitment": url_for("entry_outcome.check", public_id=public_id) + "#commitment",
    }
    found = []
    for obstacle in obstacles:
        address = pages.get(obstacle.part, pages["title"])
        if obstacle.part in sections:
            page = url_for("entry_form.section", public_id=public_id, section_id=sections[obstacle.part])
            address = f"{page}#q-{obstacle.part}"
        found.append((str(obstacle.message), address))
    return found
