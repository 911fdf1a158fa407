"""The public vote of the demonstration: entries in the gallery and ballots for them."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from ecosystem.accounts.services.throttling import Origin
from ecosystem.applications.domain.life_cycle import IN_CONTEST
from ecosystem.applications.models import Application, GalleryState
from ecosystem.applications.services.staff import moderate
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.demo.days import at_hour
from ecosystem.demo.people import ORGANISER, SECRETARY, account_at
from ecosystem.voting.models import BallotRequest, Poll, Voter
from ecosystem.voting.services.ballots import Choice, ask_for_ballot, confirm
from ecosystem.voting.services.polls import announce_poll, set_up
from ecosystem.voting.services.watching import watch

BALLOTS = 60
BURST = 25  # of them within one evening, from one room


def show_gallery(contest: Contest) -> list[Application]:
    """Show the entries in the contest whose teams asked for it in the public gallery, and return them."""
    secretary = account_at(SECRETARY.address)
    asked = Application.gallery == GalleryState.ASKED, Application.state.in_(IN_CONTEST)
    wishing = session().scalars(select(Application).where(Application.contest_id == contest.id, *asked)).all()
    return [moderate(application=entry, show=True, by=secretary) for entry in wishing]


def hold_vote(contest: Contest, entries: Sequence[Application], *, opens: datetime, seed: int = 11) -> Poll:
    """Let visitors vote for `entries` from `opens` for four weeks; the same seed gives the same ballots.

    The last ones come too close together, and the watch puts them into quarantine: they keep within one day, since
    addresses are told apart anew each day.
    """
    owner = account_at(ORGANISER.address)
    with clock.at(opens - timedelta(days=1)):
        values = {
            "title": "Giải bình chọn cộng đồng",
            "title_en": "Community choice award",
            "opens_at": opens,
            "closes_at": at_hour(opens, 28, 17),
            "votes_per_board": 2,
        }
        poll = set_up(contest, values, by=owner)
        announce_poll(poll, by=owner)
    dice = random.Random(seed)  # noqa: S311 - made-up votes
    for number in range(BALLOTS):
        crowded = max(0, number - (BALLOTS - BURST))
        moment = timedelta(hours=1 + 3 * (number - crowded), minutes=2 * crowded)
        origin = Origin("203.0.113.9" if crowded else f"198.51.{number}.20")
        with clock.at(opens + moment):
            chosen = [entries[-1].public_id] if crowded else _choice(entries, dice)
            _vote(poll, Choice(f"ban.doc.{number + 1}@example.vn", chosen), origin, confirms=number % 10 != 9)
    watch(poll)
    return poll


def _choice(entries: Sequence[Application], dice: random.Random) -> list[str]:
    """One or two entries of one board, the first ones more often than the last."""
    weights = [len(entries) - place for place in range(len(entries))]
    first = dice.choices(entries, weights)[0]
    others = [entry for entry in entries if entry.board_id == first.board_id and entry is not first]
    return [entry.public_id for entry in (first, *dice.sample(others, min(len(others), dice.randrange(2))))]


def _vote(poll: Poll, choice: Choice, origin: Origin, *, confirms: bool) -> None:
    ask_for_ballot(poll, choice, origin=origin)
    if confirms:
        asked = select(BallotRequest).join(Voter).where(Voter.poll_id == poll.id, Voter.email == choice.email)
        confirm(session().scalars(asked).one(), origin=origin)
