"""Bank statements: imported, looked at, applied, and what is left decided by hand."""

from ecosystem.payments.services.statements.applying import apply_lines, ask_to_apply
from ecosystem.payments.services.statements.deciding import decide, set_aside
from ecosystem.payments.services.statements.importing import choose_columns, discard, read_lines_of, upload

__all__ = ["apply_lines", "ask_to_apply", "choose_columns", "decide", "discard", "read_lines_of", "set_aside", "upload"]
