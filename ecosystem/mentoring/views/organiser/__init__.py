"""The organiser's pages of a programme."""
