"""Pages of judging: each module has one blueprint."""

from flask import Blueprint

from ecosystem.judging.views import desk

blueprints: tuple[Blueprint, ...] = (desk.bp,)
