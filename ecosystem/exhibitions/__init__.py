"""Halls, floor plans and booths, and who exhibits in them."""
