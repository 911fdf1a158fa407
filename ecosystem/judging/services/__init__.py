"""Use cases of judging, one module a subject: import the module, call its function."""
