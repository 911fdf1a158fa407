"""Applications: a startup's entry in a contest, its answers, files, team and submission."""
