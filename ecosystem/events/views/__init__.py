"""The pages of organisers and events."""

from ecosystem.events.views import editions, invitations, organisers, people, programme, public, staff
from ecosystem.events.views.blueprint import bp

blueprints = (bp, public.bp)
__all__ = ["blueprints", "editions", "invitations", "organisers", "people", "programme", "public", "staff"]
