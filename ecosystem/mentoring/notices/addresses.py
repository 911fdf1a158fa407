"""Where the mails of mentoring lead to, and who is written to on a startup's side."""

from collections.abc import Sequence

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core.database import session
from ecosystem.mentoring.models import MentorProfile, Programme
from ecosystem.startups.models import StartupMember


def owners_of(startup_id: int) -> Sequence[Account]:
    """Return who speaks for a startup: its owners."""
    return (
        session()
        .scalars(
            select(Account)
            .join(StartupMember, StartupMember.account_id == Account.id)
            .where(StartupMember.startup_id == startup_id, StartupMember.is_owner, Account.erased_at.is_(None))
            .order_by(StartupMember.id)
        )
        .all()
    )


def mentor_of(profile_id: int) -> Account | None:
    """Return the person behind a mentor's profile, unless erased."""
    found = session().scalar(
        select(Account)
        .join(MentorProfile, MentorProfile.account_id == Account.id)
        .where(MentorProfile.id == profile_id)
    )
    return found if found is not None and found.erased_at is None else None


def about(programme: Programme) -> dict[str, object]:
    """Return what every mail says of the programme."""
    return {"programme": programme, "organiser": programme.organiser, "zone": programme.timezone}
