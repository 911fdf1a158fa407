"""Pages of exhibitions."""

from flask import Blueprint

from ecosystem.exhibitions.views import desk, halls

blueprints: tuple[Blueprint, ...] = (desk.bp, halls.bp)
