"""Fair rankings: judges’ strictness taken out, how sure the result is, what would make it surer."""
