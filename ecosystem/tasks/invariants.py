"""What must always hold of background tasks."""

INVARIANTS = (
    (
        "a task keeps its place among the living exactly while it waits or runs",
        "SELECT id FROM background_task WHERE (state IN ('queued', 'running')) <> (live_key IS NOT NULL)",
    ),
    (
        "a task says when it ended exactly if it ended",
        "SELECT id FROM background_task WHERE (state IN ('queued', 'running')) <> (ended_at IS NULL)",
    ),
    (
        "a task is claimed exactly while it runs",
        "SELECT id FROM background_task WHERE (state = 'running') <> (claimed_by <> '')"
        " OR (state = 'running') <> (heartbeat_at IS NOT NULL)",
    ),
    (
        "a failed task says why, in words",
        "SELECT id FROM background_task WHERE (state = 'failed') <> (error <> '')",
    ),
    (
        "only a task that is done has a file, with a name and an end of its keeping",
        "SELECT id FROM background_task WHERE file_key IS NOT NULL"
        " AND (state <> 'done' OR file_name = '' OR file_until IS NULL)",
    ),
    (
        "a task was asked for by its first asker",
        "SELECT id FROM background_task t WHERE t.asked_by IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM task_asker a WHERE a.task_id = t.id AND a.account_id = t.asked_by)",
    ),
)
