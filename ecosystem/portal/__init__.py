"""Pages that look across features: home, the public contest page, my work, the calendar."""
