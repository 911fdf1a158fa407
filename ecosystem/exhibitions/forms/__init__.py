"""What people type about exhibitions."""
