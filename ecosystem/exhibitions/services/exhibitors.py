"""Exhibitors: applying, deciding, withdrawing, their people."""

from collections.abc import Sequence
from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, scalars, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.core.search import fold, sort_key
from ecosystem.core.signals import announce
from ecosystem.events.models import Organiser
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.domain.details import ExhibitorDetails
from ecosystem.exhibitions.domain.life_cycle import EXHIBITOR_LIFE, ExhibitionState, ExhibitorState
from ecosystem.exhibitions.models import Exhibition, Exhibitor, ExhibitorMember
from ecosystem.exhibitions.queries.claims import claims_of, waiting_places_of
from ecosystem.exhibitions.queries.exhibitors import exhibitor_with_key
from ecosystem.exhibitions.services.claims import give_up
from ecosystem.exhibitions.services.waiting import leave
from ecosystem.exhibitions.signals import ExhibitorAccepted
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.startups.models import Startup

MOST_MEMBERS = 30


def apply(exhibition: Exhibition, details: ExhibitorDetails, *, startup: Startup | None, by: Account) -> Exhibitor:
    """Apply for a place, as a startup or as an organisation; who withdrew may come again.

    Raises Refused outside the time of applications, AlreadyTaken when this party has applied already.
    """
    with transaction():
        present = locked(Exhibition, exhibition.id)
        if present.state is not ExhibitionState.PUBLISHED or not present.apply_window.accepts(clock.now()):
            raise Refused(_l("The exhibition takes no applications now."))
        exhibitor = enter(present, details, startup=startup, by=by)
        record("exhibitor.applied", exhibitor, by=by.id, scope=present.event.organiser)
        notices.applied(exhibitor)
        return exhibitor


def enter(exhibition: Exhibition, details: ExhibitorDetails, *, startup: Startup | None, by: Account) -> Exhibitor:
    """Store an exhibitor that applies, or let one that withdrew apply anew, inside a use case. Raises AlreadyTaken."""
    key = f"startup:{startup.id}" if startup else f"org:{fold(details.name)[:200]}"
    exhibitor = exhibitor_with_key(exhibition, key)
    if exhibitor is not None and not (exhibitor.state is ExhibitorState.WITHDRAWN and is_listed(exhibitor, by)):
        raise AlreadyTaken(_l("“%(name)s” has applied already. Its people can take you in.", name=details.name))
    if exhibitor is None:
        exhibitor = Exhibitor(exhibition=exhibition, party_key=key, contact_id=by.id, applied_at=clock.now())
        exhibitor.startup = startup
        exhibitor.members.append(ExhibitorMember(account_id=by.id))
    else:
        exhibitor.state, exhibitor.applied_at = EXHIBITOR_LIFE.after(exhibitor.state, "apply"), clock.now()
        exhibitor.answer, exhibitor.decided_at = "", None
    for name, value in asdict(details).items():
        setattr(exhibitor, name, value)
    index(exhibitor)
    with unique_or(_l("“%(name)s” has applied already. Its people can take you in.", name=details.name)):
        session().add(exhibitor)
        session().flush()
    exhibitor.contact = session().get_one(Account, exhibitor.contact_id)
    return exhibitor


def is_listed(exhibitor: Exhibitor, account: Account) -> bool:
    """Tell whether a person is listed with the exhibitor."""
    return any(member.account_id == account.id for member in exhibitor.members)


def index(exhibitor: Exhibitor) -> None:
    """Derive what lists search and sort by."""
    exhibitor.sort_key = sort_key(exhibitor.name)
    sectors = [str(SECTORS[code]) for code in exhibitor.sectors or () if code in SECTORS]
    exhibitor.search_text = fold(" ".join([exhibitor.name, exhibitor.shows or "", *sectors]))[:4000]


def edit(exhibitor: Exhibitor, details: ExhibitorDetails, *, shown: int | None, by: Account) -> None:
    """Change what an exhibitor says of itself. Raises StaleEdit."""
    with transaction():
        present = locked(Exhibitor, exhibitor.id)
        check_version(present, shown)
        changes = assign(present, asdict(details))
        index(present)
        if changes:
            record("exhibitor.edited", present, by=by.id, scope=_organiser(present), changes=changes)


