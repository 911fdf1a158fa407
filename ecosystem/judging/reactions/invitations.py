"""What judging answers accounts about invitations to judge."""

from collections.abc import Iterator

from sqlalchemy import select

from ecosystem.accounts.signals import InvitedAddress, PersonalData, PersonalRecords
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.signals import reacts_to
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Conflict
from ecosystem.judging.queries.panels import panelist_by_token, profile_of, seats_kept

INVITATION_PATH = "/judge/invitations/"


@reacts_to(InvitedAddress)
def invited_address(question: InvitedAddress) -> Iterator[str]:
    """The address an open invitation went to."""
    if not question.path.startswith(INVITATION_PATH):
        return
    token = question.path.removeprefix(INVITATION_PATH).split("?")[0].strip("/")
    try:
        panelist = panelist_by_token(token)
    except NoSuchRecord:
        return
    if panelist.state is PanelistState.INVITED and panelist.expires_at > clock.now():
        yield panelist.email


@reacts_to(PersonalData)
def places_on_panels(question: PersonalData) -> Iterator[PersonalRecords]:
    """The person's places on panels, what the person told as a judge, and the conflicts on record."""
    seats = [
        {
            "contest": seat.round.contest.title,
            "round": seat.round.name,
            "state": seat.state.value,
            "chair": seat.is_chair,
            "availability": seat.availability,
            "invited": seat.invited_at.isoformat(),
        }
        for seat in seats_kept(question.account_id)
    ]
    for name, records in (
        ("judging_panels", seats),
        ("judge_profile", _about(question.account_id)),
        ("conflicts_of_interest", _conflicts(question.account_id)),
    ):
        if records:
            yield PersonalRecords(name, records)


def _about(account_id: int) -> list[dict[str, object]]:
    profile = profile_of(account_id)
    if profile is None:
        return []
    return [{"expertise": profile.expertise, "sectors": profile.sectors, "languages": profile.languages}]


def _conflicts(account_id: int) -> list[dict[str, object]]:
    rows = session().scalars(select(Conflict).where(Conflict.account_id == account_id).order_by(Conflict.id))
    return [{"source": row.source.value, "reason": row.reason, "since": row.created_at.isoformat()} for row in rows]
