"""Reliability: how much of the differences between scores are differences between entries."""
