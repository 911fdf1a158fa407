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
    (
        "a file has an anonymous copy exactly if one was made",
        "SELECT id FROM file_anonymity WHERE (COALESCE(state, '') = 'made') <> (copy_id IS NOT NULL)",
    ),
    (
        "an anonymous copy is no upload, and is served no longer than its original",
        "SELECT a.id FROM file_anonymity a"
        " JOIN stored_file f ON f.id = a.file_id JOIN stored_file c ON c.id = a.copy_id"
        " WHERE c.purpose <> 'anonymous' OR (f.state <> 'stored' AND c.state = 'stored')",
    ),
)
