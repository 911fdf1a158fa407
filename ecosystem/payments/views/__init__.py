"""Pages of payments."""

from flask import Blueprint

from ecosystem.payments.views import fake, orders, papers, statements

blueprints: tuple[Blueprint, ...] = (orders.bp, fake.bp, papers.bp, statements.bp)
