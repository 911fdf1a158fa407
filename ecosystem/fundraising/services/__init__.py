"""Use cases of fundraising, one module a subject: import the module, call its function."""
