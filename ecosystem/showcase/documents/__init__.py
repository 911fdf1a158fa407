"""Papers and tables of the showcase."""
