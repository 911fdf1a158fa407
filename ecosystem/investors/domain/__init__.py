"""Pure decisions of investor sessions."""
