"""Pages of investors: each module has one blueprint."""

from ecosystem.investors.views import profiles, verification

blueprints = (profiles.bp, verification.bp)
