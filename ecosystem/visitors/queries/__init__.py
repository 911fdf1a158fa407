"""Reading tickets, registrations, gates and leads."""
