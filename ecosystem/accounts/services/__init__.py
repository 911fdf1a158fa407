"""The use cases of accounts."""

from ecosystem.accounts.services.consents import give_consent, withdraw_consent
from ecosystem.accounts.services.signing_in import (
    AddressUnproved,
    CodeAwaited,
    WrongPassword,
    end_other_sessions,
    end_session,
    is_seen_stale,
    note_seen,
    open_session,
    sign_in,
    sign_out,
)
from ecosystem.accounts.services.signing_up import (
    NewAccount,
    asks_password,
    confirm_address,
    send_confirmation_again,
    sign_up,
)
from ecosystem.accounts.services.throttling import Origin
from ecosystem.accounts.services.tokens import DeadLink

__all__ = [
    "AddressUnproved",
    "CodeAwaited",
    "DeadLink",
    "NewAccount",
    "Origin",
    "WrongPassword",
    "asks_password",
    "confirm_address",
    "end_other_sessions",
    "end_session",
    "give_consent",
    "is_seen_stale",
    "note_seen",
    "open_session",
    "send_confirmation_again",
    "sign_in",
    "sign_out",
    "sign_up",
    "withdraw_consent",
]
