"""Forms of investors, one module a subject."""
