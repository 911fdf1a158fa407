"""Prizes: proposed from the ranking, given by the organiser, held until the results are announced."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Board, Contest, Prize, Round
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.judging.domain.results.awarding import PrizeSlots, Proposal, propose
from ecosystem.judging.models import Award
from ecosystem.judging.queries.decisions import prizes_of, stopped_in
from ecosystem.judging.queries.rounds import judged_rounds
from ecosystem.judging.queries.standings import standing, standings_of
from ecosystem.judging.services.decisions import take_back_mails


@dataclass(frozen=True)
class BoardProposal:
    """What the ranking of the last round says about the prizes of one board."""

    board: Board
    proposal: Proposal
    entries: dict[int, str]


def proposals_for(round_: Round) -> list[BoardProposal]:
    """Propose the ranked prizes of every board from the ranking of `round_`.

    A prize for the whole contest is proposed only where the contest has a single board: scores under different rubrics
    do not compare, so otherwise the committee gives it. An entry of which it was decided that it stops gets none.
    """
    stopped = stopped_in(round_)
    boards: Sequence[Board] = round_.contest.boards
    prizes = [prize for prize in prizes_of(round_.contest) if prize.rank is not None]
    found = []
    for board in boards:
        own = [p for p in prizes if p.board_id == board.id or (p.board_id is None and len(boards) == 1)]
        slots = [PrizeSlots(prize.id, prize.rank or 0, prize.quantity) for prize in own]
        ranking = standings_of(round_, board).ranking if slots else None
        if ranking is not None:
            everybody = (standing(ranking, row) for row in ranking.rows)
            places = [each for each in everybody if each.entry not in stopped]
            names = {ident: f"{head.code} · {head.title}" for ident, head in ranking.heads.items()}
            found.append(BoardProposal(board, propose(slots, places), names))
    return found


def give(prize: Prize, application: Application, *, by: Account, citation: str = "") -> Award:
    """Give a prize to an entry; the certificate gets the contest's next number.

    Raises AlreadyTaken when all of this prize are given or the entry has it, Refused after the announcement or for an
    entry of another board.
    """
    with transaction() as current:
        contest = locked(Contest, prize.contest_id)
        present = locked(Prize, prize.id)
        ensure_open(contest)
        if application.contest_id != contest.id or present.board_id not in (None, application.board_id):
            raise Refused(_l("This prize is for another board."))
        if _given(present) >= present.quantity:
            raise AlreadyTaken(_l("All of this prize have been given."))
        award = Award(
            contest_id=contest.id,
            prize_id=present.id,
            application_id=application.id,
            number=_next_number(contest),
            amount=present.amount,
            citation=citation.strip(),
            given_by_id=by.id,
        )
        with unique_or(_l("This entry has the prize already.")):
            current.add(award)
            current.flush()
        audit.record("judging.award_given", award, by=by.id, scope=contest, note=f"{present.name}: {application.code}")
        _take_back_mails(contest, application)
        return award


def give_proposed(round_: Round, *, by: Account) -> int:
    """Give everything the ranking proposes and nobody has given yet; return how many prizes. All or nothing."""
    with transaction():
        contest = locked(Contest, round_.contest_id)
        ensure_open(contest)
        given = select(Award.prize_id, Award.application_id).where(Award.contest_id == contest.id)
        held = {(row[0], row[1]) for row in session().execute(given)}
        number = 0
        for proposed in proposals_for(round_):
            for prize_id, application_id in proposed.proposal.given:
                prize = locked(Prize, prize_id)
                if (prize_id, application_id) in held or _given(prize) >= prize.quantity:
                    continue
                give(prize, locked(Application, application_id), by=by)
                number += 1
        return number


def take_back(award: Award, *, by: Account) -> None:
    """Take a prize back before the announcement; the number of its certificate is free again if it was the last."""
    with transaction() as current:
        contest = locked(Contest, award.contest_id)
        ensure_open(contest)
        present = locked(Award, award.id)
        note = f"{present.prize.name}: {present.application.code}"
        audit.record("judging.award_taken_back", present, by=by.id, scope=contest, note=note)
        _take_back_mails(contest, present.application)
        current.delete(present)


def ensure_open(contest: Contest) -> None:
    """Raise Refused once the final results are announced."""
    if session().scalar(
        select(Award.id).where(Award.contest_id == contest.id, Award.announced_at.is_not(None)).limit(1)
    ):
        raise Refused(_l("The prizes have been announced. Withdraw the publication first."))


def _given(prize: Prize) -> int:
    return session().scalar(select(func.count()).select_from(Award).where(Award.prize_id == prize.id)) or 0


def _next_number(contest: Contest) -> int:
    return (session().scalar(select(func.max(Award.number)).where(Award.contest_id == contest.id)) or 0) + 1


def _take_back_mails(contest: Contest, application: Application) -> None:
    rounds = judged_rounds(contest)
    if rounds:
        take_back_mails(rounds[-1], [application.id])
