"""Pages of payments."""

from flask import Blueprint

from ecosystem.payments.views import desk, desk_money, desk_settings, fake, orders, papers, statements

blueprints: tuple[Blueprint, ...] = (
    *(orders.bp, fake.bp, papers.bp),
    *(desk.bp, desk_money.bp, desk_settings.bp, statements.bp),
)
