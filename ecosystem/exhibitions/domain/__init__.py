"""Pure decisions of exhibitions: plans, life cycles, refunds."""
