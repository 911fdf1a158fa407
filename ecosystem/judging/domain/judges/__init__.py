"""How each judge scores, and whether the order mattered."""
