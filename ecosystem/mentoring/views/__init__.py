"""Pages of mentoring."""

from flask import Blueprint

from ecosystem.mentoring.views import (
    directory,
    matches,
    own,
    places,
    programmes,
    rankings,
    requests,
    served,
    sessions,
)
from ecosystem.mentoring.views.blueprint import bp, desk
from ecosystem.mentoring.views.organiser import lists, people, programme, report, rounds

blueprints: tuple[Blueprint, ...] = (bp, desk, sessions.bp)

__all__ = [
    "blueprints",
    "directory",
    "lists",
    "matches",
    "own",
    "people",
    "places",
    "programme",
    "programmes",
    "rankings",
    "report",
    "requests",
    "rounds",
    "served",
    "sessions",
]
