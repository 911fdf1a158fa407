"""Pages of exhibitions."""

from flask import Blueprint

from ecosystem.exhibitions.views import choosing, desk, exhibiting, exhibitors, halls, invitations, public

blueprints: tuple[Blueprint, ...] = (
    desk.bp,
    halls.bp,
    exhibitors.bp,
    public.bp,
    exhibiting.bp,
    choosing.bp,
    invitations.bp,
)
