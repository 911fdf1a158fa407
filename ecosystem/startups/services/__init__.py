"""Use cases of startups."""

from ecosystem.startups.services.invitations import (
    accept,
    decline,
    invite,
    resend,
    tell_expired,
    withdraw,
)
from ecosystem.startups.services.profiles import (
    archive_startup,
    edit_profile,
    found_startup,
    replace_deck,
    replace_logo,
    restore_startup,
)
from ecosystem.startups.services.team import change_member, leave_startup, remove_member, transfer_ownership

__all__ = [
    "accept",
    "archive_startup",
    "change_member",
    "decline",
    "edit_profile",
    "found_startup",
    "invite",
    "leave_startup",
    "remove_member",
    "replace_deck",
    "replace_logo",
    "resend",
    "restore_startup",
    "tell_expired",
    "transfer_ownership",
    "withdraw",
]
