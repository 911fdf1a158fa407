"""Records for tests: plain functions with boring defaults, one file for each feature."""
