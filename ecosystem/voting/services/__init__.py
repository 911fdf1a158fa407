"""Use cases of public votes."""
