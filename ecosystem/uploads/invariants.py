"""What must always hold of stored files."""

INVARIANTS = (
    (
        "a file says when it was removed exactly if it was removed",
        "SELECT id FROM stored_file WHERE (state = 'removed') <> (removed_at IS NOT NULL)",
    ),
    (
        "only the content of a removed or infected file is deleted",
        "SELECT id FROM stored_file WHERE content_deleted_at IS NOT NULL AND state = 'stored'",
    ),
    (
        "a file has a name, a size and a hash",
        "SELECT id FROM stored_file WHERE name = '' OR size < 0 OR length(sha256) <> 64",
    ),
)