def decide(exhibitor: Exhibitor, step: str, *, words: str, by: Account) -> bool:
    """Accept or decline, with words for the exhibitor; tell whether anything changed (a second click does not).

    Raises InvalidTransition from a wrong state.
    """
    with transaction():
        present = locked(Exhibitor, exhibitor.id)
        target = EXHIBITOR_LIFE.transitions[step].target
        if present.state is target:
            return False
        before, present.state = present.state, EXHIBITOR_LIFE.after(present.state, step)
        present.answer, present.decided_at, present.decided_by_id = words, clock.now(), by.id
        record(f"exhibitor.{step}", present, by=by.id, scope=_organiser(present), changes={"state": (before, target)})
        session().flush()
        notices.decided(present)
        if target is ExhibitorState.ACCEPTED:
            announce(ExhibitorAccepted(present.exhibition_id, present.id))
        return True


def decide_all(exhibitors: Sequence[Exhibitor], step: str, *, words: str, by: Account) -> int:
    """Decide about several at once; those no longer waiting are left alone. Return how many changed."""
    waiting = [each for each in exhibitors if EXHIBITOR_LIFE.can(each.state, step)]
    with transaction():
        return sum(decide(each, step, words=words, by=by) for each in waiting)


def withdraw(exhibitor: Exhibitor, *, by: Account) -> int:
    """Withdraw from the exhibition: booths are given up as the rules say, waiting places left; return the refund."""
    with transaction():
        present = locked(Exhibitor, exhibitor.id)
        if present.state is ExhibitorState.WITHDRAWN:
            return 0
        before, present.state = present.state, EXHIBITOR_LIFE.after(present.state, "withdraw")
        record(
            "exhibitor.withdraw",
            present,
            by=by.id,
            scope=_organiser(present),
            changes={"state": (before, present.state)},
        )
        for place in waiting_places_of(present):
            leave(place, by=by)
        return sum(give_up(claim, by=by) for claim in claims_of(present))


def remind(exhibitors: Sequence[Exhibitor], *, by: Account) -> int:
    """Remind accepted exhibitors without a booth to choose one, once a day at most; return how many."""
    now, number = clock.now(), 0
    with transaction():
        for exhibitor in exhibitors:
            recent = exhibitor.reminded_at is not None and (now - exhibitor.reminded_at).total_seconds() < 86_400
            if recent or exhibitor.state is not ExhibitorState.ACCEPTED or claims_of(exhibitor):
                continue
            exhibitor.reminded_at = now
            notices.reminded(exhibitor, by_hand_of=by)
            number += 1
    return number


def join(exhibitor: Exhibitor, *, account: Account) -> None:
    """List a person with the exhibitor, inside a use case; once."""
    members = people_of(exhibitor)
    if any(member.account_id == account.id for member in members):
        return
    if len(members) >= MOST_MEMBERS:
        raise Refused(_l("There are too many people in this team already."))
    session().add(ExhibitorMember(exhibitor_id=exhibitor.id, account_id=account.id))
    session().flush()
    record("exhibitor.member_joined", exhibitor, by=account.id, scope=_organiser(exhibitor), note=account.name)


def people_of(exhibitor: Exhibitor) -> Sequence[ExhibitorMember]:
    """Return the people listed with an exhibitor, read afresh."""
    return scalars(select(ExhibitorMember).where(ExhibitorMember.exhibitor_id == exhibitor.id))


def remove_member(exhibitor: Exhibitor, account_id: int, *, by: Account) -> None:
    """Take a person off the exhibitor's list. Raises Refused for the contact."""
    with transaction() as current:
        present = locked(Exhibitor, exhibitor.id)
        if present.contact_id == account_id:
            raise Refused(_l("The contact stays, so that the organiser can reach somebody."))
        for member in people_of(present):
            if member.account_id == account_id:
                current.delete(member)
                record("exhibitor.member_left", present, by=by.id, scope=_organiser(present))


def _organiser(exhibitor: Exhibitor) -> Organiser:
    return exhibitor.exhibition.event.organiser
