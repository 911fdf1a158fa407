"""The parts of a contest's public pages that are the same for everybody, kept ready."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import get_locale
from markupsafe import Markup

from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.contests.queries.public import amendments_of, contest_page
from ecosystem.contests.queries.rules import rules_of
from ecosystem.contests.signals import ContestLinks, JuryOf, ScoringOf, ScoringRules
from ecosystem.core import clock
from ecosystem.core.signals import ask
from ecosystem.core.web.fragments import Fragments
from ecosystem.core.windows import Phase

_fragments = Fragments()


@dataclass(frozen=True)
class ScoredRound:
    """A round with the rules of scoring on each board."""

    round: Round
    boards: list[tuple[Board | None, ScoringRules]]


def language() -> str:
    """Return the language of this request."""
    return "en" if str(get_locale()) == "en" else "vi"


def phase_of(contest: Contest) -> Phase:
    """Return what people are told: a contest that is over is closed whatever its dates say."""
    if contest.state in (ContestState.PUBLISHED, ContestState.DRAFT):
        return contest.window.phase(clock.now())
    return Phase.CLOSED


def body(contest: Contest) -> Markup:
    """Return the page under the heading. Kept until the contest changes, half a minute at the longest."""
    now = clock.now()
    boundary = contest.opens_at if contest.opens_at and contest.opens_at > now else contest.closes_at
    changes_at = boundary if boundary and boundary > now else None
    return _fragments.get(_key("body", contest), now, lambda: _body(contest), changes_at=changes_at)


def rules(contest: Contest) -> Markup:
    """Return the articles of the rules and the amendments. Kept like the body."""

    def make() -> Markup:
        document = rules_of(contest, language())
        values = {"contest": contest, "document": document, "amendments": amendments_of(contest)}
        return Markup(render_template("portal/contest_rules_body.html", **values))  # noqa: S704 - our own template

    return _fragments.get(_key("rules", contest), clock.now(), make)


def scored_rounds(contest: Contest, rounds: Sequence[Round], boards: Sequence[Board]) -> list[ScoredRound]:
    """Return the judged ones of `rounds` with their rules of scoring, as the feature that computes describes them."""
    described: list[ScoringRules] = ask(ScoringOf(contest.id))
    by_id = {board.id: board for board in boards}
    found = []
    for each in rounds:
        own = [(by_id.get(rules.board_id or 0), rules) for rules in described if rules.round_id == each.id]
        if own:
            found.append(ScoredRound(each, own))
    return found


def _body(contest: Contest) -> Markup:
    page = contest_page(contest, clock.now())
    values = {
        "contest": contest,
        "page": page,
        "jury": ask(JuryOf(contest.id)),
        "links": ask(ContestLinks(contest.id)),
        "scored": scored_rounds(contest, page.rounds, page.boards),
    }
    return Markup(render_template("portal/contest_body.html", **values))  # noqa: S704 - our own template


def _key(part: str, contest: Contest) -> tuple[object, ...]:
    return (part, contest.id, contest.updated_at, contest.event.updated_at, contest.event.organiser.name, language())
