"""Who is in a startup's team."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import NoSuchRecord, Refused
from ecosystem.core.signals import announce
from ecosystem.startups import notices
from ecosystem.startups.domain.invitations import stays_owned
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.signals import MemberLeft


def change_member(
    startup: Startup, member_id: int, *, title: str, is_owner: bool, is_listed: bool, by: Account
) -> None:
    """Change a member's role in words, ownership and whether the public page names them.

    Raises Refused when nobody would own the startup any more, NoSuchRecord for a stranger.
    """
    with transaction():
        current = locked(Startup, startup.id)
        member = _member(current, member_id)
        if member.is_owner and not is_owner:
            _ensure_owned(current, without=member.account_id)
        changes = assign(member, {"title": title, "is_owner": is_owner, "is_listed": is_listed})
        if changes:
            record("startup.member_changed", member, by=by.id, scope=current, changes=changes)


def transfer_ownership(startup: Startup, member_id: int, *, by: Account) -> None:
    """Make a member an owner in place of `by`, who stays in the team. Raises NoSuchRecord for a stranger."""
    with transaction():
        current = locked(Startup, startup.id)
        heir, giver = _member(current, member_id), _membership(current, by.id)
        if heir.account_id == by.id:
            raise Refused(_l("You own this startup already. Please choose somebody else."))
        heir.is_owner, giver.is_owner = True, False
        record("startup.transferred", heir, by=by.id, scope=current)
        notices.ownership_received(current, heir.account, giver=by)


def remove_member(startup: Startup, member_id: int, *, by: Account) -> None:
    """Take somebody out of the team and tell them. Raises Refused for the last owner."""
    with transaction():
        current = locked(Startup, startup.id)
        member = _member(current, member_id)
        _take_out(current, member, by=by, action="startup.member_removed")
        if member.account_id != by.id:
            notices.removed_from_team(current, member.account)


def leave_startup(startup: Startup, *, by: Account) -> None:
    """Leave the team. Raises Refused for the last owner, who hands the startup over or archives it instead."""
    with transaction():
        current = locked(Startup, startup.id)
        _take_out(current, _membership(current, by.id), by=by, action="startup.member_left")


def _take_out(startup: Startup, member: StartupMember, *, by: Account, action: str) -> None:
    if member.is_owner:
        _ensure_owned(startup, without=member.account_id)
    account_id = member.account_id
    record(action, member, by=by.id, scope=startup, changes={"account": (member.account.name, None)})
    session().delete(member)
    session().flush()
    session().expire(startup, ["members"])
    announce(MemberLeft(startup.id, account_id))


def _ensure_owned(startup: Startup, *, without: int) -> None:
    owners = [member.account_id for member in startup.members if member.is_owner]
    if not stays_owned(owners, without=without):
        raise Refused(_l("A startup needs an owner. Please make somebody else an owner first."))


def _member(startup: Startup, member_id: int) -> StartupMember:
    found = next((member for member in startup.members if member.id == member_id), None)
    if found is None:
        raise NoSuchRecord(_l("This person is no longer in the team."))
    return found


def _membership(startup: Startup, account_id: int) -> StartupMember:
    found = next((member for member in startup.members if member.account_id == account_id), None)
    if found is None:
        raise NoSuchRecord(_l("This person is no longer in the team."))
    return found
