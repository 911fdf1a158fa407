"""The pages of startups."""

from ecosystem.startups.views import invitations, profiles, public, team
from ecosystem.startups.views.blueprint import bp

blueprints = (bp,)
__all__ = ["blueprints", "invitations", "profiles", "public", "team"]
