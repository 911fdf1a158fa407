"""Use cases of applications."""
