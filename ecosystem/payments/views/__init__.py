"""Pages of payments."""

from flask import Blueprint

from ecosystem.payments.views import fake, orders, papers

blueprints: tuple[Blueprint, ...] = (orders.bp, fake.bp, papers.bp)
