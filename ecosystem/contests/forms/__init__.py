"""Forms of contests: shape and texts of what people fill in."""
