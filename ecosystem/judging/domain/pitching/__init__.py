"""Pitch day: the drawn order, its timetable and the clock of the stage. Pure decisions."""
