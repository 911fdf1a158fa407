"""Files: checked by content, stored outside the web root, served only through a feature's permission check."""
