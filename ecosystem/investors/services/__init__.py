"""Use cases of investors and their sessions."""
