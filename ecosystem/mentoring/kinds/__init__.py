"""What acts and fields of mentoring are called in histories, and its entries in calendars."""

from ecosystem.mentoring.kinds.sessions import ACTS, FIELDS, ITEMS, SESSIONS

__all__ = ["ACTS", "FIELDS", "ITEMS", "SESSIONS"]
