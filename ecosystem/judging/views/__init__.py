"""Pages of judging: each module has one blueprint."""

from flask import Blueprint

from ecosystem.judging.views import (
    assignment,
    calibration,
    committee,
    conflicts,
    deliberation,
    desk,
    device,
    documents,
    downloads,
    fairness,
    invitations,
    methods,
    overview,
    panels,
    progress,
    publication,
    ranking,
    rubrics,
    runs,
    templates,
    winners,
)
from ecosystem.judging.views.pitching import order as pitch_order
from ecosystem.judging.views.pitching import paper, screens

blueprints: tuple[Blueprint, ...] = (
    desk.bp,
    device.bp,
    invitations.bp,
    overview.bp,
    rubrics.bp,
    templates.bp,
    panels.bp,
    conflicts.bp,
    assignment.bp,
    runs.bp,
    progress.bp,
    ranking.bp,
    fairness.bp,
    methods.bp,
    downloads.bp,
    calibration.bp,
    calibration.judge,
    deliberation.bp,
    committee.discussion,
    committee.committee,
    publication.bp,
    documents.bp,
    winners.bp,
    pitch_order.bp,
    screens.bp,
    paper.bp,
)
