"""Moving the deadline: for everybody by an amendment, for one person by name."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit.services import record
from ecosystem.contests import notices
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, Extension
from ecosystem.contests.services.changes import changing
from ecosystem.contests.signals import DeadlineMoved, Entrants
from ecosystem.core import clock
from ecosystem.core.database import locked, scalars, session, transaction
from ecosystem.core.errors import Invalid, Refused, Text
from ecosystem.core.signals import announce, ask


def extend_for_all(contest: Contest, *, closes_at: datetime, reason: str, by: int) -> None:
    """Move the deadline for everybody to a later instant; with rules locked this is an amendment.

    Entrants are told. Raises Invalid for an instant that is not later, Refused when no entries are taken.
    """
    if not reason.strip():
        raise _invalid("reason", _l("Please say why, so that entrants understand."))
    with changing(contest.id, by=by, amendment=reason) as change:
        present = change.contest
        _check_later(present, closes_at)
        before, present.closes_at = present.closes_at, closes_at
        change.noting("contest.extended", present, {"closes_at": (before, closes_at)})
        change.note = reason
        announce(DeadlineMoved(present.id))
        for account in accounts_of(set(ask(Entrants(present.id)))):
            notices.deadline_moved(present, account, closes_at, reason)


def extend_for_one(contest: Contest, *, account: Account, closes_at: datetime, reason: str, by: int) -> Extension:
    """Give one person a later deadline, for the entries the person leads or edits. The person is told.

    Raises Invalid for an instant that is past or not later than everybody's, or without a reason.
    """
    if not reason.strip():
        raise _invalid("reason", _l("Please say why; it stays on record."))
    with transaction() as current:
        present = locked(Contest, contest.id)
        _check_later(present, closes_at)
        extension = Extension(
            contest_id=present.id, account_id=account.id, closes_at=closes_at, reason=reason.strip(), granted_by_id=by
        )
        current.add(extension)
        current.flush()
        record(
            "contest.extended_for_one",
            extension,
            by=by,
            scope=present,
            changes={"closes_at": (present.closes_at, closes_at), "account": (None, account.public_id)},
            note=reason,
        )
        announce(DeadlineMoved(present.id, account.id))
        notices.extension_granted(present, account, closes_at, reason)
        return extension


def revoke(extension: Extension, *, by: int) -> None:
    """Take an extension back; what was handed in under it stays. A second time changes nothing."""
    with transaction():
        present = locked(Extension, extension.id)
        if present.revoked_at is not None:
            return
        present.revoked_at = clock.now()
        contest = locked(Contest, present.contest_id)
        record("contest.extension_revoked", present, by=by, scope=contest)
        announce(DeadlineMoved(contest.id, present.account_id))


def accounts_of(ids: set[int]) -> list[Account]:
    """Return the living accounts of these ids, in one statement."""
    if not ids:
        return []
    statement = select(Account).where(Account.id.in_(ids), Account.erased_at.is_(None)).order_by(Account.id)
    return list(scalars(statement))


def extension_in(contest: Contest, ident: int) -> Extension | None:
    """Return the extension of this contest with this id, None when there is none."""
    found = session().get(Extension, ident)
    return found if found is not None and found.contest_id == contest.id else None


def _check_later(contest: Contest, closes_at: datetime) -> None:
    if contest.state is not ContestState.PUBLISHED or contest.closes_at is None:
        raise Refused(_l("Deadlines are extended while a published contest takes entries or has just closed."))
    if closes_at <= contest.closes_at:
        raise _invalid("closes_at", _l("The new deadline must be later than the present one."))
    if closes_at <= clock.now():
        raise _invalid("closes_at", _l("The new deadline has already passed."))


def _invalid(field: str, message: Text) -> Invalid:
    return Invalid(message, details={field: message})
