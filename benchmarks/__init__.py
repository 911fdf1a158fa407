"""Speed, measured beside a bare reference in the same run. Nothing here is a test."""
