"""Use cases of organisers and events."""

from ecosystem.events.services.cloning import clone_event
from ecosystem.events.services.events import create_event, edit_event, publishing_needs, replace_cover, take_step
from ecosystem.events.services.organisers import approve_organiser, edit_organiser, found_organiser, replace_logo
from ecosystem.events.services.people import (
    add_partner,
    add_speaker,
    delete_partner,
    delete_speaker,
    edit_partner,
    edit_speaker,
)
from ecosystem.events.services.programme import (
    add_room,
    add_session,
    delete_room,
    delete_session,
    edit_room,
    edit_session,
)
from ecosystem.events.services.staff import (
    accept,
    change_role,
    decline,
    invite,
    leave_staff,
    remove_staff,
    resend,
    withdraw,
)

__all__ = [
    "accept",
    "add_partner",
    "add_room",
    "add_session",
    "add_speaker",
    "approve_organiser",
    "change_role",
    "clone_event",
    "create_event",
    "decline",
    "delete_partner",
    "delete_room",
    "delete_session",
    "delete_speaker",
    "edit_event",
    "edit_organiser",
    "edit_partner",
    "edit_room",
    "edit_session",
    "edit_speaker",
    "found_organiser",
    "invite",
    "leave_staff",
    "publishing_needs",
    "remove_staff",
    "replace_cover",
    "replace_logo",
    "resend",
    "take_step",
    "withdraw",
]
