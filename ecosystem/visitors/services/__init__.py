"""Use cases of visitors: registering, tickets, gates and scans, leads."""
