"""Pages of investors and their sessions: each module has one blueprint."""

from flask import Blueprint

from ecosystem.investors.views import day, desk, people, profiles, sessions, timetables, verification

blueprints: tuple[Blueprint, ...] = (
    profiles.bp,
    verification.bp,
    desk.bp,
    people.bp,
    timetables.bp,
    day.bp,
    sessions.bp,
)
