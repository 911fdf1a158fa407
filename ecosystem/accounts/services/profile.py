"""What a person says about themselves, and how they want to be told things."""

from collections.abc import Collection
from dataclasses import dataclass
from zlib import crc32

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.signals import OrganisationChanged
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import StaleEdit
from ecosystem.core.signals import announce
from ecosystem.notifications.kinds import all_kinds, kind_named
from ecosystem.notifications.queries import preferences_of
from ecosystem.notifications.services import set_preference

PROFILE = ("name", "sort_name", "phone", "organisation", "job_title", "language", "timezone")


@dataclass(frozen=True)
class Profile:
    """A person's own data. `phone` is E.164 or empty, `timezone` an IANA name, `language` "vi" or "en"."""

    name: str
    sort_name: str = ""
    phone: str = ""
    organisation: str = ""
    job_title: str = ""
    language: str = "vi"
    timezone: str = clock.DEFAULT_ZONE


def profile_state(account: Account) -> int:
    """Return a number that changes when the profile does. The row's version also rises at a sign-in by code."""
    return crc32(repr([getattr(account, name) for name in PROFILE]).encode()) % 10**9


def change_profile(account_id: int, profile: Profile, *, shown: int | None = None) -> Account:
    """Store the profile. `shown` is its `profile_state` when the form was made.

    Raises StaleEdit, with both versions, when somebody changed it since.
    """
    with transaction():
        account = locked(Account, account_id)
        values = {name: getattr(profile, name) for name in PROFILE}
        theirs = {name: getattr(account, name) for name in PROFILE if getattr(account, name) != values[name]}
        if theirs and shown is not None and shown != profile_state(account):
            raise StaleEdit(
                _l("Your profile was changed elsewhere meanwhile."),
                theirs=theirs,
                yours={name: values[name] for name in theirs},
            )
        changes = assign(account, values)
        account.index_name()
        if changes:
            record("account.profile_changed", account, by=account_id, changes=changes)
        if "organisation" in changes:
            session().flush()
            announce(OrganisationChanged(account_id))
        return account


def choose_language(account_id: int, language: str) -> None:
    """Store the language the person reads in; "vi" or "en", anything else is a ValueError."""
    if language not in ("vi", "en"):
        raise ValueError(f"no language {language!r}")
    with transaction():
        account = locked(Account, account_id)
        account.language = language


def choose_notices(account_id: int, by_mail: Collection[str]) -> None:
    """Store which kinds of messages the person wants by mail; duties come in any case and are not asked."""
    with transaction():
        account = locked(Account, account_id)
        present = mail_preferences(account_id)
        changes = {
            kind.name: (present[kind.name], kind.name in by_mail)
            for kind in all_kinds()
            if not kind.duty and present[kind.name] != (kind.name in by_mail)
        }
        for name, (_before, wanted) in changes.items():
            set_preference(kind_named(name), by_mail=wanted, by=account_id)
        if changes:
            record("account.notices_chosen", account, by=account_id, changes=changes)


def mail_preferences(account_id: int) -> dict[str, bool]:
    """Return for every kind of message whether it comes by mail, in one statement."""
    chosen = preferences_of(account_id)
    return {kind.name: kind.duty or chosen.get(kind.name, True) for kind in all_kinds()}
