"""Founding organisers and keeping their settings."""

from dataclasses import asdict

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.core.search import sort_key
from ecosystem.core.slugs import add_with_slug
from ecosystem.events import notices
from ecosystem.events.domain.details import OrganiserDetails
from ecosystem.events.models import Organiser, StaffMember, StaffRole
from ecosystem.events.policies import may_found_freely
from ecosystem.events.services.editing import ensure_fresh
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove

RESERVED_SLUGS = frozenset({"contests", "new", "invitations", "invited"})


def found_organiser(details: OrganiserDetails, *, by: Account) -> Organiser:
    """Create an organiser with `by` as its owner.

    Where the deployment wants an operator's approval, it can prepare everything and publish nothing until then.
    """
    with transaction():
        organiser = Organiser(**asdict(details), sort_key=sort_key(details.name))
        organiser.staff.append(StaffMember(account_id=by.id, role=StaffRole.OWNER))
        add_with_slug(organiser, details.name, fallback="organiser", reserved=RESERVED_SLUGS)
        if may_found_freely() or by.is_operator:
            organiser.approved_at = clock.now()
        record("organiser.founded", organiser, by=by.id, scope=organiser)
        return organiser


def approve_organiser(organiser: Organiser, *, by: Account) -> None:
    """Let an organiser publish, and tell its owners. Twice is once."""
    with transaction():
        current = locked(Organiser, organiser.id)
        if current.approved_at is not None:
            return
        current.approved_at = clock.now()
        record("organiser.approved", current, by=by.id, scope=current)
        notices.organiser_approved(current)


def edit_organiser(organiser: Organiser, details: OrganiserDetails, *, version: int | None, by: Account) -> Organiser:
    """Change the settings. Raises StaleEdit, holding what differs, when somebody changed them since `version`."""
    with transaction():
        current = locked(Organiser, organiser.id)
        values = asdict(details)
        ensure_fresh(current, values, version)
        changes = assign(current, values)
        current.sort_key = sort_key(current.name)
        if changes:
            record("organiser.edited", current, by=by.id, scope=current, changes=changes)
        return current


def replace_logo(organiser: Organiser, file: StoredFile | None, *, by: Account) -> None:
    """Show another logo, or none; the old file is removed."""
    with transaction():
        current = locked(Organiser, organiser.id)
        old, current.logo = current.logo, file
        changes = {"logo": (old.name if old else None, file.name if file else None)}
        record("organiser.logo_replaced", current, by=by.id, scope=current, changes=changes)
        if old is not None:
            remove(old)
