"""Who comes to an event: registrations, tickets, check-in, leads, and figures of the visit."""
