"""Decisions and publication of the demonstration."""

from datetime import datetime, timedelta

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Contest, Round
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.queries.decisions import decided_in
from ecosystem.judging.services.awards import give_proposed
from ecosystem.judging.services.decisions import apply_rule, decide
from ecosystem.judging.services.publication import publish, write_mails


def announce_round(contest: Contest, round_: Round, *, at: datetime, is_final: bool) -> None:
    """Announce a round, decided by its rule and where that leaves something open by the committee; or the final."""
    owner = account_at(ORGANISER.address)
    with clock.at(at):
        if is_final:
            give_proposed(round_, by=owner)  # whoever gets no prize stops with the announcement
        else:
            for board in contest.boards:
                apply_rule(round_, board, by=owner)
            _decide_the_rest(round_, owner)
        write_mails(round_)
    with clock.at(at + timedelta(hours=20)):
        publish(round_, by=owner)
    session().expire_all()


def _decide_the_rest(round_: Round, owner: Account) -> None:
    """The committee lets nobody else go on."""
    waiting = [each.entry.id for each in decided_in(round_) if each.decision is Decision.PENDING]
    if waiting:
        decide(round_, waiting, Decision.STOP, by=owner, note="Theo kết luận của ban tổ chức")
