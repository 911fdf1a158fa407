"""Where mentoring stands in the menus and histories."""

from ecosystem.mentoring.menu import programmes, sessions

__all__ = ["programmes", "sessions"]
