"""The pages of startups."""

from ecosystem.startups.views import invitations, profiles, public, team

blueprints = (profiles.bp, invitations.bp, team.bp, public.bp)
