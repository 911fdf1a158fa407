"""Pages of fundraising: each module has one blueprint."""

from ecosystem.fundraising.views import follow_up, outcomes, pitches, reading

blueprints = (pitches.bp, reading.bp, follow_up.bp, outcomes.bp)
