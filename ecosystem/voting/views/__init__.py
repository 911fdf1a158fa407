"""Pages of public votes."""

from flask import Blueprint

from ecosystem.voting.views import ballot, desk

blueprints: tuple[Blueprint, ...] = (ballot.bp, desk.bp)
