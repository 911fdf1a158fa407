"""Use cases of exhibitions."""
