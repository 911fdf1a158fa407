"""The organiser's to-do list: figures turned into sentences, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.console.queries import Overview, RoundProgress
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.core.access import may_open
from ecosystem.core.windows import Phase
from ecosystem.notifications.models import MailState

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Task:
    """One thing to do: a sentence, where it is done, how pressing ("late" | "today" | "later")."""

    text: str
    url: str  # "" for those who may not open it
    urgency: str
    icon: str


@dataclass(frozen=True)
class Moment:
    """A date on the contest's line: `state` is "done", "current" or "upcoming"."""

    title: str
    when: datetime | None
    state: str


def tasks_of(contest: Contest, overview: Overview, now: datetime) -> list[Task]:
    """Return what is late, then what is to be decided today, then the rest."""
    order = {"late": 0, "today": 1, "later": 2}
    found = [*_setup(contest), *_screening(contest, overview, now), *_messages(contest, overview)]
    for progress in overview.rounds:
        found.extend(_round(contest, progress, now))
    return sorted(found, key=lambda task: order[task.urgency])


def moments_of(contest: Contest, now: datetime) -> list[Moment]:
    """Return the contest's dates in order: entries open and close, then the rounds."""
    dated = [(_("Entries open"), contest.opens_at), (_("Entries close"), contest.closes_at)]
    dated += [(each.name, each.closes_at or each.opens_at) for each in contest.rounds]
    moments, current_given = [], False
    for title, when in dated:
        state = "done" if when is not None and when <= now else "upcoming"
        if state == "upcoming" and not current_given and contest.state is ContestState.PUBLISHED:
            state, current_given = "current", True
        moments.append(Moment(title, when, state))
    return moments


def address(endpoint: str, contest: Contest, **values: Any) -> str:
    """Return the address of a page about the contest."""
    return url_for(endpoint, slug=contest.slug, **values)


def _link(endpoint: str, contest: Contest) -> str:
    """The address of a page that not all staff may open; "" for those who may not."""
    return address(endpoint, contest) if may_open(endpoint, contest) else ""


def _setup(contest: Contest) -> Iterator[Task]:
    if contest.state is ContestState.DRAFT:
        yield Task(_("Finish the set-up and publish"), address("contests.publish", contest), "today", "rocket")


def _screening(contest: Contest, overview: Overview, now: datetime) -> Iterator[Task]:
    if overview.to_screen:
        text = ngettext(
            "%(num)s entry waits for the eligibility check",
            "%(num)s entries wait for the eligibility check",
            overview.to_screen,
        )
        urgency = "later" if contest.window.phase(now) is Phase.OPEN else "today"
        yield Task(text, _link("applications_staff.eligibility", contest), urgency, "clipboard-check")
    if overview.unannounced:
        text = ngettext(
            "%(num)s eligibility decision is not announced",
            "%(num)s eligibility decisions are not announced",
            overview.unannounced,
        )
        yield Task(text, _link("applications_staff.announce", contest), "today", "megaphone")
    returned = overview.states.get(ApplicationState.RETURNED, 0)
    if returned:
        text = ngettext(
            "%(num)s entry is with its team for completion", "%(num)s entries are with their teams", returned
        )
        yield Task(text, address("applications_staff.entries", contest, state="returned"), "later", "undo-2")


def _messages(contest: Contest, overview: Overview) -> Iterator[Task]:
    if overview.unanswered:
        text = ngettext(
            "%(num)s question waits for an answer", "%(num)s questions wait for an answer", overview.unanswered
        )
        yield Task(text, address("contests.questions", contest), "today", "message-circle-question-mark")
    failed = overview.mails.get(MailState.FAILED, 0)
    if failed:
        text = ngettext("%(num)s mail could not be delivered", "%(num)s mails could not be delivered", failed)
        yield Task(text, address("console.outbox", contest, state="failed"), "late", "mail-warning")
    held = overview.mails.get(MailState.HELD, 0)
    if held:
        text = ngettext("%(num)s mail is held in the outbox", "%(num)s mails are held in the outbox", held)
        yield Task(text, address("console.outbox", contest, state="held"), "later", "pause")


def _round(contest: Contest, progress: RoundProgress, now: datetime) -> Iterator[Task]:
    name = progress.round.name
    over = progress.round.window.phase(now) is Phase.CLOSED
    open_charges = progress.assigned - progress.done
    if progress.entries and not progress.assigned:
        yield Task(
            _("%(round)s: assign the entries to judges", round=name),
            address("judging_assignment.index", contest, public_id=progress.round.public_id),
            "today",
            "users",
        )
    if open_charges and (over or _ends_soon(progress, now)):
        text = ngettext(
            "%(round)s: %(num)s score sheet is missing",
            "%(round)s: %(num)s score sheets are missing",
            open_charges,
            round=name,
        )
        url = address("judging_progress.board", contest, public_id=progress.round.public_id)
        yield Task(text, url, "late" if over else "today", "hourglass")
    if progress.assigned and not open_charges and progress.undecided:
        text = ngettext(
            "%(round)s: decide who goes on (%(num)s entry)",
            "%(round)s: decide who goes on (%(num)s entries)",
            progress.undecided,
            round=name,
        )
        yield Task(
            text, address("judging_ranking.board", contest, public_id=progress.round.public_id), "today", "gavel"
        )
    if progress.unannounced:
        text = ngettext(
            "%(round)s: %(num)s decision is not announced",
            "%(round)s: %(num)s decisions are not announced",
            progress.unannounced,
            round=name,
        )
        url = address("judging_results.announcement", contest, public_id=progress.round.public_id)
        yield Task(text, url, "today", "megaphone")


def _ends_soon(progress: RoundProgress, now: datetime) -> bool:
    closes_at = progress.round.closes_at
    return closes_at is not None and now <= closes_at <= now + SOON
