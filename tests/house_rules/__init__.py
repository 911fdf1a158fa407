"""Rules about the code itself; ARCHITECTURE.md says why they are there."""
