"""What public votes say to the features below: links on the contest's page, totals for frozen results."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.applications.signals import EntriesWiped
from ecosystem.contests.models import Contest
from ecosystem.contests.signals import ContestLink, ContestLinks
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.signals import reacts_to
from ecosystem.core.windows import Phase
from ecosystem.judging.signals import VotesOf
from ecosystem.voting.models import Poll, Purpose, Vote
from ecosystem.voting.queries.polls import polls_of
from ecosystem.voting.queries.tally import tally, turnout


@reacts_to(ContestLinks)
def vote_links(question: ContestLinks) -> Iterator[ContestLink]:
    """The ballot while the vote is on, its result once it is published."""
    contest = session().get(Contest, question.contest_id)
    for poll in polls_of(contest) if contest is not None else ():
        is_open = poll.window.phase(clock.now()) is Phase.OPEN
        if contest is None or poll.announced_at is None or not (is_open or poll.totals_published_at):
            continue
        url = url_for("voting.ballot", slug=contest.slug, poll_id=poll.public_id)
        title = _l("Vote now") if is_open else _l("Result of the public vote")
        yield ContestLink(f"vote-{poll.public_id}", title, url, icon="vote", primary=is_open)


@reacts_to(VotesOf)
def votes(question: VotesOf) -> Iterator[dict[str, Any]]:
    """The counted votes that went into a round, and those of audience prizes whose totals are public."""
    for poll in session().scalars(select(Poll).where(Poll.contest_id == question.contest_id).order_by(Poll.id)):
        is_part = poll.purpose is Purpose.COMPONENT and poll.component_round_id == question.round_id
        if poll.announced_at is None or not (is_part or poll.totals_published_at is not None):
            continue
        ballots = turnout(poll)
        yield {
            "title": poll.title,
            "opens_at": poll.opens_at.isoformat(),
            "closes_at": poll.closes_at.isoformat(),
            "votes_per_board": poll.votes_per_board,
            "component": poll.component_key if is_part else "",
            "ballots": {"confirmed": ballots.confirmed, "counted": ballots.counted},
            "entries": [
                {"code": row.entry.code, "confirmed": row.confirmed, "counted": row.counted} for row in tally(poll)
            ],
        }


@reacts_to(EntriesWiped)
def wiped(fact: EntriesWiped) -> None:
    """Fictional entries go with the votes for them."""
    session().execute(delete(Vote).where(Vote.application_id.in_(fact.application_ids)))
