"""Papers of payments as files."""
