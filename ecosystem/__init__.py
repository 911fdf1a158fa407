"""Ecosystem: the platform on which a region runs its startup year."""
