"""Voting by ranking, by pairs and by yes or no."""
