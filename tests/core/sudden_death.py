"""A process that saves accounts, tells each one saved, and kills itself between the two writes of a use case.

python -m tests.core.sudden_death DATABASE_URL INSTANCE SAVES
"""

import os
import signal
import sys
from pathlib import Path

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.notifications.models import Mail
from tests.support.applications import build, settings_for_tests


def register(number: int, *, dies: bool) -> None:
    """A use case of two writes: an account and its mail."""
    with transaction() as current:
        address = f"luu{number}@example.vn"
        current.add(Account(email=address, email_key=address, name=f"Người {number}"))
        current.flush()
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        current.add(Mail(kind="x", to_address=address, to_name="A", subject="S", body="B", due_at=clock.now()))


def main(url: str, instance: str, saves: int) -> None:
    app = build(settings_for_tests(url, Path(instance)))
    for number in range(saves + 1):
        with app.app_context():
            register(number, dies=number == saves)
        print(number, flush=True)  # noqa: T201  the acknowledgement


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
