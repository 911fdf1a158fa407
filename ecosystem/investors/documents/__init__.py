"""Papers of investor sessions."""
