"""Pages of the showcase."""

from flask import Blueprint

from ecosystem.showcase.views import asking, desk, enquiries, favourites, media, moderation, products, public, visits

blueprints: tuple[Blueprint, ...] = (
    public.bp,
    visits.bp,
    favourites.bp,
    asking.bp,
    desk.bp,
    products.bp,
    media.bp,
    enquiries.bp,
    moderation.bp,
)
