"""The demonstration: a fictional province, its people and three contests, made through the use cases."""
