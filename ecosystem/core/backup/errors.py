"""What can go wrong with a backup."""


class BackupFailed(Exception):
    """The message is for whoever runs the command: what happened and what to do."""
