"""What exhibitors, visitors and organisers type in the showcase."""
