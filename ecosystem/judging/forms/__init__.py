"""Forms of judging, one module a subject."""
