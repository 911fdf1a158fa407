"""Pages of calendars."""

from flask import Blueprint

from ecosystem.calendar.views import feed, mine

blueprints: tuple[Blueprint, ...] = (mine.bp, feed.bp)
