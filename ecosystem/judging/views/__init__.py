"""Pages of judging: each module has one blueprint."""

from flask import Blueprint

from ecosystem.judging.views import assignment, conflicts, desk, invitations, overview, panels, rubrics

blueprints: tuple[Blueprint, ...] = (
    desk.bp,
    invitations.bp,
    overview.bp,
    rubrics.bp,
    panels.bp,
    conflicts.bp,
    assignment.bp,
)
