"""Where mentoring stands in the menus and histories."""

from ecosystem.mentoring.menu import sessions

__all__ = ["sessions"]
