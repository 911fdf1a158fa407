"""Founding a startup and keeping its profile."""

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import StaleEdit
from ecosystem.core.places import place_name
from ecosystem.core.search import fold, sort_key
from ecosystem.core.signals import announce
from ecosystem.core.slugs import add_with_slug
from ecosystem.startups.domain.profile import Profile
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES
from ecosystem.startups.kinds import FIELD_TITLES
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.signals import IdentityChanged
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove

RESERVED_SLUGS = frozenset({"mine", "new", "invitations", "invited", "communes"})


def found_startup(profile: Profile, *, by: Account) -> Startup:
    """Create a startup with `by` as its first owner; return it, stored, under a slug of its own."""
    with transaction():
        startup = Startup(**_values(profile))
        _index(startup)
        startup.members.append(StartupMember(account_id=by.id, is_owner=True))
        add_with_slug(startup, profile.name, fallback="startup", reserved=RESERVED_SLUGS)
        record("startup.founded", startup, by=by.id, scope=startup)
        return startup


def edit_profile(startup: Startup, profile: Profile, *, version: int | None, by: Account) -> Startup:
    """Change the profile. `version` is the one the form was shown with.

    Raises StaleEdit, holding what differs, when somebody changed it since; nothing is changed then.
    """
    with transaction():
        current = locked(Startup, startup.id)
        values = _values(profile)
        if version is not None and current.version != version:
            raise _stale(current, values)
        changes = assign(current, values)
        _index(current)
        if changes:
            record("startup.edited", current, by=by.id, scope=current, changes=changes)
        if not changes.keys().isdisjoint({"name", "tax_code"}):
            session().flush()
            announce(IdentityChanged(current.id))
        return current


def replace_logo(startup: Startup, file: StoredFile | None, *, by: Account) -> None:
    """Show another logo, or none; the old file is removed."""
    with transaction():
        current = locked(Startup, startup.id)
        _replace(current, "logo", file, by)


def replace_deck(startup: Startup, file: StoredFile | None, *, by: Account) -> None:
    """Keep another pitch deck, or none; the old file is removed."""
    with transaction():
        current = locked(Startup, startup.id)
        _replace(current, "deck", file, by)


def archive_startup(startup: Startup, *, by: Account) -> None:
    """Put a startup away: hidden from everybody but its team, and unchangeable. Twice is once."""
    with transaction():
        current = locked(Startup, startup.id)
        if current.archived_at is None:
            current.archived_at = clock.now()
            record("startup.archived", current, by=by.id, scope=current)


def restore_startup(startup: Startup, *, by: Account) -> None:
    """Take a startup out of the archive."""
    with transaction():
        current = locked(Startup, startup.id)
        if current.archived_at is not None:
            current.archived_at = None
            record("startup.restored", current, by=by.id, scope=current)


def _values(profile: Profile) -> dict[str, Any]:
    return asdict(profile) | {"sectors": list(profile.sectors)}


def _index(startup: Startup) -> None:
    """Derive what lists search and sort by."""
    place = place_name(startup.province_code, startup.commune_code)
    startup.sort_key = sort_key(startup.name)
    startup.search_text = fold(" ".join([startup.name, startup.one_liner or "", place]))


def _replace(startup: Startup, which: str, file: StoredFile | None, by: Account) -> None:
    old: StoredFile | None = getattr(startup, which)
    setattr(startup, which, file)
    changes = {which: (old.name if old else None, file.name if file else None)}
    record(f"startup.{which}_replaced", startup, by=by.id, scope=startup, changes=changes)
    if old is not None:
        remove(old)


def _stale(current: Startup, values: dict[str, Any]) -> StaleEdit:
    differing = {name for name, value in values.items() if getattr(current, name) != value}
    return StaleEdit(
        _l("Somebody else changed this profile while you were writing. Both versions are below; nothing is lost."),
        theirs={str(FIELD_TITLES[name]): _shown(name, getattr(current, name)) for name in values if name in differing},
        yours={str(FIELD_TITLES[name]): _shown(name, values[name]) for name in values if name in differing},
    )


def _shown(name: str, value: Any) -> str:
    if name == "sectors":
        return ", ".join(str(SECTORS[code]) for code in value)
    if name == "stage":
        return str(STAGES[value])
    if name == "province_code":
        return place_name(value)
    if isinstance(value, bool):
        return str(_l("yes")) if value else str(_l("no"))
    return "" if value is None else str(value)
