"""The organiser's desk across features: where are we, what is late, what must be decided today."""
