"""Use cases of payments: placing, receiving, giving back, deciding."""
