"""Contests: boards, rounds, prizes, the application form, eligibility rules, rules page, life cycle."""
