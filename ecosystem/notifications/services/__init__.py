"""Use cases of messages: writing, editing, delivering, reading."""

from ecosystem.notifications.services.delivery import deliver_due
from ecosystem.notifications.services.editing import WAITING, edit, put_back, withdraw_one
from ecosystem.notifications.services.erasure import forget_batch, forget_messages, forget_sent_mails, messages_of
from ecosystem.notifications.services.inbox import mark_all_read, mark_read, set_preference, unsubscribe
from ecosystem.notifications.services.wording import (
    preview_wording,
    reset_wording,
    save_wording,
    standard_words,
    wording_of,
)
from ecosystem.notifications.services.writing import Recipient, release, render, send, withdraw

__all__ = [
    "WAITING",
    "Recipient",
    "deliver_due",
    "edit",
    "forget_batch",
    "forget_messages",
    "forget_sent_mails",
    "mark_all_read",
    "mark_read",
    "messages_of",
    "preview_wording",
    "put_back",
    "release",
    "render",
    "reset_wording",
    "save_wording",
    "send",
    "set_preference",
    "standard_words",
    "unsubscribe",
    "withdraw",
    "withdraw_one",
    "wording_of",
]
