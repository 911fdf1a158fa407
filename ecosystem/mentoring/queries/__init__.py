"""Reading mentoring."""
