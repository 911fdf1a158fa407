"""Who may do what in mentoring: each side acts for itself, the organiser's staff runs its programmes."""
