"""What people type in mentoring."""
