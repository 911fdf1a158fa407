"""Documents of contests as files."""
