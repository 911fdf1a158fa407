"""Reads across features, for pages that belong to no single one."""
