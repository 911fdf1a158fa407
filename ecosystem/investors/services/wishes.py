"""Use cases of wishes: whom a participant must meet, would like to meet, would rather not."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.core.windows import Window
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import InvestorSession, Participant, ParticipantState, Wish, WishKind

MOST_MUSTS = 5


def are_open(session_: InvestorSession) -> bool:
    """Tell whether wishes are taken now, the grace of slow networks included."""
    window = Window(None, session_.wishes_close_at)
    return session_.state is SessionState.OPEN and window.accepts(clock.now())


def set_wishes(participant: Participant, wishes: Mapping[int, WishKind | None], *, by: Account) -> int:
    """Say what a participant wants of these of the other side (by id); None takes a wish back. Return how many changed.

    Ids that are no participants of the other side are passed over. Raises Refused once wishes are closed, or for too
    many musts: who must meet everybody chooses nobody.
    """
    with transaction() as current:
        session_ = locked(InvestorSession, participant.session_id)
        if not are_open(session_):
            raise Refused(_l("Wishes are closed."))
        present = locked(Participant, participant.id)
        if present.state is not ParticipantState.APPROVED:
            raise Refused(_l("Only those who take part can say whom they want to meet."))
        known = {wish.to_id: wish for wish in current.scalars(select(Wish).where(Wish.from_id == present.id))}
        others = _others(present, wishes)
        changed = sum(_set(present, known, target, wishes[target]) for target in others)
        musts = sum(wish.kind is WishKind.MUST for wish in known.values())
        if musts > MOST_MUSTS:
            raise Refused(_l("At most %(most)s can be “must meet”.", most=MOST_MUSTS))
        present.wished_at = clock.now()
        current.flush()
        return changed


def _others(participant: Participant, wishes: Mapping[int, WishKind | None]) -> list[int]:
    statement = select(Participant.id).where(
        Participant.session_id == participant.session_id,
        Participant.side != participant.side,
        Participant.id.in_(list(wishes)),
    )
    return sorted(session().scalars(statement))


def _set(participant: Participant, known: dict[int, Wish], target: int, kind: WishKind | None) -> bool:
    wish = known.get(target)
    if wish is None and kind is None:
        return False
    if wish is None:
        assert kind is not None
        known[target] = Wish(session_id=participant.session_id, from_id=participant.id, to_id=target, kind=kind)
        session().add(known[target])
    elif kind is None:
        session().delete(known.pop(target))
    elif wish.kind is kind:
        return False
    else:
        wish.kind = kind
    return True
