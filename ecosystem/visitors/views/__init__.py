"""Pages of visitors."""

from ecosystem.visitors.views import check_in, figures, gates, leads, offer, organising, registering, tickets

blueprints = (
    registering.bp,
    tickets.bp,
    check_in.bp,
    organising.bp,
    offer.bp,
    gates.bp,
    figures.bp,
    leads.bp,
)
