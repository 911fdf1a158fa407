"""Use cases of mentoring."""
