"""Pure decisions of public votes."""
