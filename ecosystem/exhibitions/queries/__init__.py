"""Reading exhibitions."""
