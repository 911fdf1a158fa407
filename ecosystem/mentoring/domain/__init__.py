"""Pure decisions of mentoring."""
