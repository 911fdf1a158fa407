"""Background tasks as people see them: progress, results, cancelling."""
