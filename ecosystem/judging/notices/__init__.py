"""Which message of judging goes to whom on which occasion, one module a subject."""
