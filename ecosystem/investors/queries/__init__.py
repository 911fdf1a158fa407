"""Reading investors and their sessions."""
