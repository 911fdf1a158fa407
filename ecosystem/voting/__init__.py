"""Public votes: ballots by verified e-mail, hidden totals, watch for bursts, quarantine with reasons."""
