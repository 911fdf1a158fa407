"""Pure decisions about raising money: plans, outcomes, reminders."""
