"""Bank statements as files of text: read them, tell their lines apart, find the orders they pay."""
