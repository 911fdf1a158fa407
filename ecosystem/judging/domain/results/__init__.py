"""What follows from the scores: history, tallies, who goes on, who is awarded, what is published."""
