"""What judging answers when applications ask, and does when they announce."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.applications.signals import (
    EntrySubmitted,
    JudgeAccess,
    JudgesBlind,
    MayJudge,
    OfficialsAmong,
    TeamChanged,
)
from ecosystem.contests.models import Round
from ecosystem.core.database import session
from ecosystem.core.errors import Text
from ecosystem.core.signals import reacts_to
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Panelist
from ecosystem.judging.policies import Seat, seats_of_account
from ecosystem.judging.queries.calibration import reads_as_anchor
from ecosystem.judging.queries.charges import access_to_entry
from ecosystem.judging.services.rechecks import recheck_entry


@reacts_to(MayJudge)
def may_judge(question: MayJudge) -> Iterator[JudgeAccess]:
    """One answer a charge that stands; a blind round hides the team, and what is kept from judges no judge sees.

    The dossiers of a calibration that is open are read blind.
    """
    charges = access_to_entry(question.account_id, question.application_id)
    for is_blind in charges:
        yield JudgeAccess(sees_team=not is_blind, sees_hidden=False)
    if not charges and reads_as_anchor(question.account_id, question.application_id):
        yield JudgeAccess(sees_team=False, sees_hidden=False)


@reacts_to(JudgesBlind)
def judges_blind(question: JudgesBlind) -> Iterator[bool]:
    """Whoever accepted a place on the panel of a blind round, until its results are out."""
    yield from (True for seat in seats_of_account(question.account_id) if _is_blind_in(seat, question.contest_id))


def _is_blind_in(seat: Seat, contest_id: int) -> bool:
    return seat.contest_id == contest_id and seat.is_blind_yet


@reacts_to(OfficialsAmong)
def judges_among(question: OfficialsAmong) -> Iterator[tuple[int, Text]]:
    """Those on a jury of the contest, invited or accepted."""
    rows = session().execute(
        select(Panelist.account_id)
        .join(Round, Round.id == Panelist.round_id)
        .where(
            Round.contest_id == question.contest_id,
            Panelist.account_id.in_(question.account_ids),
            Panelist.state == PanelistState.ACCEPTED,
        )
        .distinct()
    )
    for (account_id,) in rows:
        if account_id is not None:
            yield account_id, _l("judge")


@reacts_to(EntrySubmitted)
def entry_submitted(fact: EntrySubmitted) -> None:
    """Another entry, other conflicts."""
    recheck_entry(fact.application_id)


@reacts_to(TeamChanged)
def team_changed(fact: TeamChanged) -> None:
    """Other people, other conflicts."""
    recheck_entry(fact.application_id)
